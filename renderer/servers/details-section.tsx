import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';

/** One part of the details of a WebSocket server, under its heading. */
export function DetailsSection({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Box sx={{ overflowWrap: 'anywhere', minWidth: 0 }}>
      <Typography variant="h3">{heading}</Typography>
      {children}
    </Box>
  );
}
