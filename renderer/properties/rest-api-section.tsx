import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { RestApiChoice, RestApiStatus } from '../../shared/rest-api-settings.ts';
import { shownBy } from '../client/shown-by.ts';
import { useConsoleStore, useFrame } from '../client/use-console.ts';
import { Copyable } from '../feedback/copyable.tsx';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Notice } from '../feedback/notice.tsx';
import { ServiceSwitch } from '../feedback/service-switch.tsx';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { formatTime } from '../feedback/time.ts';
import { useShell } from '../frame/shell.tsx';
import { useUnsaved } from '../frame/unsaved.ts';
import { texts } from '../texts.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { SettingsSection } from './settings-section.tsx';

const label = texts.restApi;

/** The desktop app's REST API and metrics: on or off, on which port, and a token. The token itself never comes to the window. */
export function RestApiSection({
  alert,
  onAct,
}: {
  /** What went wrong with the last change. */
  alert: ReactNode;
  onAct(): void;
}) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const restApi = useFrame()?.desktop?.restApi;
  const [isAsking, setIsAsking] = useState(false);
  if (!restApi) return null;
  const configure = (choice: RestApiChoice) => {
    onAct();
    return perform(async () => {
      await store.call((client) => client.desktop.configureRestApi(choice));
      await shownBy(store, ({ desktop }) => isApplied(desktop?.restApi, choice));
      const served = store.view.state?.frame.desktop?.restApi.state.kind === 'served';
      return label.configured(choice.isOn, served);
    });
  };
  const makeToken = () => {
    onAct();
    setIsAsking(false);
    void perform(async () => {
      await store.call((client) => client.desktop.newRestApiToken());
      return label.tokenCopied;
    });
  };
  const { isOn, port, state, tokenMadeAt } = restApi;
  return (
    <SettingsSection heading={label.heading} intro={label.intro}>
      <ServiceSwitch label={label.on} checked={isOn} onSwitch={(next) => configure({ isOn: next, port })} />
      <PortForm key={port} saved={port} onSave={(next) => configure({ isOn, port: next })} />
      {state.kind === 'failed' && (
        <Notice
          severity="warning"
          action={<Button onClick={() => void configure({ isOn, port })}>{label.retry}</Button>}
        >
          {label.notServed} {state.reason}
        </Notice>
      )}
      <Facts>
        {state.kind === 'served' && (
          <Fact name={label.address}>
            <Copyable name={label.address} value={`${state.origin}/netbackup`} />
          </Fact>
        )}
        <Fact name={label.token}>{tokenMadeAt === null ? label.noToken : label.tokenOf(formatTime(tokenMadeAt))}</Fact>
      </Facts>
      <Box>
        <Button variant="outlined" onClick={() => (tokenMadeAt === null ? makeToken() : setIsAsking(true))}>
          {label.newToken}
        </Button>
        <Box sx={{ color: 'text.secondary', mt: 0.5 }}>{label.newTokenHint}</Box>
      </Box>
      {alert}
      {isAsking && <NewTokenDialog onMake={makeToken} onClose={() => setIsAsking(false)} />}
    </SettingsSection>
  );
}

const isApplied = (status: RestApiStatus | undefined, { isOn, port }: RestApiChoice) =>
  status?.isOn === isOn && status.port === port && status.state.kind !== 'starting';

function PortForm({ saved, onSave }: { saved: number; onSave(port: number): Promise<void> }) {
  const [typed, setTyped] = useState<string>();
  const text = typed ?? String(saved);
  const isValid = /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
  const isChanged = isValid && Number(text) !== saved;
  useUnsaved(isChanged);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void onSave(Number(text));
  };
  return (
    <Box component="form" onSubmit={save} noValidate sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
      <TextField
        label={label.port}
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        error={!isValid}
        helperText={isValid ? label.portHint : label.portNotValid}
        sx={{ flex: 1 }}
        slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off', maxLength: 5 } }}
      />
      <SteadyButton variant="contained" type="submit" idle={!isChanged} sx={{ mt: 0.5 }}>
        {label.savePort}
      </SteadyButton>
    </Box>
  );
}
