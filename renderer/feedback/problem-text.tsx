import Box from '@mui/material/Box';
import { shownText } from '../../shared/shown-identifier.ts';
import type { Problem } from '../client/problem.ts';
import { texts } from '../texts.ts';

/** An error: its exact string alone on the first line (T-7: two lines), the causes found, and what to do. */
export function ProblemText({ problem }: { problem: Problem }) {
  return (
    <>
      {problem.lines.map((line) => (
        <Box key={line} sx={{ fontWeight: 600 }}>
          <BoundedText text={line} />
        </Box>
      ))}
      {problem.causes.map((cause) => (
        <BoundedText key={cause} text={cause} />
      ))}
      <RecommendedActions actions={problem.actions} />
    </>
  );
}

/** A longer text, in characters, is scrolled where it stands. */
const longText = 400;

/** As a host name of thousands of letters: what comes after it, and the button that helps, stay in sight. */
function BoundedText({ text }: { text: string }) {
  const sx = { overflowWrap: 'anywhere' };
  if (text.length <= longText) return <Box sx={sx}>{shownText(text)}</Box>;
  return (
    <Box tabIndex={0} sx={{ ...sx, maxHeight: '6.5em', overflow: 'auto' }}>
      {shownText(text)}
    </Box>
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
