import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { PracticeExchange } from '../../shared/practice.ts';
import { formatTime } from '../feedback/time.ts';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';
import { ExchangeOutcome } from './exchange-outcome.tsx';
import { MessageList } from './message-list.tsx';
import { FoldedText, readableJson } from './message-text.tsx';

/** the COMMANDs that were sent, newest first, each with its status and body. */
export function ExchangeList({ exchanges }: { exchanges: readonly PracticeExchange[] }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="h3">{texts.practice.exchanges}</Typography>
      {exchanges.length === 0 ? (
        <Box sx={{ color: 'text.secondary' }}>{texts.practice.noExchanges}</Box>
      ) : (
        <MessageList label={texts.practice.exchanges}>
          {exchanges.map((exchange) => (
            <Exchange key={exchange.id} exchange={exchange} />
          ))}
        </MessageList>
      )}
    </Box>
  );
}

function Exchange({ exchange }: { exchange: PracticeExchange }) {
  const { response, problem } = exchange;
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 0.5 }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline' }}>
        <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontFamily: monospace, fontSize: '0.75rem' }}>
          {exchange.method} {exchange.uri}
        </Box>
        <ExchangeOutcome exchange={exchange} />
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{formatTime(exchange.time)}</Box>
      {problem !== null && <Box sx={{ color: 'error.main', overflowWrap: 'anywhere' }}>{problem}</Box>}
      {response && response.body !== '' && (
        <FoldedText label={texts.practice.showBody} text={readableJson(response.body)} />
      )}
    </Box>
  );
}
