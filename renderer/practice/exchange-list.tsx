import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { PracticeExchange } from '../../shared/practice.ts';
import { formatTime } from '../feedback/time.ts';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';

/** the COMMANDs that were sent, newest first, each with its status and body. */
export function ExchangeList({ exchanges }: { exchanges: readonly PracticeExchange[] }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="h3">{texts.practice.exchanges}</Typography>
      {exchanges.length === 0 ? (
        <Box sx={{ color: 'text.secondary' }}>{texts.practice.noExchanges}</Box>
      ) : (
        <Box component="ol" aria-label={texts.practice.exchanges} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {exchanges.map((exchange) => (
            <Exchange key={exchange.id} exchange={exchange} />
          ))}
        </Box>
      )}
    </Box>
  );
}

function Exchange({ exchange }: { exchange: PracticeExchange }) {
  const { response, problem } = exchange;
  const failed = problem !== null || (response !== null && response.responseCode >= 400);
  return (
    <Box component="li" sx={{ borderTop: 1, borderColor: 'divider', py: 0.5 }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'baseline' }}>
        <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontFamily: monospace, fontSize: '0.75rem' }}>
          {exchange.method} {exchange.uri}
        </Box>
        <Box sx={{ fontWeight: 600, color: failed ? 'error.main' : response ? 'success.main' : 'text.secondary' }}>
          {response ? response.responseCode : problem === null ? texts.practice.waiting : ''}
        </Box>
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{formatTime(exchange.time)}</Box>
      {problem !== null && <Box sx={{ color: 'error.main', overflowWrap: 'anywhere' }}>{problem}</Box>}
      {response && response.body !== '' && (
        <Box component="details">
          <Box component="summary" sx={{ cursor: 'pointer' }}>
            {texts.practice.showBody}
          </Box>
          <Box
            component="pre"
            tabIndex={0}
            sx={{
              m: 0,
              mt: 0.5,
              p: 1,
              maxHeight: 220,
              overflow: 'auto',
              bgcolor: 'band',
              borderRadius: 1,
              fontFamily: monospace,
              fontSize: '0.71875rem',
              whiteSpace: 'pre-wrap',
              overflowWrap: 'anywhere',
            }}
          >
            {readable(response.body)}
          </Box>
        </Box>
      )}
    </Box>
  );
}

/** JSON with line breaks; anything else, and JSON that was cut, as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
