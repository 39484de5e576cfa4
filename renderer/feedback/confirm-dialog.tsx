import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useId } from 'react';
import { texts } from '../texts.ts';

interface ConfirmDialogProps {
  title: string;
  /** What is lost, and for whom: the dialog is described by it. */
  children: ReactNode;
  /** Stands below the question, and is no part of it. */
  below?: ReactNode;
  /** For a question that may be longer than its room: the keyboard scrolls it. */
  isLong?: boolean;
  confirm?: string;
  cancel?: string;
  /** The answer is being carried out. */
  isUnderWay?: boolean;
  onConfirm(): void;
  onCancel(): void;
}

/** Asks before something is lost. The focus is on the answer that loses nothing; Escape and a click beside it give that answer, too. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, below, isLong = false, confirm = texts.common.ok, cancel = texts.common.cancel } = props;
  const { isUnderWay = false, onConfirm, onCancel } = props;
  const id = useId();
  return (
    <Dialog
      open
      onClose={onCancel}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
      <DialogContent {...(isLong ? { tabIndex: 0 } : {})}>
        <div id={`${id}-text`}>{children}</div>
        {below}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" color="error" disabled={isUnderWay} onClick={onConfirm}>
          {confirm}
        </Button>
        <Button onClick={onCancel} autoFocus>
          {cancel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
