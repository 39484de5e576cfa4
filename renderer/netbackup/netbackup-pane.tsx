import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import type { NetBackupStatus } from '../../shared/netbackup.ts';
import { useFrame } from '../client/use-console.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Notice } from '../feedback/notice.tsx';
import { ServiceSwitch } from '../feedback/service-switch.tsx';
import { ActionProblem } from '../frame/action-problem.tsx';
import { useShell } from '../frame/shell.tsx';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { CaSummary } from './ca-summary.tsx';
import { ConnectionTest } from './connection-test.tsx';
import { givenForm } from './draft.ts';
import { NetBackupForm } from './netbackup-form.tsx';
import { useConnectionTest } from './use-connection-test.ts';

const headingId = 'netbackup-heading';
const label = texts.netBackup;

/** The NetBackup master server that commands are relayed to, and practice mode. */
export function NetBackupPane() {
  const frame = useFrame();
  const { problem } = useShell();
  const { startPractice, leavePractice } = useServerActions();
  const alert = useRef<HTMLDivElement>(null);
  const practice = frame?.practice != null;
  // It stands at the top, and what failed may have been started at the bottom.
  useEffect(() => {
    if (problem) alert.current?.scrollIntoView({ block: 'nearest' });
  }, [problem]);
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
        {problem && (
          <div ref={alert}>
            <ActionProblem />
          </div>
        )}
        <Box sx={{ color: 'text.secondary' }}>{label.intro}</Box>
        {frame && <Status status={frame.netBackup} />}
        {practice && <Notice severity="info">{label.practiceOn}</Notice>}
        {frame &&
          (practice ? <PracticeSettings status={frame.netBackup} /> : <NetBackupForm saved={frame.netBackup} />)}
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

/** How the connection stands. */
function Status({ status: { state, detail, baseUrl, apiVersion } }: { status: NetBackupStatus }) {
  return (
    <Facts>
      <Fact name={label.state}>{texts.toolbar.netBackupState[state]}</Fact>
      {detail !== '' && <Fact name={label.detail}>{detail}</Fact>}
      <Fact name={label.baseUrl}>{baseUrl ?? texts.common.none}</Fact>
      {baseUrl !== null && <Fact name={label.apiVersion}>{apiVersion ?? label.apiVersionUnknown}</Fact>}
    </Facts>
  );
}

/** There are no fields; the alert says it all. */
const nothingToMark = () => {};

/** Practice mode: the settings are shown and can be tested, and not changed. */
function PracticeSettings({ status }: { status: NetBackupStatus }) {
  const test = useConnectionTest(nothingToMark);
  return (
    <>
      <Facts>
        <Fact name={label.ca}>
          <CaSummary certificates={status.caCertificates} />
        </Fact>
        <Fact name={label.credentials}>{label.kinds[status.credentials.kind]}</Fact>
      </Facts>
      <ConnectionTest test={test} given={givenForm({}, status)} />
    </>
  );
}
