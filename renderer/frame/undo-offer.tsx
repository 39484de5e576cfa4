import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Snackbar from '@mui/material/Snackbar';
import { texts } from '../texts.ts';
import { useShell } from './shell.tsx';

/** How long an action can be undone, in milliseconds; not while the offer has the focus or the mouse. */
const offered = 10_000;

/** Offers to undo what was just done. The status area has told it already, so this speaks to the eye only. */
export function UndoOffer() {
  const { undo, offerUndo, dialog } = useShell();
  // Above a dialog it would cover its buttons.
  if (!undo || dialog.kind !== 'none') return null;
  return (
    <Snackbar
      key={undo.text}
      open
      autoHideDuration={offered}
      onClose={(_event, reason) => reason !== 'clickaway' && offerUndo(undefined)}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
    >
      <Paper
        role="group"
        aria-label={texts.actions.undo}
        elevation={6}
        sx={{ display: 'flex', alignItems: 'center', gap: 2, px: 2, py: 0.75, border: 1, borderColor: 'divider' }}
      >
        {undo.text}
        <Button onClick={undo.run}>{texts.actions.undo}</Button>
      </Paper>
    </Snackbar>
  );
}
