import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** What stands in the middle of the room that a list would have. */
export function Centered({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        flex: 1,
        minHeight: 0,
        overflow: 'auto',
        display: 'flex',
        flexDirection: 'column',
        alignItems: 'center',
        px: 3,
        py: 4,
      }}
    >
      <Box
        sx={{
          my: 'auto',
          maxWidth: 560,
          display: 'flex',
          flexDirection: 'column',
          alignItems: 'center',
          gap: 1.5,
          textAlign: 'center',
        }}
      >
        {children}
      </Box>
    </Box>
  );
}
