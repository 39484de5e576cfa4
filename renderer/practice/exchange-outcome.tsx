import Box from '@mui/material/Box';
import type { PracticeExchange } from '../../shared/practice.ts';
import { texts } from '../texts.ts';

/** The status that came back, or that it is awaited; nothing when a problem is told instead. */
export function ExchangeOutcome({ exchange: { response, problem } }: { exchange: PracticeExchange }) {
  const failed = response !== null && response.responseCode >= 400;
  return (
    <Box sx={{ fontWeight: 600, color: failed ? 'error.main' : response ? 'success.main' : 'text.secondary' }}>
      {response ? response.responseCode : problem === null ? texts.practice.waiting : ''}
    </Box>
  );
}
