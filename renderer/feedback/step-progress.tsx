import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import { texts } from '../texts.ts';

/** Shows that a step runs, and lets one stop it. */
export function StepProgress({ text, onStop }: { text: string; onStop?: () => void }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <CircularProgress size={16} aria-label={text} />
      <Box sx={{ color: 'text.secondary' }}>{text}</Box>
      {onStop && <Button onClick={onStop}>{texts.common.stop}</Button>}
    </Box>
  );
}
