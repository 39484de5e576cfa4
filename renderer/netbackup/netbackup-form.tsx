import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useRef, useState } from 'react';
import { useConsoleStore, useFrame } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';

/** Base URL and CA certificate of the NetBackup master server (decision 15). */
export function NetBackupForm() {
  const store = useConsoleStore();
  const frame = useFrame();
  const saved = frame?.netBackup.baseUrl;
  const credentials = frame?.netBackup.credentials ?? { kind: 'none' as const };
  const { perform } = useShell();
  const [baseUrl, setBaseUrl] = useState(saved ?? '');
  const [caCertificate, setCaCertificate] = useState('');
  const chooser = useRef<HTMLInputElement>(null);
  const label = texts.netBackup;

  const save = (event: FormEvent) => {
    event.preventDefault();
    void perform(async () => {
      await store.call((client) => client.netBackup.configure({ baseUrl: baseUrl.trim(), caCertificate, credentials }));
      return label.saved;
    });
  };
  const readFile = (file: File | undefined) => {
    if (!file) return;
    void perform(async () => {
      setCaCertificate(await file.text());
      return label.fileRead(file.name);
    });
  };

  return (
    <Box component="form" onSubmit={save} sx={{ display: 'flex', flexDirection: 'column', gap: 1.75, mt: 0.5 }}>
      <TextField
        label={label.baseUrl}
        placeholder={label.baseUrlPlaceholder}
        helperText={label.baseUrlHint}
        value={baseUrl}
        onChange={(event) => setBaseUrl(event.target.value)}
        slotProps={{ htmlInput: { spellCheck: false, maxLength: 2048 } }}
      />
      <TextField
        label={label.ca}
        placeholder="-----BEGIN CERTIFICATE-----"
        helperText={saved ? label.caKept : label.caHint}
        value={caCertificate}
        onChange={(event) => setCaCertificate(event.target.value)}
        multiline
        minRows={4}
        maxRows={12}
        slotProps={{ htmlInput: { spellCheck: false, maxLength: 65_536 } }}
        sx={{ '& textarea': { fontFamily: monospace, fontSize: '0.75rem' } }}
      />
      <Box sx={{ display: 'flex', gap: 1 }}>
        <Button variant="contained" type="submit">
          {label.save}
        </Button>
        <Button variant="outlined" onClick={() => chooser.current?.click()}>
          {label.chooseFile}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          onChange={(event) => {
            readFile(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </Box>
    </Box>
  );
}
