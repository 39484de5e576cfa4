import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { type FormEvent, type ReactNode, useState } from 'react';
import { updateUrlProblem } from '../../shared/update-address.ts';
import type { UpdateSettings, UpdateStatus } from '../../shared/updates.ts';
import { shownBy } from '../client/shown-by.ts';
import { useConsoleStore, useFrame } from '../client/use-console.ts';
import { ServiceSwitch } from '../feedback/service-switch.tsx';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { formatTime } from '../feedback/time.ts';
import { useShell } from '../frame/shell.tsx';
import { useUnsaved } from '../frame/unsaved.ts';
import { texts } from '../texts.ts';
import { SettingsSection } from './settings-section.tsx';

const label = texts.updates;

/** Whether and where the desktop app looks for later versions, and what it found. */
export function UpdatesSection({
  alert,
  onAct,
}: {
  /** What went wrong with the last change. */
  alert: ReactNode;
  onAct(): void;
}) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const updates = useFrame()?.desktop?.updates;
  const [typed, setTyped] = useState<string>();
  const isTyped = typed !== undefined && typed.trim() !== updates?.url;
  useUnsaved(isTyped);
  const text = (typed ?? updates?.url ?? '').trim();
  const problem = text === '' ? undefined : updateUrlProblem(text);
  if (!updates) return null;
  const configure = (settings: UpdateSettings) => {
    onAct();
    return perform(async () => {
      await store.call((client) => client.desktop.configureUpdates(settings));
      await shownBy(store, ({ desktop }) => desktop?.updates.isOn === settings.isOn);
      setTyped(undefined);
      return label.configured(settings.isOn);
    });
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isTyped && problem === undefined) void configure({ isOn: updates.isOn, url: typed });
  };
  const check = () => {
    onAct();
    void perform(async () => {
      await store.call((client) => client.desktop.checkForUpdates());
      return label.checked;
    });
  };
  return (
    <SettingsSection heading={label.heading} intro={label.intro}>
      <Box component="form" onSubmit={save} noValidate sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
        <TextField
          label={label.url}
          value={typed ?? updates.url}
          onChange={(event) => setTyped(event.target.value)}
          error={problem !== undefined}
          helperText={problem === undefined ? label.urlHint : label.urlNotValid(problem)}
          sx={{ flex: 1 }}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', maxLength: 2048 } }}
        />
        <SteadyButton variant="contained" type="submit" idle={!isTyped || problem !== undefined} sx={{ mt: 0.5 }}>
          {label.save}
        </SteadyButton>
      </Box>
      <ServiceSwitch
        label={label.on}
        checked={updates.isOn}
        onSwitch={(isOn) => configure({ isOn, url: typed ?? updates.url })}
      />
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
        <SteadyButton variant="outlined" idle={updates.url === ''} onClick={check} sx={{ flexShrink: 0 }}>
          {label.check}
        </SteadyButton>
        <Box sx={{ overflowWrap: 'anywhere' }}>{said(updates)}</Box>
      </Box>
      {alert}
    </SettingsSection>
  );
}

function said({ state }: UpdateStatus): string {
  if (!('at' in state)) return label.states[state.kind];
  const at = formatTime(state.at);
  if (state.kind === 'up to date') return label.upToDate(at);
  return state.kind === 'available' ? label.available(state.version, at) : `${state.reason} (${at})`;
}
