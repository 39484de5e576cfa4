import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { PracticeEvent, PracticeStatus } from '../../shared/practice.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { Card } from './card.tsx';
import { Copyable } from './copyable.tsx';

/** The practice NetBackup server, and what can be made to happen there. */
export function NetBackupCard({ netBackup }: { netBackup: PracticeStatus['netBackup'] }) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const label = texts.practice;
  const trigger = (event: PracticeEvent) =>
    void perform(async () => {
      await store.call((client) => client.practice.trigger({ event }));
      return label.triggered[event];
    });
  return (
    <Card name={label.netBackup} application={null} online={netBackup.online}>
      <Facts>
        <Fact name={label.origin}>
          <Copyable name={label.origin} value={netBackup.origin} />
        </Fact>
        <Fact name={label.user}>{netBackup.userName}</Fact>
        <Fact name={label.password}>{netBackup.password}</Fact>
        <Fact name={label.apiKey}>
          <Copyable name={label.apiKey} value={netBackup.apiKey} />
        </Fact>
        <Fact name={label.caFile}>
          <Copyable name={label.caFile} value={netBackup.caFile} />
        </Fact>
        <Fact name={label.jobs}>{netBackup.jobs}</Fact>
        <Fact name={label.images}>{netBackup.images}</Fact>
      </Facts>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button variant="outlined" onClick={() => trigger('backup')}>
          {label.backup}
        </Button>
        <Button variant="outlined" onClick={() => trigger('restore')}>
          {label.restore}
        </Button>
        <Button variant="outlined" onClick={() => trigger('expiry')}>
          {label.expiry}
        </Button>
      </Box>
    </Card>
  );
}
