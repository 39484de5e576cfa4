import Box from '@mui/material/Box';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { texts } from '../texts.ts';
import { LeftBehind } from './left-behind.tsx';

/** How many hosts are named before they are only counted. */
const named = 10;

/** Z-1: asks before credentials are deleted. */
export function DeleteDialog({
  hosts,
  onClose,
  onDelete,
}: {
  hosts: readonly string[];
  onClose(): void;
  onDelete(): void;
}) {
  const [first] = hosts;
  const confirm = () => {
    onClose();
    onDelete();
  };
  return (
    <ConfirmDialog title={texts.deletion.title} isLong onConfirm={confirm} onCancel={onClose}>
      {hosts.length === 1 && first !== undefined ? (
        <Box sx={{ overflowWrap: 'anywhere' }}>{texts.deletion.one(first)}</Box>
      ) : (
        <>
          {texts.deletion.many(hosts.length)}
          <Box component="ul" aria-label={texts.deletion.hosts} sx={{ my: 1, pl: 2.5, overflowWrap: 'anywhere' }}>
            {hosts.slice(0, named).map((host) => (
              <li key={host}>{host}</li>
            ))}
            {hosts.length > named && <li>{texts.deletion.more(hosts.length - named)}</li>}
          </Box>
        </>
      )}
      <Box sx={{ mt: 1, color: 'text.secondary' }}>{texts.deletion.consequence(hosts.length)}</Box>
      <LeftBehind hosts={hosts} />
    </ConfirmDialog>
  );
}
