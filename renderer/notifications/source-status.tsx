import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { NotificationSourceStatus } from '../../shared/notifications.ts';
import { shownText } from '../../shared/shown-identifier.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { AlertCircleOutlineIcon, CheckCircleIcon, PauseCircleOutlineIcon } from '../feedback/icons.tsx';
import { useNow } from '../feedback/now.ts';
import { formatClock, formatTime } from '../feedback/time.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

const label = texts.notifications;
const day = 86_400_000;

/** Decisions 25, 27: how the polls of NetBackup stand. */
export function SourceView({ source }: { source: NotificationSourceStatus }) {
  const console = useConsoleStore();
  const { perform, setPane } = useShell();
  const now = useNow();
  const { state, detail, lastPoll, lastFullImagePass, nextPoll } = source;
  const poll = () =>
    perform(async () => {
      await console.call((client) => client.notifications.pollNow());
      return label.polled;
    });
  const isPolled = state !== 'not configured' && state !== 'idle';
  const at = (time: number | null) =>
    time === null ? label.never : now - time < day ? formatClock(time) : formatTime(time);
  const next = nextPoll === null ? label.none : label.nextPollIn(Math.ceil((nextPoll - now) / 1000));
  return (
    <Box
      component="section"
      aria-label={label.source}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2.5, rowGap: 0.5, px: 1.5, py: 0.75 }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75, fontWeight: 600 }}>
        <StateIcon state={state} />
        {label.sourceStates[state]}
      </Box>
      {(isPolled || lastPoll !== null) && <Pair name={label.lastPoll}>{at(lastPoll)}</Pair>}
      {(isPolled || lastFullImagePass !== null) && <Pair name={label.lastFullImagePass}>{at(lastFullImagePass)}</Pair>}
      {isPolled && <Pair name={label.nextPoll}>{next}</Pair>}
      <Box sx={{ flex: 1 }} />
      {state === 'not configured' ? (
        <Button variant="outlined" onClick={() => setPane('netbackup')}>
          {label.configure}
        </Button>
      ) : (
        <Button variant="outlined" onClick={() => void poll()} disabled={state === 'idle'}>
          {label.pollNow}
        </Button>
      )}
      {detail !== '' && state !== 'idle' && (
        <Box sx={{ flexBasis: '100%', color: 'text.secondary', overflowWrap: 'anywhere' }}>{shownText(detail)}</Box>
      )}
    </Box>
  );
}

function Pair({ name, children }: { name: string; children: string }) {
  return (
    <Box sx={{ whiteSpace: 'nowrap' }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {name}:
      </Box>{' '}
      {children}
    </Box>
  );
}

function StateIcon({ state }: { state: NotificationSourceStatus['state'] }) {
  const sx = { fontSize: 18 };
  if (state === 'ok') return <CheckCircleIcon aria-hidden="true" sx={{ ...sx, color: 'success.main' }} />;
  if (state === 'failing') return <AlertCircleOutlineIcon aria-hidden="true" sx={{ ...sx, color: 'error.main' }} />;
  return <PauseCircleOutlineIcon aria-hidden="true" sx={{ ...sx, color: 'text.secondary' }} />;
}
