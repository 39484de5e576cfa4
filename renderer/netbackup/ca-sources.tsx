import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type ReactNode, useRef, useState } from 'react';
import { monospace } from '../frame/theme.ts';
import { useUnsaved } from '../frame/unsaved.ts';
import { texts } from '../texts.ts';

const label = texts.netBackup;
/** More is no CA certificate; the service says so. */
const maxFileBytes = 262_144;

interface CaSourcesProps {
  /** Has a text read. @returns whether it holds what was wanted */
  read(from: string, contents: () => Promise<string>): Promise<boolean>;
  /** Other ways to one, before these. */
  children: ReactNode;
}

/** A CA certificate from a file, or as pasted text. */
export function CaSources({ read, children }: CaSourcesProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState<string>();
  useUnsaved((pasted ?? '') !== '');
  const take = async (from: string, contents: () => Promise<string>) => {
    if (await read(from, contents)) setPasted(undefined);
  };
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        {children}
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
            if (file) void take(file.name, () => file.slice(0, maxFileBytes).text());
            event.target.value = '';
          }}
        />
      </Box>
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
            <Button variant="outlined" onClick={() => void take(label.caFromText, async () => pasted)}>
              {label.caUse}
            </Button>
          </Box>
        </>
      )}
    </>
  );
}
