import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { ErrorReport } from '../../shared/error-catalogue.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { texts } from '../texts.ts';

/** What stands in the place of the grid. */

function Centered({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        flex: 1,
        minHeight: 0,
        overflow: 'auto',
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        px: 3,
        py: 4,
      }}
    >
      <Box
        sx={{
          my: 'auto',
          maxWidth: 560,
          display: 'flex',
          flexDirection: 'column',
          alignItems: 'center',
          gap: 1.5,
          textAlign: 'center',
        }}
      >
        {children}
      </Box>
    </Box>
  );
}

/** P-10: the service is not ready; nothing is known about endpoints yet. */
export function StartingView({ connected }: { connected: boolean }) {
  return (
    <Centered>
      <CircularProgress size={28} aria-label={texts.servers.starting} />
      <Typography variant="h2" component="p">
        {connected ? texts.servers.starting : texts.link.down}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>{texts.servers.startingHint}</Typography>
    </Centered>
  );
}

/** T-21, T-22: the saved endpoints cannot be listed. */
export function FailedView({ error, onRetry }: { error: ErrorReport; onRetry(): void }) {
  return (
    <Box
      sx={{ px: 1.5, display: 'flex', flexDirection: 'column', gap: 1.5, alignItems: 'flex-start', overflow: 'auto' }}
    >
      <ProblemAlert problem={error} />
      <Button variant="contained" onClick={onRetry}>
        {texts.servers.retry}
      </Button>
    </Box>
  );
}

interface EmptyViewProps {
  onNew(): void;
  /** Starts practice mode, or shows its servers where it is on. */
  onPractice(): void;
  isPractice: boolean;
}

export function EmptyView({ onNew, onPractice, isPractice }: EmptyViewProps) {
  return (
    <Centered>
      <Typography variant="h2" component="p">
        {texts.servers.empty}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>
        {isPractice ? texts.servers.emptyPractice : texts.servers.emptyHint}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1, mt: 1, flexWrap: 'wrap', justifyContent: 'center' }}>
        <Button variant="contained" onClick={onNew}>
          {texts.menu.newServer}
        </Button>
        <Button variant="outlined" onClick={onPractice}>
          {isPractice ? texts.practice.open : texts.servers.startPractice}
        </Button>
      </Box>
    </Centered>
  );
}

export function NoMatchView({ onClear }: { onClear(): void }) {
  return (
    <Centered>
      <Typography sx={{ color: 'text.secondary' }}>{texts.servers.noMatch}</Typography>
      <Button onClick={onClear}>{texts.toolbar.clearFilter}</Button>
    </Centered>
  );
}
