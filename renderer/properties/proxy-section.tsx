import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useFrame } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { texts } from '../texts.ts';
import { ProxyForm } from './proxy-form.tsx';

const headingId = 'proxy-heading';

/** Decision 14: which proxy is in force, and its settings. */
export function ProxySection({
  alert,
  onSave,
}: {
  /** What went wrong with the last save. */
  alert: ReactNode;
  onSave(): void;
}) {
  const frame = useFrame();
  const label = texts.proxy;
  if (!frame) return null;
  const { proxy, practice } = frame;
  const { hasPassword, inForce, ...saved } = proxy;
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
      <Box sx={{ overflowWrap: 'anywhere' }}>{inForce}</Box>
      {practice ? (
        <Notice severity="info">{label.practiceOn}</Notice>
      ) : (
        <ProxyForm saved={saved} hasPassword={hasPassword} alert={alert} onSave={onSave} />
      )}
    </Box>
  );
}
