import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type ReactNode, useId } from 'react';
import { useConsoleStore } from '../client/use-console.ts';
import { ServiceSwitch } from '../feedback/service-switch.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

interface CardProps {
  name: string;
  /** The practice cloud application; `null` is the practice NetBackup server. */
  application: string | null;
  online: boolean;
  children: ReactNode;
}

/** One practice server, with the switch that makes an outage. */
export function Card({ name, application, online, children }: CardProps) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const headingId = useId();
  const setOnline = (next: boolean) =>
    perform(async () => {
      await store.call((client) => client.practice.setOnline({ application, online: next }));
      return texts.practice.outage(name, !next);
    });
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 1.5,
        bgcolor: 'background.paper',
        p: 1.5,
        display: 'flex',
        flexDirection: 'column',
        gap: 1.25,
        minWidth: 0,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography id={headingId} variant="h2" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {name}
        </Typography>
        <ServiceSwitch
          label={texts.practice.online}
          title={texts.practice.onlineHint}
          checked={online}
          onSwitch={setOnline}
        />
      </Box>
      {children}
    </Box>
  );
}
