import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type Ref, useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ActivityEntry } from '../../shared/activity.ts';
import { statusClasses } from '../../shared/command-verdict.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { Choice } from '../feedback/choice.tsx';
import { Fact, Facts } from '../feedback/facts.tsx';
import { formatBytes, formatClock, formatDuration } from '../feedback/figures.ts';
import { Notice } from '../feedback/notice.tsx';
import { paneFilter } from '../feedback/pane-filter.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { fileNameOf, saveFile } from '../feedback/save-file.ts';
import { formatTime } from '../feedback/time.ts';
import { Waiting } from '../feedback/waiting.tsx';
import { useShell } from '../frame/shell.tsx';
import { FactColumns, RecordDetails, TextBlock } from '../records/record-details.tsx';
import { RecordGrid } from '../records/record-grid.tsx';
import type { RecordColumn } from '../records/record-row.tsx';
import { texts } from '../texts.ts';
import { choicesOf, filterEntries, isFiltered, jsonLines, type LiveFilter, noFilter } from './live-filter.ts';
import { StatusText } from './status-text.tsx';
import { useLive } from './use-live-store.tsx';

const label = texts.activity;
const directionText = ({ direction }: ActivityEntry) => (direction === null ? '' : label.directions[direction]);
const typeText = ({ type }: ActivityEntry) => (label.transitions as Record<string, string>)[type] ?? type;
const idOf = ({ number }: ActivityEntry) => String(number);

const columns: readonly RecordColumn<ActivityEntry>[] = [
  {
    label: label.columns.time,
    width: 92,
    content: ({ time }) => formatClock(time),
    title: ({ time }) => formatTime(time),
  },
  { label: label.columns.direction, width: 70, content: directionText },
  { label: label.columns.type, width: 146, content: typeText, title: typeText },
  { label: label.columns.endpoint, width: 112, content: ({ endpoint }) => endpoint, title: ({ endpoint }) => endpoint },
  { label: label.columns.what, content: ({ summary }) => summary, title: ({ summary }) => summary },
  { label: label.columns.status, width: 56, isNumeric: true, content: ({ status }) => <StatusText status={status} /> },
  { label: label.columns.duration, width: 76, isNumeric: true, content: ({ duration }) => formatDuration(duration) },
  { label: label.columns.size, width: 76, isNumeric: true, content: ({ bytes }) => formatBytes(bytes) },
];

/** What happens on the connections, as it happens. */
export function LiveView() {
  const { view, store } = useLive();
  const { announce } = useShell();
  const [filter, setFilter] = useState(noFilter);
  const [selected, setSelected] = useState<string>();
  const details = useRef<HTMLElement>(null);
  const usedFilter = useDeferredValue(filter);
  const shown = useMemo(() => filterEntries(view.entries, usedFilter), [view.entries, usedFilter]);
  const entry = view.entries.find((candidate) => idOf(candidate) === selected);
  const goToDetails = useCallback(() => void setTimeout(() => details.current?.focus(), 0), []);
  const save = () => {
    const name = fileNameOf('activity', 'jsonl', new Date());
    saveFile(name, 'application/jsonl', [jsonLines(shown)]);
    announce(label.exported(name, shown.length));
  };

  if (view.state === 'failed' && view.problem && view.entries.length === 0)
    return (
      <Box sx={{ px: 1.5 }}>
        <ProblemAlert problem={view.problem} />
      </Box>
    );
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, rowGap: 1.25, px: 1.5, pt: 1, pb: 1 }}>
        <FilterFields entries={view.entries} filter={filter} onFilter={setFilter} />
        <Box sx={{ display: 'flex', gap: 0.5, '& .MuiButton-root': { minWidth: 0 } }}>
          <Button onClick={view.isPaused ? store.resume : store.pause}>
            {view.isPaused ? label.resume : label.pause}
          </Button>
          <Button onClick={store.clear} disabled={view.entries.length === 0 && view.waiting === 0}>
            {label.clear}
          </Button>
          <Button onClick={save} disabled={shown.length === 0}>
            {label.export}
          </Button>
        </Box>
      </Box>
      <Box sx={{ px: 1.5, pb: 0.75, color: 'text.secondary', fontSize: '0.75rem' }}>
        {isFiltered(usedFilter)
          ? label.countShown(shown.length, view.entries.length)
          : label.count(view.entries.length)}
        {view.isPaused && ` · ${label.paused(view.waiting)}`}
      </Box>
      {view.dropped > 0 && (
        <Box sx={{ px: 1.5, pb: 1 }}>
          <Notice severity="info">{label.dropped(view.dropped)}</Notice>
        </Box>
      )}
      {view.entries.length === 0 ? (
        <Waiting title={view.state === 'watching' ? label.empty : label.starting} hint={label.emptyHint} />
      ) : (
        <RecordGrid
          label={label.liveList}
          columns={columns}
          records={shown}
          idOf={idOf}
          selected={selected}
          onSelect={setSelected}
          onOpen={goToDetails}
        />
      )}
      {view.entries.length > 0 && shown.length === 0 && (
        <Waiting title={label.noMatch} onClear={() => setFilter(noFilter)} />
      )}
      {entry && <EntryDetails entry={entry} ref={details} onClose={() => setSelected(undefined)} />}
    </>
  );
}

interface FilterFieldsProps {
  entries: readonly ActivityEntry[];
  filter: LiveFilter;
  onFilter(filter: LiveFilter): void;
}

function FilterFields({ entries, filter, onFilter }: FilterFieldsProps) {
  const endpoints = useMemo(
    () =>
      choicesOf(
        entries.map(({ endpoint }) => endpoint),
        filter.endpoint,
      ),
    [entries, filter.endpoint],
  );
  const types = useMemo(
    () =>
      choicesOf(
        entries.map(({ type }) => type),
        filter.type,
      ),
    [entries, filter.type],
  );
  const change = (part: Partial<LiveFilter>) => onFilter({ ...filter, ...part });
  const any: [string, string] = ['', label.any];
  const named = (value: string): [string, string] => [
    value,
    (label.transitions as Record<string, string>)[value] ?? value,
  ];
  return (
    <>
      <Choice
        label={label.columns.endpoint}
        value={filter.endpoint}
        options={[any, ...endpoints.map((value): [string, string] => [value, value])]}
        onChange={(endpoint) => change({ endpoint })}
        width={128}
      />
      <Choice
        label={label.columns.type}
        value={filter.type}
        options={[any, ...types.map(named)]}
        onChange={(type) => change({ type })}
        width={128}
      />
      <Choice
        label={label.columns.status}
        value={filter.status}
        options={[any, ...statusClasses.map((value): [string, string] => [value, value])]}
        onChange={(status) => change({ status })}
        width={76}
      />
      <TextField
        label={label.text}
        value={filter.text}
        onChange={(event) => change({ text: event.target.value })}
        slotProps={{ htmlInput: { ...paneFilter, spellCheck: false, maxLength: 500 } }}
        sx={{ width: 112 }}
      />
    </>
  );
}

function EntryDetails({ entry, ref, onClose }: { entry: ActivityEntry; ref: Ref<HTMLElement>; onClose(): void }) {
  const inner = useMemo(() => innerJson(entry.detail), [entry.detail]);
  const title = [directionText(entry), typeText(entry), entry.summary].filter((part) => part !== '').join(' · ');
  return (
    <RecordDetails title={title} copied={entry.detail} onClose={onClose} ref={ref}>
      <FactColumns>
        <Facts>
          <Fact name={label.columns.time}>
            {formatTime(entry.time)} ({formatClock(entry.time)})
          </Fact>
          <Fact name={label.columns.endpoint}>
            {entry.endpoint} ({shownIdentifier(entry.group)})
          </Fact>
          {entry.id !== null && <Fact name={label.id}>{entry.id}</Fact>}
        </Facts>
        <Facts>
          {entry.status !== null && <Fact name={label.columns.status}>{entry.status}</Fact>}
          {entry.duration !== null && <Fact name={label.columns.duration}>{formatDuration(entry.duration)}</Fact>}
          {entry.bytes !== null && <Fact name={label.columns.size}>{formatBytes(entry.bytes)}</Fact>}
        </Facts>
      </FactColumns>
      {entry.isCut && <Notice severity="info">{label.cut}</Notice>}
      {inner.map(({ name, text }) => (
        <TextBlock key={name} label={name} text={text} />
      ))}
      <TextBlock label={entry.direction === null ? label.reason : label.message} text={entry.detail} />
    </RecordDetails>
  );
}

/** `parameters` and `body` are JSON within JSON: shown as what they are, too. */
function innerJson(detail: string): { name: string; text: string }[] {
  try {
    const { payload } = JSON.parse(detail) as { payload?: Record<string, unknown> };
    return ['parameters', 'body'].flatMap((name) => {
      const text = payload?.[name];
      if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return [];
      return [{ name, text: JSON.stringify(JSON.parse(text), null, 2) }];
    });
  } catch {
    return []; // cut, or no JSON
  }
}
