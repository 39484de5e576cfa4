import Box from '@mui/material/Box';
import type { ReactNode } from 'react';

/** What was sent or received, newest first. It is scrolled in itself: after some minutes it would push what stands below it out of reach. */
export function MessageList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box
      component="ol"
      aria-label={label}
      tabIndex={0}
      sx={{ listStyle: 'none', m: 0, p: 0, maxHeight: 260, overflow: 'auto' }}
    >
      {children}
    </Box>
  );
}
