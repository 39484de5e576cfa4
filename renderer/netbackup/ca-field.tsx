import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import TextField from '@mui/material/TextField';
import { useEffect, useId, useRef, useState } from 'react';
import type { CertificateFacts } from '../../shared/certificate.ts';
import type { FetchedCa } from '../../shared/netbackup.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { useShell } from '../frame/shell.tsx';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';
import { CaDialog } from './ca-dialog.tsx';
import { CaSummary } from './ca-summary.tsx';
import type { ChosenCa } from './draft.ts';

const label = texts.netBackup;
/** More is no CA certificate; the service says so. */
const maxFileBytes = 262_144;

interface CaFieldProps {
  /** Where it is fetched from, as typed. */
  baseUrl: string;
  saved: readonly CertificateFacts[];
  chosen: ChosenCa | undefined;
  /** What the service said against it. */
  refusal: string | undefined;
  onChoose(chosen: ChosenCa): void;
}

/** The CA certificate: the one in force or chosen, and three ways to another one. */
export function CaField({ baseUrl, saved, chosen, refusal, onChoose }: CaFieldProps) {
  const store = useConsoleStore();
  const { perform, announce } = useShell();
  const headingId = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const fetching = useRef<AbortController>(undefined);
  const [isFetching, setFetching] = useState(false);
  const [fetched, setFetched] = useState<FetchedCa>();
  const [pasted, setPasted] = useState<string>();
  useEffect(() => () => fetching.current?.abort(), []);

  const fetchCa = () => {
    const controller = new AbortController();
    fetching.current = controller;
    setFetching(true);
    void perform(async () => {
      try {
        const { signal } = controller;
        setFetched(await store.call((client) => client.netBackup.fetchCaCertificate({ baseUrl }, { signal })));
        return label.caFetched;
      } catch (error) {
        if (controller.signal.aborted) return label.caStopped;
        throw error;
      } finally {
        setFetching(false);
      }
    });
  };
  /** Has the service read a text, and chooses what it holds. */
  const read = (from: string, contents: () => Promise<string>) =>
    perform(async () => {
      const text = await contents();
      const certificates = await store.call((client) => client.netBackup.readCaCertificates({ caCertificate: text }));
      onChoose({ text, certificates, from });
      setPasted(undefined);
      return label.caRead(from);
    });

  return (
    <Box
      role="group"
      aria-labelledby={headingId}
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        p: 1.5,
        display: 'flex',
        flexDirection: 'column',
        gap: 1,
      }}
    >
      <Box id={headingId} sx={{ fontWeight: 600 }}>
        {label.ca}
      </Box>
      <CaSummary certificates={chosen?.certificates ?? saved} />
      {chosen && <Notice severity="info">{label.caPending(chosen.from)}</Notice>}
      {refusal !== undefined && <Box sx={{ color: 'error.main' }}>{label.problem(label.ca, refusal)}</Box>}
      <Box sx={{ color: 'text.secondary' }}>{label.caHint}</Box>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button variant="outlined" onClick={isFetching ? () => fetching.current?.abort() : fetchCa}>
          {isFetching ? texts.common.stop : label.fetchCa}
        </Button>
        <Button variant="outlined" onClick={() => chooser.current?.click()}>
          {label.caFile}
        </Button>
        <Button
          variant="outlined"
          aria-expanded={pasted !== undefined}
          onClick={() => setPasted(pasted === undefined ? '' : undefined)}
        >
          {label.caPaste}
        </Button>
        <input
          ref={chooser}
          type="file"
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void read(file.name, () => file.slice(0, maxFileBytes).text());
            event.target.value = '';
          }}
        />
      </Box>
      {isFetching && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, color: 'text.secondary' }}>
          <CircularProgress size={16} aria-label={label.fetchingCa} />
          {label.fetchingCa}
        </Box>
      )}
      {pasted !== undefined && (
        <>
          <TextField
            label={label.caText}
            placeholder="-----BEGIN CERTIFICATE-----"
            helperText={label.caTextHint}
            value={pasted}
            autoFocus
            onChange={(event) => setPasted(event.target.value)}
            multiline
            minRows={4}
            maxRows={12}
            slotProps={{ htmlInput: { spellCheck: false, maxLength: maxFileBytes } }}
            sx={{ mt: 0.75, '& textarea': { fontFamily: monospace, fontSize: '0.75rem' } }}
          />
          <Box>
            <Button variant="outlined" onClick={() => void read(label.caFromText, async () => pasted)}>
              {label.caUse}
            </Button>
          </Box>
        </>
      )}
      {fetched && (
        <CaDialog
          fetched={fetched}
          onAccept={() => {
            const { pem } = fetched.certificate;
            onChoose({ text: pem, certificates: [fetched.certificate], from: label.caFromServer });
            setFetched(undefined);
            announce(label.caAccepted);
          }}
          onReject={() => {
            setFetched(undefined);
            announce(label.caRejected);
          }}
        />
      )}
    </Box>
  );
}
