import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { type ReactNode, useId } from 'react';

interface CertificateQuestionProps {
  title: string;
  maxWidth?: 'sm' | 'md';
  /** The certificate, and what is to be known of it. */
  children: ReactNode;
  /** Below it, always in sight: whom to trust. */
  choice?: ReactNode;
  answers: ReactNode;
  onReject(): void;
}

/** Shows a certificate and asks whether it is accepted. Escape rejects it; a click beside the dialog is no answer. */
export function CertificateQuestion(props: CertificateQuestionProps) {
  const { title, maxWidth = 'sm', children, choice, answers, onReject } = props;
  const id = useId();
  return (
    <Dialog
      open
      onClose={(_event, reason) => reason === 'escapeKeyDown' && onReject()}
      aria-labelledby={id}
      maxWidth={maxWidth}
      fullWidth
    >
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent tabIndex={0} sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
        {children}
      </DialogContent>
      {choice}
      <DialogActions>{answers}</DialogActions>
    </Dialog>
  );
}
