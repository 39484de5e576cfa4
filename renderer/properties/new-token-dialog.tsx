import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { texts } from '../texts.ts';

/** Asks before a new token takes the place of one that scripts may be using. */
export function NewTokenDialog({ onMake, onClose }: { onMake(): void; onClose(): void }) {
  const label = texts.restApi;
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby="new-token-title"
      aria-describedby="new-token-text"
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id="new-token-title">{label.newToken}</DialogTitle>
      <DialogContent id="new-token-text">{label.replaceToken}</DialogContent>
      <DialogActions>
        <Button variant="contained" color="error" onClick={onMake}>
          {label.newToken}
        </Button>
        <Button onClick={onClose} autoFocus>
          {texts.common.cancel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
