import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { Problem } from '../client/problem.ts';
import { texts } from '../texts.ts';
import { ProblemText } from './problem-text.tsx';

interface ProblemAlertProps {
  problem: Problem;
  /** The button that helps. */
  remedy?: ReactNode;
  onClose?: () => void;
}

/** An error of an action, role `alert`; the button that helps stands below it, since an alert is read out as a whole. */
export function ProblemAlert({ problem, remedy, onClose }: ProblemAlertProps) {
  return (
    <Alert
      role="group"
      severity="error"
      variant="outlined"
      closeText={texts.common.dismiss}
      {...(onClose ? { onClose } : {})}
      sx={{ color: 'text.primary', bgcolor: 'background.paper', '& .MuiAlert-icon': { pt: '5px' } }}
    >
      <div role="alert">
        <ProblemText problem={problem} />
      </div>
      <Box sx={{ mt: 1, mb: 0.5, '&:empty': { display: 'none' } }}>{remedy}</Box>
    </Alert>
  );
}
