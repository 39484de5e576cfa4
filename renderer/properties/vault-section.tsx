import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { type ReactNode, useState } from 'react';
import { useConsoleStore, useFrame } from '../client/use-console.ts';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { SettingsSection } from './settings-section.tsx';

/** Decision 42: which protection of saved secrets is in force, and a new key for them. */
export function VaultSection({
  alert,
  onRotate,
}: {
  /** What went wrong with the last change. */
  alert: ReactNode;
  onRotate(): void;
}) {
  const store = useConsoleStore();
  const { perform, working } = useShell();
  const frame = useFrame();
  const [isAsking, setAsking] = useState(false);
  const label = texts.vault;
  if (!frame) return null;
  const rotate = () => {
    setAsking(false);
    onRotate();
    void perform(async () => {
      const { resealed, unreadable } = await store.call((client) => client.vault.rotateKey());
      return label.rotated(resealed, unreadable);
    });
  };
  return (
    <SettingsSection heading={label.heading} intro={label.intro}>
      <Box sx={{ overflowWrap: 'anywhere' }}>{frame.protection}</Box>
      {alert}
      <Box>
        <Button variant="outlined" aria-disabled={working} onClick={() => setAsking(true)}>
          {label.rotateKey}
        </Button>
      </Box>
      <Box sx={{ color: 'text.secondary' }}>{label.rotateHint}</Box>
      {isAsking && (
        <ConfirmDialog title={label.rotate} confirm={label.rotate} onConfirm={rotate} onCancel={() => setAsking(false)}>
          {label.rotateQuestion}
        </ConfirmDialog>
      )}
    </SettingsSection>
  );
}
