import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { texts } from '../texts.ts';

/** Asks before a new token takes the place of one that scripts may be using. */
export function NewTokenDialog({ onMake, onClose }: { onMake(): void; onClose(): void }) {
  const label = texts.restApi;
  return (
    <ConfirmDialog title={label.newToken} confirm={label.newToken} onConfirm={onMake} onCancel={onClose}>
      {label.replaceToken}
    </ConfirmDialog>
  );
}
