import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { texts } from '../texts.ts';

/** Asks before a pane is left with changes that were not saved. */
export function LeaveDialog({ onStay, onLeave }: { onStay(): void; onLeave(): void }) {
  const label = texts.leaving;
  return (
    <ConfirmDialog
      title={label.title}
      confirm={label.discard}
      cancel={label.stay}
      onConfirm={onLeave}
      onCancel={onStay}
    >
      {label.question}
    </ConfirmDialog>
  );
}
