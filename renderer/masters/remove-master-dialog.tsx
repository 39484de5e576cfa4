import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { texts } from '../texts.ts';

const label = texts.removeMaster;

interface RemoveMasterDialogProps {
  name: string;
  onClose(): void;
  onRemove(): void;
}

/** Says what is forgotten here, and that nothing changes there. */
export function RemoveMasterDialog({ name, onClose, onRemove }: RemoveMasterDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby="remove-master-title"
      aria-describedby="remove-master-text"
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id="remove-master-title">{label.title}</DialogTitle>
      <DialogContent id="remove-master-text">
        <Box sx={{ overflowWrap: 'anywhere' }}>{label.one(name)}</Box>
        <Box sx={{ mt: 1, color: 'text.secondary' }}>{label.forgotten}</Box>
      </DialogContent>
      <DialogActions>
        <Button
          variant="contained"
          color="error"
          onClick={() => {
            onClose();
            onRemove();
          }}
        >
          {texts.masters.remove}
        </Button>
        <Button onClick={onClose} autoFocus>
          {texts.common.cancel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
