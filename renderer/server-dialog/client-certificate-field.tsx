import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useId, useRef } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { formatDate } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import type { ClientCertificate } from './flow.ts';

interface ClientCertificateFieldProps {
  chosen: ClientCertificate;
  /** Of the host whose credentials are renewed. */
  saved: EndpointStatus['clientCertificate'];
  disabled: boolean;
  onFile(file: File): void;
  onChange(chosen: ClientCertificate): void;
}

/** For the few servers that ask for a client certificate: its PEM file with the private key, and the key's passphrase. */
export function ClientCertificateField({ chosen, saved, disabled, onFile, onChange }: ClientCertificateFieldProps) {
  const labelId = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const label = texts.clientCertificate;
  const isKept = chosen.kind === 'saved' && saved !== null;
  const text =
    chosen.kind === 'file'
      ? chosen.name
      : isKept
        ? label.kept(saved.subject, formatDate(saved.validTo * 1000))
        : chosen.kind === 'none' && saved !== null
          ? label.removed
          : label.none;
  return (
    <Box role="group" aria-labelledby={labelId} sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minWidth: 0 }}>
        <Box id={labelId} sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
          {label.label}
        </Box>
        <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>{text}</Box>
        <Button disabled={disabled} onClick={() => chooser.current?.click()}>
          {label.choose}
        </Button>
        {(chosen.kind === 'file' || isKept) && (
          <Button disabled={disabled} onClick={() => onChange({ kind: saved === null ? 'saved' : 'none' })}>
            {label.remove}
          </Button>
        )}
        <input
          ref={chooser}
          type="file"
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) onFile(file);
            event.target.value = '';
          }}
        />
      </Box>
      {chosen.kind === 'file' && (
        <TextField
          label={label.passphrase}
          type="password"
          value={chosen.passphrase}
          disabled={disabled}
          onChange={(event) => onChange({ ...chosen, passphrase: event.target.value })}
          helperText={label.passphraseHint}
          slotProps={{ htmlInput: { autoComplete: 'new-password', maxLength: 1024 } }}
        />
      )}
    </Box>
  );
}
