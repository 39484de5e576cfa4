import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { Notice } from '../feedback/notice.tsx';
import { texts } from '../texts.ts';

/** Says why nothing of what was dropped or chosen is imported. */
export function ImportRefused({ reason, onClose }: { reason: string; onClose(): void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby="import-refused-title"
      aria-describedby="import-refused"
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id="import-refused-title">{texts.endpointImport.refusedTitle}</DialogTitle>
      <DialogContent id="import-refused" sx={{ overflowWrap: 'anywhere' }}>
        <Notice severity="warning">{reason}</Notice>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose} autoFocus>
          {texts.common.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
