import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

/** What is shown in place of everything else. */
export function InsteadOfTheConsole({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box
      component="main"
      sx={{
        minHeight: '100vh',
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'center',
        p: 3,
        bgcolor: 'frame',
      }}
    >
      <Box
        sx={{
          maxWidth: 520,
          p: 3,
          bgcolor: 'background.paper',
          border: 1,
          borderColor: 'divider',
          borderRadius: 2,
          display: 'flex',
          flexDirection: 'column',
          gap: 1.25,
        }}
      >
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {texts.product}
        </Typography>
        <Typography variant="h1">{title}</Typography>
        {children}
      </Box>
    </Box>
  );
}
