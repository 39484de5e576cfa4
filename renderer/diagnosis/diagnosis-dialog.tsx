import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import type { DiagnosisStep } from '../../shared/diagnosis.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { useEndpoints, useFrame } from '../client/use-console.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { StepList } from '../steps/step-list.tsx';
import { texts } from '../texts.ts';
import { diagnosisReport, resultOf } from './report.ts';
import { useDiagnosis } from './use-diagnosis.ts';

const label = texts.diagnosis;

/** Decision 41: "Diagnose…" starts at once, and shows each step as it ends. Closing it stops it. */
export function DiagnosisDialog({ hostName, onClose }: { hostName: string; onClose(): void }) {
  const { course, problem, isStopped, start, stop } = useDiagnosis(hostName);
  const endpoint = useEndpoints().find((each) => each.hostName === hostName);
  const isRunning = course?.isRunning ?? false;
  const steps = course?.steps ?? [];
  return (
    <Dialog
      open
      onClose={(_event, reason) => reason === 'escapeKeyDown' && onClose()}
      aria-labelledby="diagnosis-title"
      maxWidth="md"
      fullWidth
    >
      {/* An id of its own: the dialog is named by the first line alone. */}
      <DialogTitle id="diagnosis-heading">
        <span id="diagnosis-title">{label.title}</span>
        <Box sx={{ fontSize: '0.8125rem', fontWeight: 400, color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {endpoint ? label.of(hostName, shownIdentifier(endpoint.groupId)) : hostName}
        </Box>
      </DialogTitle>
      <DialogContent tabIndex={0} sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
        <Box role="status" sx={{ fontWeight: 600 }}>
          {isRunning ? label.running : isStopped ? label.stopped : steps.length > 0 && resultOf(steps)}
        </Box>
        {problem && <ProblemAlert problem={problem} />}
        {course && <StepList label={label.steps} names={label.names} course={course} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => (isRunning ? stop() : void start())}>
          {isRunning ? texts.common.stop : label.again}
        </Button>
        <CopyReport hostName={hostName} steps={steps} isIdle={isRunning || steps.length === 0} />
        <Button variant="contained" onClick={onClose} autoFocus>
          {texts.common.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface CopyReportProps {
  hostName: string;
  steps: readonly DiagnosisStep[];
  isIdle: boolean;
}

/** "Copy report", and what came of it: the dialog hides the frame's status. */
function CopyReport({ hostName, steps, isIdle }: CopyReportProps) {
  const endpoint = useEndpoints().find((each) => each.hostName === hostName);
  const version = useFrame()?.version ?? '';
  const [said, say] = useState<{ text: string; of: readonly DiagnosisStep[] }>();
  const copy = async () => {
    const { url = '', groupId = '' } = endpoint ?? {};
    const report = diagnosisReport({ version, time: Date.now(), hostName, url, groupId }, steps);
    try {
      await navigator.clipboard.writeText(report);
      say({ text: label.copied, of: steps });
    } catch {
      say({ text: texts.common.notCopied, of: steps });
    }
  };
  return (
    <>
      <Box role="status" sx={{ order: -1, mr: 'auto', color: 'text.secondary' }}>
        {said?.of === steps && said.text}
      </Box>
      <SteadyButton idle={isIdle} onClick={() => void copy()}>
        {label.copy}
      </SteadyButton>
    </>
  );
}
