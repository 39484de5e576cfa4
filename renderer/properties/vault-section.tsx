import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useConsoleStore, useFrame } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

const headingId = 'vault-heading';

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
  const label = texts.vault;
  if (!frame) return null;
  const rotate = () => {
    onRotate();
    return perform(async () => {
      const { resealed, unreadable } = await store.call((client) => client.vault.rotateKey());
      return label.rotated(resealed, unreadable);
    });
  };
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ display: 'flex', flexDirection: 'column', gap: 1.25, maxWidth: 720, mt: 1.5 }}
    >
      <Typography id={headingId} variant="h2">
        {label.heading}
      </Typography>
      <Box sx={{ color: 'text.secondary' }}>{label.intro}</Box>
      <Box sx={{ overflowWrap: 'anywhere' }}>{frame.protection}</Box>
      {alert}
      <Box>
        <Button variant="outlined" aria-disabled={working} onClick={() => void rotate()}>
          {label.rotate}
        </Button>
      </Box>
      <Box sx={{ color: 'text.secondary' }}>{label.rotateHint}</Box>
    </Box>
  );
}
