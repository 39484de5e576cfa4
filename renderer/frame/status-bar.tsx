import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import { useEffect, useState } from 'react';
import { useFramePart, useLink } from '../client/use-console.ts';
import { useNow } from '../feedback/now.ts';
import { useScope } from '../masters/masters-context.ts';
import { overviewId } from '../masters/place.ts';
import { texts } from '../texts.ts';
import { useShell } from './shell.tsx';

/** The status area says what just happened, and whether there is a connection to the service. */
export function StatusBar() {
  const { message, working } = useShell();
  const link = useLink();
  const scope = useScope();
  const slow = useSlow(working);
  const text = link === 'down' ? texts.link.down : link === 'connecting' ? texts.link.connecting : message;
  return (
    <Box
      sx={{
        position: 'relative',
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        px: 1.5,
        minHeight: 26,
        fontSize: '0.75rem',
        borderTop: 1,
        borderColor: 'divider',
        bgcolor: 'frame',
      }}
    >
      {slow && (
        <LinearProgress
          aria-label={texts.actions.working}
          sx={{ position: 'absolute', top: -1, left: 0, right: 0, height: 2 }}
        />
      )}
      <Box
        role="status"
        sx={{
          flex: 1,
          minWidth: 0,
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
          ...(link === 'down' ? { color: 'error.main', fontWeight: 600 } : {}),
        }}
      >
        {text}
      </Box>
      {link === 'up' && scope !== overviewId && <NextRun />}
    </Box>
  );
}

/** D-16: the configured period as it is in force, not a text with a default (K-1). */
function NextRun() {
  const now = useNow();
  const process = useFramePart((frame) => frame.connectionProcess);
  if (!process || process.nextRunAt === null || process.periodSeconds === null) return null;
  const seconds = Math.max(0, Math.ceil((process.nextRunAt - now) / 1000));
  return (
    <Box sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
      {texts.status.nextRun(seconds, process.periodSeconds)}
    </Box>
  );
}

/** True while something has been under way for more than 200 ms. */
function useSlow(working: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!working) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, [working]);
  return slow;
}
