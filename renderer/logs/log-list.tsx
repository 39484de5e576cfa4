import { type Ref, useCallback } from 'react';
import type { LogLine } from '../../shared/log.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { formatTime } from '../feedback/time.ts';
import { RecordGrid, type RecordGridHandle } from '../records/record-grid.tsx';
import type { RecordColumn } from '../records/record-row.tsx';
import { texts } from '../texts.ts';
import { LevelText } from './level-text.tsx';
import type { LogEntry } from './log-store.ts';

const label = texts.logs;
const idOf = ({ id }: LogEntry) => id;
const lineTime = new Intl.DateTimeFormat(undefined, {
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

/** A cell that holds a text of the line, and that text as its title. */
const textOf = (show: (line: LogLine) => string | null) => {
  const content = (entry: LogEntry) => (entry.kind === 'line' ? (show(entry.line) ?? '') : '');
  return { content, title: content };
};
/** A line that is none of ours stands where there is room for it. */
const detailOf = (entry: LogEntry) => {
  if (entry.kind === 'gap') return label.gap(entry.count);
  const { isJson, event, detail } = entry.line;
  return isJson ? (detail ?? '') : event;
};

const columns: readonly RecordColumn<LogEntry>[] = [
  {
    label: label.columns.time,
    width: 140,
    content: (entry) => (entry.kind === 'line' && entry.line.time !== null ? lineTime.format(entry.line.time) : ''),
    title: (entry) => (entry.kind === 'line' && entry.line.time !== null ? formatTime(entry.line.time) : ''),
  },
  {
    label: label.columns.level,
    width: 70,
    content: (entry) => (entry.kind === 'line' ? <LevelText level={entry.line.level} /> : null),
  },
  { label: label.columns.event, width: 170, ...textOf(({ event, isJson }) => (isJson ? event : label.foreign)) },
  { label: label.columns.endpoint, width: 104, ...textOf(({ endpoint }) => endpoint) },
  { label: label.columns.group, width: 72, ...textOf(({ group }) => group && shownIdentifier(group)) },
  { label: label.columns.detail, content: detailOf, title: detailOf },
];

interface LogListProps {
  entries: readonly LogEntry[];
  selected: string | undefined;
  onSelect(id: string | undefined): void;
  onOpen(): void;
  onAtTop(isAtTop: boolean): void;
  ref: Ref<RecordGridHandle>;
}

/** The lines, newest first. A selected line stays where it is when others come. */
export function LogList({ entries, selected, onSelect, onOpen, onAtTop, ref }: LogListProps) {
  return (
    <RecordGrid
      label={label.list}
      columns={columns}
      records={entries}
      idOf={useCallback(idOf, [])}
      selected={selected}
      onSelect={onSelect}
      onOpen={onOpen}
      onAtTop={onAtTop}
      ref={ref}
    />
  );
}
