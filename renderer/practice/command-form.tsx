import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type FormEvent, useState } from 'react';
import { commandMethods } from '../../shared/command-policy.ts';
import type { PracticeApplication, PracticeCommand } from '../../shared/practice.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { Choice } from '../feedback/choice.tsx';
import { useShell } from '../frame/shell.tsx';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';
import { presets } from './presets.ts';

const [firstPreset] = presets;

/** a COMMAND for the practice cloud application to send. */
export function CommandForm({ application }: { application: PracticeApplication }) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const [command, setCommand] = useState<PracticeCommand>({ method: 'GET', uri: firstPreset?.uri ?? '/', body: '' });
  const label = texts.practice;
  const change = (part: Partial<PracticeCommand>) => setCommand((now) => ({ ...now, ...part }));

  const send = (event: FormEvent) => {
    event.preventDefault();
    void perform(async () => {
      const exchange = await store.call((client) =>
        client.practice.sendCommand({ application: application.id, command }),
      );
      return label.sent(exchange.method, exchange.uri, exchange.response?.responseCode);
    });
  };

  return (
    <Box component="form" onSubmit={send} sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
      <Typography variant="h3">{label.command}</Typography>
      <Choice
        label={label.preset}
        value=""
        options={[['', label.presetNone], ...presets.map(({ name }): [string, string] => [name, name])]}
        onChange={(name) => {
          const preset = presets.find((candidate) => candidate.name === name);
          if (preset) setCommand({ method: preset.method, uri: preset.uri, body: preset.body });
        }}
      />
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Choice
          label={label.method}
          value={command.method}
          options={commandMethods.map((method): [string, string] => [method, method])}
          onChange={(method) => change({ method })}
          width={110}
        />
        <TextField
          label={label.uri}
          value={command.uri}
          onChange={(event) => change({ uri: event.target.value })}
          fullWidth
          slotProps={{ htmlInput: { spellCheck: false, maxLength: 8192 } }}
        />
      </Box>
      <TextField
        label={label.body}
        value={command.body}
        onChange={(event) => change({ body: event.target.value })}
        multiline
        minRows={2}
        maxRows={10}
        slotProps={{ htmlInput: { spellCheck: false } }}
        sx={{ '& textarea': { fontFamily: monospace, fontSize: '0.75rem' } }}
      />
      <Box>
        <Button variant="contained" type="submit" disabled={command.uri.trim() === ''}>
          {label.send}
        </Button>
      </Box>
    </Box>
  );
}
