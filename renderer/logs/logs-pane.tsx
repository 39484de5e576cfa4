import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Problem } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { Waiting } from '../feedback/waiting.tsx';
import { listPane } from '../frame/pane-styles.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { LogPlace } from './log-place.tsx';
import { LogStore, type LogView as View } from './log-store.ts';
import { LogView } from './log-view.tsx';

const headingId = 'logs-heading';
const label = texts.logs;

/** L-1 to L-3: the log of the service, live. */
export function LogsPane() {
  const console = useConsoleStore();
  const { problem, dismissProblem } = useShell();
  const store = useMemo(() => new LogStore(console), [console]);
  const view = useSyncExternalStore(store.subscribe, () => store.view);
  useEffect(() => store.open(), [store]);
  return (
    <Box component="section" aria-labelledby={headingId} sx={listPane}>
      <Box sx={{ px: 1.5, pt: 0.75, pb: 0.5, borderBottom: 1, borderColor: 'divider' }}>
        <Typography id={headingId} variant="h1">
          {label.heading}
        </Typography>
      </Box>
      {problem && (
        <Box sx={{ px: 1.5, pt: 1, maxHeight: '45%', overflow: 'auto', flexShrink: 0 }}>
          <ProblemAlert problem={problem} onClose={dismissProblem} />
        </Box>
      )}
      <Content store={store} view={view} />
    </Box>
  );
}

/** Reading, unreadable and readable, also when it is empty, are views of their own. */
function Content({ store, view }: { store: LogStore; view: View }) {
  const { status, state, entries } = view;
  if (state === 'failed' && view.problem) return <NotRead problem={view.problem} onRetry={store.retry} />;
  if (!status) return <Waiting title={label.reading} isBusy />;
  const isUnreadable = status.problem !== null && entries.length === 0;
  return (
    <>
      {!isUnreadable && status.problem && <PartNotRead problem={status.problem} />}
      {status.notWritten !== null && (
        <Box sx={{ px: 1.5, pt: 1 }}>
          <Notice severity="warning">{label.notWritten(status.notWritten)}</Notice>
        </Box>
      )}
      {isUnreadable && status.problem ? (
        <NotRead problem={status.problem} onRetry={store.retry} />
      ) : (
        <LogView store={store} view={view} />
      )}
      <Box sx={{ borderTop: 1, borderColor: 'divider', pt: 0.5 }}>
        <LogPlace status={status} />
      </Box>
    </>
  );
}

function NotRead({ problem, onRetry }: { problem: Problem; onRetry(): void }) {
  return (
    <Box
      sx={{
        flex: 1,
        minHeight: 0,
        overflow: 'auto',
        px: 1.5,
        pt: 1,
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
        alignItems: 'flex-start',
      }}
    >
      <ProblemAlert problem={problem} />
      <Button variant="contained" onClick={onRetry}>
        {texts.servers.retry}
      </Button>
    </Box>
  );
}

function PartNotRead({ problem: { causes } }: { problem: Problem }) {
  return (
    <Box sx={{ px: 1.5, pt: 1 }}>
      <Notice severity="warning">
        {causes.map((cause) => (
          <Box key={cause} sx={{ overflowWrap: 'anywhere' }}>
            {cause}
          </Box>
        ))}
      </Notice>
    </Box>
  );
}
