import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

interface HelpDialogProps {
  title: string;
  width: 'sm' | 'md';
  children: ReactNode;
  onClose(): void;
}

/** A dialog to read. Its text can be scrolled by keyboard. */
export function HelpDialog({ title, width, children, onClose }: HelpDialogProps) {
  return (
    <Dialog open onClose={onClose} aria-labelledby="help-title" maxWidth={width} fullWidth>
      <DialogTitle id="help-title">{title}</DialogTitle>
      <DialogContent tabIndex={0}>{children}</DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {texts.common.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
