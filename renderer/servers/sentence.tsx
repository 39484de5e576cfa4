import Box from '@mui/material/Box';

/** What the service found, which the log has in lower case, as a sentence that stands alone. */
export function Sentence({ children }: { children: string }) {
  return <Box sx={{ '&::first-letter': { textTransform: 'uppercase' } }}>{children}</Box>;
}
