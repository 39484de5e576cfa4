import Alert from '@mui/material/Alert';
import type { Problem } from '../client/problem.ts';
import { texts } from '../texts.ts';
import { ProblemText } from './problem-text.tsx';

/** An error of an action, role `alert`. */
export function ProblemAlert({ problem, onClose }: { problem: Problem; onClose?: () => void }) {
  return (
    <Alert
      severity="error"
      variant="outlined"
      closeText={texts.common.dismiss}
      {...(onClose ? { onClose } : {})}
      sx={{ color: 'text.primary', bgcolor: 'background.paper', '& .MuiAlert-icon': { pt: '5px' } }}
    >
      <ProblemText problem={problem} />
    </Alert>
  );
}
