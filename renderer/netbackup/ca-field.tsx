import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import { useEffect, useId, useRef, useState } from 'react';
import type { CertificateFacts } from '../../shared/certificate.ts';
import type { FetchedCa } from '../../shared/netbackup.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { CaDialog } from './ca-dialog.tsx';
import { CaSources } from './ca-sources.tsx';
import { CaSummary } from './ca-summary.tsx';
import type { ChosenCa } from './draft.ts';

const label = texts.netBackup;

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
  const fetching = useRef<AbortController>(undefined);
  const [isFetching, setFetching] = useState(false);
  const [fetched, setFetched] = useState<FetchedCa>();
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
  const read = async (from: string, contents: () => Promise<string>) => {
    let isRead = false;
    await perform(async () => {
      const text = await contents();
      const certificates = await store.call((client) => client.netBackup.readCaCertificates({ caCertificate: text }));
      onChoose({ text, certificates, from });
      isRead = true;
      return label.caRead(from);
    });
    return isRead;
  };

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
      <CaSources read={read}>
        <Button variant="outlined" onClick={isFetching ? () => fetching.current?.abort() : fetchCa}>
          {isFetching ? texts.common.stop : label.fetchCa}
        </Button>
      </CaSources>
      {isFetching && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, color: 'text.secondary' }}>
          <CircularProgress size={16} aria-label={label.fetchingCa} />
          {label.fetchingCa}
        </Box>
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
