import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type ReactNode, useId } from 'react';

interface SettingsSectionProps {
  heading: string;
  intro?: string;
  children: ReactNode;
}

/** What belongs together in the pane "Properties", below the properties themselves. */
export function SettingsSection({ heading, intro, children }: SettingsSectionProps) {
  const headingId = useId();
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ display: 'flex', flexDirection: 'column', gap: 1.25, maxWidth: 720, mt: 1.5 }}
    >
      <Typography id={headingId} variant="h2">
        {heading}
      </Typography>
      {intro !== undefined && <Box sx={{ color: 'text.secondary' }}>{intro}</Box>}
      {children}
    </Box>
  );
}
