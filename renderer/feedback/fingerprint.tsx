import Box from '@mui/material/Box';
import { Fragment } from 'react';
import { monospace } from '../frame/theme.ts';

/** A fingerprint that breaks between pairs of digits only, so that two of them can be compared by eye. */
export function Fingerprint({ value }: { value: string }) {
  const pairs = value.split(':');
  return (
    <Box sx={{ fontFamily: monospace, fontSize: '0.75rem' }}>
      {pairs.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the fingerprint is what a pair is
        <Fragment key={index}>
          {index < pairs.length - 1 ? `${pair}:` : pair}
          <wbr />
        </Fragment>
      ))}
    </Box>
  );
}
