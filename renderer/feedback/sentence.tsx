import Box from '@mui/material/Box';
import { Fragment } from 'react';

/** What the service found, which the log has in lower case, as a sentence that stands alone. Fingerprints break between pairs. */
export function Sentence({ children }: { children: string }) {
  return (
    <Box sx={{ '&::first-letter': { textTransform: 'uppercase' } }}>
      {children.split(/(?<=[0-9A-F]{2}:)(?=[0-9A-F]{2}\b)/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the text is what a part is
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </Box>
  );
}
