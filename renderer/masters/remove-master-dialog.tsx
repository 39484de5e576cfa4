import Box from '@mui/material/Box';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { texts } from '../texts.ts';

const label = texts.removeMaster;

interface RemoveMasterDialogProps {
  name: string;
  onClose(): void;
  onRemove(): void;
}

/** Says what is forgotten here, and that nothing changes there. */
export function RemoveMasterDialog({ name, onClose, onRemove }: RemoveMasterDialogProps) {
  const confirm = () => {
    onClose();
    onRemove();
  };
  return (
    <ConfirmDialog title={label.title} confirm={texts.masters.remove} onConfirm={confirm} onCancel={onClose}>
      <Box sx={{ overflowWrap: 'anywhere' }}>{label.one(name)}</Box>
      <Box sx={{ mt: 1, color: 'text.secondary' }}>{label.forgotten}</Box>
    </ConfirmDialog>
  );
}
