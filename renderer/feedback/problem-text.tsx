import Box from '@mui/material/Box';
import { shownText } from '../../shared/shown-identifier.ts';
import type { Problem } from '../client/problem.ts';
import { texts } from '../texts.ts';

/** An error: its exact string alone on the first line (T-7: two lines), the causes found, and what to do. */
export function ProblemText({ problem }: { problem: Problem }) {
  return (
    <>
      {problem.lines.map((line) => (
        <Box key={line} sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          {shownText(line)}
        </Box>
      ))}
      {problem.causes.map((cause) => (
        <Box key={cause} sx={{ overflowWrap: 'anywhere' }}>
          {shownText(cause)}
        </Box>
      ))}
      <RecommendedActions actions={problem.actions} />
    </>
  );
}

export function RecommendedActions({ actions }: { actions: readonly string[] }) {
  if (actions.length === 0) return null;
  return (
    <>
      <Box sx={{ mt: 0.75, color: 'text.secondary' }}>{texts.common.recommendedActions}</Box>
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {actions.map((action) => (
          <li key={action}>{action}</li>
        ))}
      </Box>
    </>
  );
}
