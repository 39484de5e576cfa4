import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { DesktopChange } from '../../shared/desktop.ts';
import { useConsoleStore, useFrame } from '../client/use-console.ts';
import { ServiceSwitch } from '../feedback/service-switch.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { SettingsSection } from './settings-section.tsx';

/** What the desktop app does in the background; a browser has nothing of it. */
export function DesktopSection({
  alert,
  onSwitch,
}: {
  /** What went wrong with the last change. */
  alert: ReactNode;
  onSwitch(): void;
}) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const desktop = useFrame()?.desktop;
  if (!desktop) return null;
  const label = texts.desktop;
  const change = (setting: DesktopChange['setting'], isOn: boolean) => {
    onSwitch();
    return perform(async () => {
      await store.call((client) => client.desktop.configure({ setting, isOn }));
      return label.switched(label[setting], isOn);
    });
  };
  return (
    <SettingsSection heading={label.heading}>
      {(['closeToTray', 'notifications', 'startAtLogin'] as const).map((setting) => (
        <Box key={setting}>
          <ServiceSwitch label={label[setting]} checked={desktop[setting]} onSwitch={(isOn) => change(setting, isOn)} />
          <Box sx={{ color: 'text.secondary', pl: '29px' }}>{label[`${setting}Hint`]}</Box>
        </Box>
      ))}
      {alert}
    </SettingsSection>
  );
}
