import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useFrame } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { texts } from '../texts.ts';
import { ProxyForm } from './proxy-form.tsx';
import { SettingsSection } from './settings-section.tsx';

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
    <SettingsSection heading={label.heading} intro={label.intro}>
      <Box sx={{ overflowWrap: 'anywhere' }}>{inForce}</Box>
      {practice ? (
        <Notice severity="info">{label.practiceOn}</Notice>
      ) : (
        <ProxyForm saved={saved} hasPassword={hasPassword} alert={alert} onSave={onSave} />
      )}
    </SettingsSection>
  );
}
