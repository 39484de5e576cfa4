import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { texts } from '../texts.ts';

/** Asks before a pane is left with changes that were not saved. */
export function LeaveDialog({ onStay, onLeave }: { onStay(): void; onLeave(): void }) {
  return (
    <Dialog open onClose={onStay} aria-labelledby="leave-title" aria-describedby="leave-text" maxWidth="xs" fullWidth>
      <DialogTitle id="leave-title">{texts.leaving.title}</DialogTitle>
      <DialogContent id="leave-text">{texts.leaving.question}</DialogContent>
      <DialogActions>
        <Button variant="contained" color="error" onClick={onLeave}>
          {texts.leaving.discard}
        </Button>
        <Button onClick={onStay} autoFocus>
          {texts.leaving.stay}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
