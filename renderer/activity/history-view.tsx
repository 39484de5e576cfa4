import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type ReactNode, type Ref, useCallback, useEffect, useRef, useState } from 'react';
import type { ExportFormat, HistoryRow } from '../../shared/command-history.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { formatBytes, formatDuration, formatShort } from '../feedback/figures.ts';
import { focusUnlessElsewhere } from '../feedback/focus.ts';
import { Notice } from '../feedback/notice.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { formatTime } from '../feedback/time.ts';
import { Waiting } from '../feedback/waiting.tsx';
import { WarningLines } from '../feedback/warning-lines.tsx';
import { useShell } from '../frame/shell.tsx';
import { FactColumns, RecordDetails } from '../records/record-details.tsx';
import { RecordGrid } from '../records/record-grid.tsx';
import type { RecordColumn } from '../records/record-row.tsx';
import { texts } from '../texts.ts';
import { HistoryForm } from './history-form.tsx';
import { HistoryKeepingForm } from './history-keeping.tsx';
import { StatusText } from './status-text.tsx';
import { type HistoryState, useHistory } from './use-history.ts';

const label = texts.activity;
const idOf = ({ key }: HistoryRow) => String(key);
type Command = Extract<HistoryRow, { kind: 'command' }>;
const ofCommand = (show: (command: Command) => ReactNode) => (row: HistoryRow) =>
  row.kind === 'command' ? show(row) : null;
const whatText = (row: HistoryRow) => (row.kind === 'gap' ? label.gap(row.count, formatTime(row.from)) : row.path);

const columns: readonly RecordColumn<HistoryRow>[] = [
  {
    label: label.columns.time,
    width: 146,
    content: ({ time }) => formatShort(time),
    title: ({ time }) => formatTime(time),
  },
  {
    label: label.columns.endpoint,
    width: 112,
    content: ofCommand(({ endpoint }) => endpoint),
    title: (row) => (row.kind === 'command' ? row.endpoint : ''),
  },
  { label: label.columns.method, width: 68, content: ofCommand(({ method }) => method) },
  { label: label.columns.path, content: whatText, title: whatText },
  {
    label: label.columns.status,
    width: 56,
    isNumeric: true,
    content: ofCommand(({ status }) => <StatusText status={status} />),
  },
  { label: label.columns.verdict, width: 120, content: ofCommand(({ verdict }) => label.verdicts[verdict]) },
  {
    label: label.columns.duration,
    width: 76,
    isNumeric: true,
    content: ofCommand(({ duration }) => formatDuration(duration)),
  },
];

/** Decision 19: every command, allowed or refused. */
export function HistoryView() {
  const { state, search, showOlder, save } = useHistory();
  const { perform } = useShell();
  const [selected, setSelected] = useState<string>();
  const details = useRef<HTMLElement>(null);
  const row = state.rows.find((candidate) => idOf(candidate) === selected);
  const [clearings, setClearings] = useState(0);
  const clear = () => {
    setClearings(clearings + 1);
    void search({});
  };
  const goToDetails = useCallback(() => void setTimeout(() => details.current?.focus(), 0), []);
  const saveAs = (format: ExportFormat) => void perform(async () => label.historyExported(await save(format)));
  return (
    <>
      <HistoryForm key={clearings} onSearch={(query) => void search(query)} />
      <HistoryBar state={state} onExport={saveAs} onKept={() => void search(state.query)} />
      {state.problem && (
        <Box sx={{ px: 1.5, pb: 1, display: 'flex', flexDirection: 'column', gap: 1, alignItems: 'flex-start' }}>
          <ProblemAlert problem={state.problem} />
          <Button variant="contained" onClick={() => void search(state.query)}>
            {texts.servers.retry}
          </Button>
        </Box>
      )}
      {state.rows.length > 0 && (
        <RecordGrid
          label={label.historyList}
          columns={columns}
          records={state.rows}
          idOf={idOf}
          selected={selected}
          onSelect={setSelected}
          onOpen={goToDetails}
        />
      )}
      {state.rows.length === 0 && !state.problem && <EmptyHistory state={state} onClear={clear} />}
      {state.next && !state.problem && (
        <Box sx={{ px: 1.5, py: 0.5, borderTop: 1, borderColor: 'divider' }}>
          <Button onClick={() => void showOlder()} disabled={state.isLoading}>
            {label.showOlder}
          </Button>
        </Box>
      )}
      {row && <RowDetails row={row} ref={details} onClose={() => setSelected(undefined)} />}
    </>
  );
}

function EmptyHistory({ state, onClear }: { state: HistoryState; onClear(): void }) {
  if (state.isLoading) return <Waiting title={label.searching} isBusy />;
  const { from, to } = state.query;
  const isFiltered = Object.keys(state.query).length > 0;
  const reason = from !== undefined && to !== undefined && from > to ? { hint: label.fromAfterTo } : {};
  return isFiltered ? (
    <Waiting title={label.noCommandMatches} {...reason} onClear={onClear} />
  ) : (
    <Waiting title={label.noCommands} hint={label.noCommandsHint} />
  );
}

interface HistoryBarProps {
  state: HistoryState;
  onExport(format: ExportFormat): void;
  onKept(): void;
}

function HistoryBar({ state: { rows, summary }, onExport, onKept }: HistoryBarProps) {
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  // Saved, the form takes its button along.
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen) focusUnlessElsewhere(opener.current);
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 0.5, px: 1.5, py: 0.5 }}>
        <Box sx={{ flex: 1, minWidth: 240, color: 'text.secondary', fontSize: '0.75rem' }}>
          {summary &&
            label.summary(summary.count, formatBytes(summary.bytes), summary.keeping.days, summary.keeping.megabytes)}
        </Box>
        <Button onClick={() => onExport('csv')} disabled={rows.length === 0}>
          {label.exportCsv}
        </Button>
        <Button onClick={() => onExport('json')} disabled={rows.length === 0}>
          {label.exportJson}
        </Button>
        <Button ref={opener} onClick={() => setOpen(!isOpen)} disabled={!summary} aria-expanded={isOpen}>
          {label.keep}
        </Button>
      </Box>
      {isOpen && summary && (
        <HistoryKeepingForm
          keeping={summary.keeping}
          onSaved={() => {
            setOpen(false);
            onKept();
          }}
        />
      )}
      {summary && summary.warnings.length > 0 && (
        <Box sx={{ px: 1.5, pb: 1 }}>
          <Notice severity="warning">
            <WarningLines warnings={summary.warnings} />
          </Notice>
        </Box>
      )}
    </>
  );
}

function RowDetails({ row, ref, onClose }: { row: HistoryRow; ref: Ref<HTMLElement>; onClose(): void }) {
  const copied = JSON.stringify(row, null, 2);
  if (row.kind === 'gap')
    return (
      <RecordDetails title={whatText(row)} copied={copied} onClose={onClose} ref={ref}>
        <Box>{label.gapHint}</Box>
      </RecordDetails>
    );
  return (
    <RecordDetails title={`${row.method} ${row.path}`} copied={copied} onClose={onClose} ref={ref}>
      <FactColumns>
        <Facts>
          <Fact name={label.columns.time}>{formatTime(row.time)}</Fact>
          <Fact name={label.columns.endpoint}>
            {row.endpoint} ({shownIdentifier(row.group)})
          </Fact>
          <Fact name={label.id}>{row.id}</Fact>
          <Fact name={label.columns.method}>{row.method}</Fact>
        </Facts>
        <Facts>
          <Fact name={label.columns.status}>{row.status}</Fact>
          <Fact name={label.columns.verdict}>{label.verdicts[row.verdict]}</Fact>
          <Fact name={label.columns.duration}>{formatDuration(row.duration)}</Fact>
          <Fact name={label.requestSize}>{formatBytes(row.requestBytes)}</Fact>
          <Fact name={label.responseSize}>{formatBytes(row.responseBytes)}</Fact>
        </Facts>
      </FactColumns>
      <Facts>
        <Fact name={label.columns.path}>{row.path}</Fact>
      </Facts>
    </RecordDetails>
  );
}
