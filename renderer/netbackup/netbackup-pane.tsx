import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useFrame } from '../client/use-console.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Notice } from '../feedback/notice.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { ServiceSwitch } from '../feedback/service-switch.tsx';
import { useShell } from '../frame/shell.tsx';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { NetBackupForm } from './netbackup-form.tsx';

const headingId = 'netbackup-heading';

/** The NetBackup master server that commands are relayed to, and practice mode. */
export function NetBackupPane() {
  const frame = useFrame();
  const { problem, dismissProblem } = useShell();
  const { startPractice, leavePractice } = useServerActions();
  const label = texts.netBackup;
  const practice = frame?.practice != null;
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ flex: 1, minHeight: 0, overflow: 'auto', px: 1.5, py: 1.25 }}
    >
      <Box sx={{ maxWidth: 720, display: 'flex', flexDirection: 'column', gap: 1.5 }}>
        <Typography id={headingId} variant="h1">
          {label.heading}
        </Typography>
        {problem && <ProblemAlert problem={problem} onClose={dismissProblem} />}
        <Box sx={{ color: 'text.secondary' }}>{label.intro}</Box>
        {frame && (
          <Facts>
            <Fact name={label.state}>{texts.toolbar.netBackupState[frame.netBackup.state]}</Fact>
            <Fact name={label.baseUrl}>{frame.netBackup.baseUrl ?? texts.common.none}</Fact>
            {frame.netBackup.detail !== '' && <Fact name={label.detail}>{frame.netBackup.detail}</Fact>}
          </Facts>
        )}
        {practice ? (
          <Notice severity="info">{label.practiceOn}</Notice>
        ) : (
          <NetBackupForm key={frame?.netBackup.baseUrl ?? ''} />
        )}
        <Typography variant="h2" sx={{ mt: 1.5 }}>
          {label.practiceHeading}
        </Typography>
        <Box sx={{ color: 'text.secondary' }}>{label.practiceText}</Box>
        <ServiceSwitch
          label={label.practiceHeading}
          checked={practice}
          onSwitch={(next) => (next ? startPractice() : leavePractice())}
        />
      </Box>
    </Box>
  );
}
