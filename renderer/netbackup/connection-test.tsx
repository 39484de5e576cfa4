import CheckCircle from '@mui/icons-material/CheckCircle';
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import RadioButtonUnchecked from '@mui/icons-material/RadioButtonUnchecked';
import WarningAmber from '@mui/icons-material/WarningAmber';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import { useEffect, useRef } from 'react';
import type { GivenNetBackup, NetBackupTestStep } from '../../shared/netbackup.ts';
import { netBackupTestSteps } from '../../shared/netbackup-terms.ts';
import { texts } from '../texts.ts';
import type { TestCourse, useConnectionTest } from './use-connection-test.ts';

const label = texts.netBackup.test;
const signs = {
  passed: { Icon: CheckCircle, color: 'success.main' },
  warning: { Icon: WarningAmber, color: 'warning.main' },
  failed: { Icon: ErrorOutlined, color: 'error.main' },
  'not tried': { Icon: RadioButtonUnchecked, color: 'text.secondary' },
  waiting: { Icon: RadioButtonUnchecked, color: 'text.secondary' },
} as const;

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
      {course && <Steps course={course} />}
    </Box>
  );
}

function Steps({ course: { steps, isRunning } }: { course: TestCourse }) {
  return (
    <Box
      component="ol"
      aria-label={label.steps}
      sx={{ listStyle: 'none', m: 0, p: 0, border: 1, borderColor: 'divider', borderRadius: 1 }}
    >
      {netBackupTestSteps.map((name, index) => {
        const ended = steps.find(({ step }) => step === name);
        return <Step key={name} name={name} ended={ended} isRunning={isRunning && index === steps.length} />;
      })}
    </Box>
  );
}

interface StepProps {
  name: NetBackupTestStep['step'];
  ended: NetBackupTestStep | undefined;
  isRunning: boolean;
}

function Step({ name, ended, isRunning }: StepProps) {
  const verdict = ended?.verdict ?? (isRunning ? 'running' : 'waiting');
  const row = useRef<HTMLLIElement>(null);
  // Below the form there may be no room: the step that runs, or where it ended, is what one wants to see.
  useEffect(() => {
    if (verdict === 'running' || verdict === 'failed') row.current?.scrollIntoView({ block: 'nearest' });
  }, [verdict]);
  const sign = verdict === 'running' ? undefined : signs[verdict];
  return (
    <Box
      component="li"
      ref={row}
      sx={{
        display: 'grid',
        gridTemplateColumns: '18px minmax(150px, 190px) 84px 1fr 64px',
        columnGap: 1,
        px: 1.25,
        py: 0.75,
        alignItems: 'start',
        '& + li': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      {sign ? (
        <sign.Icon aria-hidden="true" sx={{ fontSize: 17, mt: '1px', color: sign.color }} />
      ) : (
        <CircularProgress size={15} aria-label={label.verdicts.running} />
      )}
      <Box sx={{ fontWeight: 600 }}>{label.names[name]}</Box>
      <Box>{label.verdicts[verdict]}</Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {ended?.detail}
        {ended && ended.advice.length > 0 && (
          <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.25, color: 'text.secondary' }}>
            {ended.advice.map((advice) => (
              <li key={advice}>{advice}</li>
            ))}
          </Box>
        )}
      </Box>
      <Box sx={{ textAlign: 'right', color: 'text.secondary', whiteSpace: 'nowrap' }}>
        {ended?.duration != null && label.duration(ended.duration)}
      </Box>
    </Box>
  );
}
