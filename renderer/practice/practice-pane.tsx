import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { PracticeStatus } from '../../shared/practice.ts';
import { ActionProblem } from '../frame/action-problem.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { ApplicationCard } from './application-card.tsx';
import { FirstLook } from './first-look.tsx';
import { NetBackupCard } from './netbackup-card.tsx';

const headingId = 'practice-heading';

/** Decision 47: the practice servers, to be added, used and disturbed. */
export function PracticePane({ practice }: { practice: PracticeStatus }) {
  const { problem } = useShell();
  const first = practice.applications.slice(0, -1);
  const last = practice.applications.slice(-1);
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ flex: 1, minHeight: 0, overflow: 'auto', px: 1.5, py: 1.25 }}
    >
      <Typography id={headingId} variant="h1">
        {texts.practice.heading}
      </Typography>
      {problem && (
        <Box sx={{ mt: 1 }}>
          <ActionProblem />
        </Box>
      )}
      <FirstLook practice={practice} />
      <Typography variant="h2">{texts.practice.byHand}</Typography>
      <Box sx={{ color: 'text.secondary', maxWidth: 820, mt: 0.25, mb: 1 }}>{texts.practice.intro}</Box>
      <Box
        sx={{
          display: 'grid',
          gap: 1.5,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(330px, 100%), 1fr))',
          alignItems: 'start',
        }}
      >
        {first.map((application) => (
          <ApplicationCard key={application.id} application={application} />
        ))}
        {/* Below the one that is served least: beside the long card of the first, not below it. */}
        <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
          {last.map((application) => (
            <ApplicationCard key={application.id} application={application} />
          ))}
          <NetBackupCard netBackup={practice.netBackup} />
        </Box>
      </Box>
    </Box>
  );
}
