import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import type { NetBackupStatus } from '../../shared/netbackup.ts';
import { reportOf } from '../client/problem.ts';
import { shownBy } from '../client/shown-by.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { useShell } from '../frame/shell.tsx';
import { useUnsaved } from '../frame/unsaved.ts';
import { texts } from '../texts.ts';
import { CaField } from './ca-field.tsx';
import { ConnectionTest } from './connection-test.tsx';
import { CredentialsFields } from './credentials-fields.tsx';
import { type Draft, givenForm, isChanged, keepsSecret, shownForm } from './draft.ts';
import { useConnectionTest } from './use-connection-test.ts';

const label = texts.netBackup;

/** Address, CA certificate and account of the NetBackup master server (decision 15), and the test of what is typed. */
export function NetBackupForm({ saved }: { saved: NetBackupStatus }) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const [draft, setDraft] = useState<Draft>({});
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});
  const test = useConnectionTest(setRefusals);
  const form = shownForm(draft, saved);
  const isTyped = isChanged(draft, saved);
  useUnsaved(isTyped);

  const change = (next: Draft) => {
    setDraft((now) => ({ ...now, ...next }));
    setRefusals({});
    test.forget();
  };
  const clear = () => {
    setDraft({});
    setRefusals({});
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isTyped) return;
    const given = givenForm(draft, saved);
    void perform(async () => {
      try {
        const { baseUrl } = await store.call((client) => client.netBackup.configure(given));
        await shownBy(
          store,
          ({ netBackup }) => netBackup.baseUrl === baseUrl && netBackup.credentials.kind === given.credentials.kind,
        );
      } catch (error) {
        setRefusals(reportOf(error)?.fields ?? {});
        throw error;
      }
      clear();
      return label.saved;
    });
  };
  const urlRefusal = refusals[label.baseUrl];
  return (
    <Box
      component="form"
      onSubmit={save}
      noValidate
      sx={{ display: 'flex', flexDirection: 'column', gap: 1.75, mt: 0.5 }}
    >
      <TextField
        label={label.baseUrl}
        placeholder={label.baseUrlPlaceholder}
        value={form.baseUrl}
        onChange={(event) => change({ baseUrl: event.target.value })}
        error={urlRefusal !== undefined}
        helperText={urlRefusal === undefined ? label.baseUrlHint : label.problem(label.baseUrl, urlRefusal)}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', maxLength: 2048 } }}
      />
      <CaField
        baseUrl={form.baseUrl}
        saved={saved.caCertificates}
        chosen={draft.ca}
        refusal={refusals[label.ca]}
        onChoose={(ca) => change({ ca })}
      />
      <CredentialsFields form={form} keepsSecret={keepsSecret(draft, saved)} refusals={refusals} onChange={change} />
      <Box sx={{ display: 'flex', gap: 1 }}>
        <SteadyButton variant="contained" type="submit" idle={!isTyped}>
          {label.save}
        </SteadyButton>
        <SteadyButton variant="outlined" idle={!isTyped} onClick={clear}>
          {label.revert}
        </SteadyButton>
      </Box>
      <ConnectionTest test={test} given={givenForm(draft, saved)} />
    </Box>
  );
}
