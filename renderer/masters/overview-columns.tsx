import Box from '@mui/material/Box';
import { secondsUntil } from '../../shared/connection-text.ts';
import type { MasterStatus } from '../../shared/masters.ts';
import { AlertCircleOutlineIcon, CheckCircleOutlineIcon, TimerSandEmptyIcon } from '../feedback/icons.tsx';
import { useNow } from '../feedback/now.ts';
import { formatTime } from '../feedback/time.ts';
import type { RecordColumn } from '../records/record-row.tsx';
import { texts } from '../texts.ts';
import { MasterRemedy } from './master-remedy.tsx';

const label = texts.masters;
const { columns } = label;

const signs = {
  ok: { Icon: CheckCircleOutlineIcon, color: 'success.main' },
  failing: { Icon: AlertCircleOutlineIcon, color: 'error.main' },
  asking: { Icon: TimerSandEmptyIcon, color: 'text.secondary' },
} as const;

/** State in words, with a sign beside: never by colour alone. */
export function MasterState({ state }: Pick<MasterStatus, 'state'>) {
  const { Icon, color } = signs[state];
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, verticalAlign: 'middle' }}>
      <Icon aria-hidden="true" sx={{ fontSize: 15, color }} />
      {label.states[state]}
    </Box>
  );
}

/** When it last answered, in words. @param now epoch milliseconds */
export function answerText({ lastAnswer, pollSeconds }: MasterStatus, now: number): string {
  if (pollSeconds === null) return '';
  return lastAnswer === null ? label.never : label.ago(Math.max(0, Math.floor((now - lastAnswer) / 1000)));
}

/** How often it is asked, or when again while it fails; empty for this computer. @param now epoch milliseconds */
export function askedText({ state, pollSeconds, nextAsk }: MasterStatus, now: number): string {
  if (pollSeconds === null) return '';
  return state === 'failing' && nextAsk !== null ? label.again(secondsUntil(nextAsk, now)) : label.every(pollSeconds);
}

/** What is wrong, in one line: the exact string, then what was found. */
export const problemText = ({ problem }: Pick<MasterStatus, 'problem'>): string =>
  problem ? [...problem.lines, ...problem.causes].join(': ') : '';

const number = (of: (counts: NonNullable<MasterStatus['counts']>) => number | null) => (master: MasterStatus) => {
  const count = master.counts && of(master.counts);
  return count === null ? '' : texts.notifications.number(count);
};

/** The only cell that changes with the time alone. */
function LastAnswer({ master }: { master: MasterStatus }) {
  return answerText(master, useNow());
}

/** What a problem has at least, in pixels. */
const leastProblem = 260;
/** What goes first where there is no room for all, and stands in the details then. */
const dispensable: readonly string[] = [columns.kind, columns.lastAnswer, columns.undelivered];

/**
 * The columns of the overview that a pane of this width has room for: none of them is half in sight.
 * @param width in pixels; `undefined` while it is not known
 */
export function overviewColumns(width: number | undefined): readonly RecordColumn<MasterStatus>[] {
  const widthOf = (shown: readonly RecordColumn<MasterStatus>[]) =>
    shown.reduce((sum, column) => sum + (column.width ?? leastProblem), 0);
  let shown = allColumns;
  for (const left of dispensable)
    if (width !== undefined && widthOf(shown) > width) shown = shown.filter((column) => column.label !== left);
  return shown;
}

const allColumns: readonly RecordColumn<MasterStatus>[] = [
  { label: columns.name, width: 140, content: ({ name }) => name, title: ({ name }) => name },
  { label: columns.kind, width: 100, content: ({ kind }) => label.kinds[kind] },
  { label: columns.state, width: 104, content: ({ state }) => <MasterState state={state} /> },
  {
    label: columns.problem,
    content: (master) =>
      master.problem && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
          <Box component="span" sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis' }}>
            {problemText(master)}
          </Box>
          {/* By keyboard it is reached in the details, and by the context menu. */}
          <MasterRemedy
            master={master}
            tabIndex={-1}
            sx={{ py: 0, px: 0.75, minWidth: 0, flexShrink: 0, fontSize: '0.75rem' }}
          />
        </Box>
      ),
    title: problemText,
  },
  {
    label: columns.connected,
    width: 104,
    isNumeric: true,
    content: ({ counts }) => counts && label.connectedOf(counts.connected, counts.activated),
    title: ({ counts }) => (counts ? label.connectedFact(counts.connected, counts.activated) : ''),
  },
  {
    label: columns.groups,
    width: 124,
    isNumeric: true,
    wraps: true,
    content: (master) => (
      <Box
        component="span"
        sx={(master.counts?.groupsWithoutConnection ?? 0) > 0 ? { color: 'warning.main', fontWeight: 600 } : {}}
      >
        {number((counts) => counts.groupsWithoutConnection)(master)}
      </Box>
    ),
  },
  { label: columns.undelivered, width: 92, isNumeric: true, content: number((counts) => counts.undelivered) },
  {
    label: columns.lastAnswer,
    width: 92,
    content: (master) => <LastAnswer master={master} />,
    title: ({ lastAnswer }) => (lastAnswer === null ? '' : formatTime(lastAnswer)),
  },
];
