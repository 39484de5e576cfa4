import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Typography from '@mui/material/Typography';
import { texts } from '../texts.ts';
import { Centered } from './centered.tsx';

interface WaitingProps {
  title: string;
  hint?: string;
  /** Whether something is under way. */
  isBusy?: boolean;
  /** Offers to clear the filter. */
  onClear?(): void;
}

/** What stands in the place of an empty list. */
export function Waiting({ title, hint, isBusy = false, onClear }: WaitingProps) {
  return (
    <Centered>
      {isBusy && <CircularProgress size={24} aria-label={title} />}
      <Typography variant="h2" component="p">
        {title}
      </Typography>
      {hint !== undefined && <Box sx={{ color: 'text.secondary' }}>{hint}</Box>}
      {onClear && <Button onClick={onClear}>{texts.toolbar.clearFilter}</Button>}
    </Centered>
  );
}
