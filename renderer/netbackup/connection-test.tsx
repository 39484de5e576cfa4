import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { GivenNetBackup } from '../../shared/netbackup.ts';
import { StepList } from '../steps/step-list.tsx';
import { texts } from '../texts.ts';
import type { useConnectionTest } from './use-connection-test.ts';

const label = texts.netBackup.test;

interface ConnectionTestProps {
  test: ReturnType<typeof useConnectionTest>;
  /** What is tested. */
  given: GivenNetBackup;
}

/** "Test connection", and its steps as they end. */
export function ConnectionTest({ test: { course, start, stop }, given }: ConnectionTestProps) {
  const isRunning = course?.isRunning ?? false;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Button variant="outlined" onClick={() => (isRunning ? stop() : start(given))}>
          {isRunning ? texts.common.stop : label.button}
        </Button>
        <Box sx={{ color: 'text.secondary' }}>{isRunning ? label.running : label.hint}</Box>
      </Box>
      {course && <StepList label={label.steps} names={label.names} course={course} />}
    </Box>
  );
}
