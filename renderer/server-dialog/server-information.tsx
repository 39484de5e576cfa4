import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { type ReactNode, useId, useState } from 'react';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';

/** D-14: shown in place of the token, whatever its length. */
const mask = '•'.repeat(12);

/** D-10: the details as they were read; read-only, and without a Priority row. */
export function ServerInformation({ details }: { details: EndpointDetails | undefined }) {
  const label = texts.serverDialog;
  // Other details have another token, which is masked again.
  const [shownToken, setShownToken] = useState<string>();
  const token = details?.token;
  const shown = token !== undefined && shownToken === token;
  return (
    <Box
      component="fieldset"
      sx={{ m: 0, px: 1.5, pt: 0.5, pb: 1.5, border: 1, borderColor: 'divider', borderRadius: 1, minWidth: 0 }}
    >
      <Box component="legend" sx={{ px: 0.75, fontWeight: 600 }}>
        {label.information}
      </Box>
      <Box
        sx={{ display: 'grid', gridTemplateColumns: 'minmax(120px, max-content) 1fr', gap: 1, alignItems: 'center' }}
      >
        <Row name={label.hostName} value={details?.hostName} />
        <Row name={label.endpoint} value={details && shownIdentifier(details.url)} />
        <Row name={label.groupId} value={details && shownIdentifier(details.groupId)} />
        <Row
          name={label.token}
          value={token === undefined ? undefined : shown ? token : mask}
          wrap={shown}
          mono={shown}
        >
          <Button
            variant="outlined"
            disabled={token === undefined}
            onClick={() => setShownToken(shown ? undefined : token)}
          >
            {shown ? label.hide : label.view}
          </Button>
        </Row>
      </Box>
    </Box>
  );
}

interface RowProps {
  name: string;
  value: string | undefined;
  /** Long values on several lines. */
  wrap?: boolean;
  mono?: boolean;
  children?: ReactNode;
}

function Row({ name, value, wrap = false, mono = false, children }: RowProps) {
  const id = useId();
  return (
    <>
      <Box component="label" htmlFor={id} sx={{ color: 'text.secondary' }}>
        {name}
      </Box>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', minWidth: 0 }}>
        <OutlinedInput
          id={id}
          value={value ?? ''}
          readOnly
          fullWidth
          size="small"
          multiline={wrap}
          maxRows={4}
          title={wrap ? '' : (value ?? '')}
          sx={{ bgcolor: 'band', ...(mono ? { '& textarea': { fontFamily: monospace, fontSize: '0.75rem' } } : {}) }}
        />
        {children}
      </Box>
    </>
  );
}
