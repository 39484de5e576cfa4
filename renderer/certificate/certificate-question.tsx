import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import useMediaQuery from '@mui/material/useMediaQuery';
import { type ReactNode, useId } from 'react';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { lowWindow } from '../frame/pane-styles.ts';
import { texts } from '../texts.ts';

interface CertificateQuestionProps {
  title: string;
  maxWidth?: 'sm' | 'md';
  /** The certificate, and what is to be known of it. */
  children: ReactNode;
  /** The SHA-256 fingerprint of what would be accepted: always in sight, since that is what is compared. */
  compared: string | undefined;
  /** Below it, in sight where there is room: whom to trust. */
  choice?: ReactNode;
  answers: ReactNode;
  onReject(): void;
}

/** Shows a certificate and asks whether it is accepted. Escape rejects it; a click beside the dialog is no answer. */
export function CertificateQuestion(props: CertificateQuestionProps) {
  const { title, maxWidth = 'sm', children, compared, choice, answers, onReject } = props;
  const isLow = useMediaQuery(lowWindow);
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
        {isLow && choice}
      </DialogContent>
      {isLow && compared !== undefined && (
        <Box sx={{ px: 2.5, py: 0.5, borderTop: 1, borderColor: 'divider' }}>
          <Facts>
            <Fact name={texts.certificate.sha256}>
              <Fingerprint value={compared} />
            </Fact>
          </Facts>
        </Box>
      )}
      {!isLow && choice}
      <DialogActions>{answers}</DialogActions>
    </Dialog>
  );
}
