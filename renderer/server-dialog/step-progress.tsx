import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import { texts } from '../texts.ts';
import type { Flow } from './flow.ts';

/** Shows that a step runs, and lets one stop it. */
export function StepProgress({ flow, onStop }: { flow: Flow; onStop(): void }) {
  const { kind } = flow.step;
  const { reading, adding, fetching, validating } = texts.serverDialog;
  const text =
    kind === 'reading' ? reading : kind === 'adding' ? adding : flow.option === 'URL' ? fetching : validating;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <CircularProgress size={16} aria-label={text} />
      <Box sx={{ color: 'text.secondary' }}>{text}</Box>
      <Button onClick={onStop}>{texts.common.stop}</Button>
    </Box>
  );
}
