import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ProxySettings } from '../../shared/proxy.ts';
import { reportOf } from '../client/problem.ts';
import { shownBy } from '../client/shown-by.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { useShell } from '../frame/shell.tsx';
import { useUnsaved } from '../frame/unsaved.ts';
import { texts } from '../texts.ts';

const label = texts.proxy;
const names = ['mode', 'url', 'user', 'bypass'] as const satisfies (keyof ProxySettings)[];
const modes = ['environment', 'none', 'manual'] as const satisfies ProxySettings['mode'][];

/** Settings of the proxy. The password goes to the service only, and never comes back. */
export function ProxyForm({
  saved,
  hasPassword,
  alert,
  onSave,
}: {
  saved: ProxySettings;
  hasPassword: boolean;
  alert: ReactNode;
  onSave(): void;
}) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const [typed, setTyped] = useState<Partial<ProxySettings>>({});
  const [password, setPassword] = useState('');
  const [forget, setForget] = useState(false);
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});

  const settings = { ...saved, ...typed };
  const isTyped = password !== '' || forget || names.some((name) => settings[name] !== saved[name]);
  useUnsaved(isTyped);
  const isOfSaved = settings.url.trim() === saved.url && settings.user === saved.user;
  const savedHint = isOfSaved ? label.passwordKept : label.passwordAgain;
  const passwordHint = hasPassword ? savedHint : label.passwordHint;

  const set = (change: Partial<ProxySettings>) => {
    setTyped((now) => ({ ...now, ...change }));
    setRefusals({});
  };
  const clear = () => {
    setTyped({});
    setPassword('');
    setForget(false);
    setRefusals({});
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isTyped) return;
    onSave();
    void perform(async () => {
      const given = forget ? { password: '' } : password === '' ? {} : { password };
      try {
        await store.call((client) => client.proxy.configure({ ...settings, ...given }));
      } catch (error) {
        setRefusals(reportOf(error)?.fields ?? {});
        throw error;
      }
      await shownBy(store, ({ proxy }) => names.every((name) => proxy[name] === settings[name].trim()));
      clear();
      return label.saved;
    });
  };
  /** A text field of the settings, with what the service says against it. */
  const field = (name: 'url' | 'user' | 'bypass', hint: string, maxLength: number) => (
    <TextField
      label={label[name]}
      value={settings[name]}
      onChange={(event) => set({ [name]: event.target.value })}
      error={refusals[name] !== undefined}
      helperText={refusals[name] === undefined ? hint : label.problem(label[name], refusals[name])}
      multiline={name === 'bypass'}
      maxRows={6}
      slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', maxLength } }}
    />
  );
  return (
    <Box component="form" onSubmit={save} noValidate sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      <RadioGroup
        aria-label={label.heading}
        value={settings.mode}
        onChange={(_event, value) => set({ mode: modes.find((mode) => mode === value) ?? settings.mode })}
      >
        {modes.map((mode) => (
          <FormControlLabel key={mode} value={mode} control={<Radio />} label={label.modes[mode]} />
        ))}
      </RadioGroup>
      {settings.mode === 'manual' && (
        <>
          {field('url', label.urlHint, 2048)}
          {field('user', label.userHint, 256)}
          <TextField
            label={label.password}
            type="password"
            value={password}
            disabled={forget}
            onChange={(event) => {
              setPassword(event.target.value);
              setRefusals({});
            }}
            error={refusals['password'] !== undefined}
            helperText={
              refusals['password'] !== undefined ? label.problem(label.password, refusals['password']) : passwordHint
            }
            slotProps={{ htmlInput: { autoComplete: 'new-password', maxLength: 1024 } }}
          />
          {hasPassword && (
            <FormControlLabel
              control={<Checkbox size="small" checked={forget} onChange={(event) => setForget(event.target.checked)} />}
              label={label.forget}
            />
          )}
          {field('bypass', label.bypassHint, 16_384)}
        </>
      )}
      {alert}
      <Box sx={{ display: 'flex', gap: 1 }}>
        <SteadyButton variant="contained" type="submit" idle={!isTyped}>
          {label.save}
        </SteadyButton>
        <SteadyButton variant="outlined" idle={!isTyped} onClick={clear}>
          {label.revert}
        </SteadyButton>
      </Box>
    </Box>
  );
}
