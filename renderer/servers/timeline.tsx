import Box from '@mui/material/Box';
import type { EndpointStatus, Transition } from '../../shared/connection-status.ts';
import { formatTime } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import { DetailsSection } from './details-section.tsx';
import { Sentence } from './sentence.tsx';

/** Every transition has a code, a reason and a time; the newest comes first. */
export function Timeline({ endpoint }: { endpoint: EndpointStatus }) {
  const newestFirst = [...endpoint.timeline].reverse();
  return (
    <DetailsSection heading={texts.details.timeline}>
      {newestFirst.length === 0 && <Box sx={{ color: 'text.secondary' }}>{texts.details.timelineEmpty}</Box>}
      <Box
        component="ol"
        sx={{ listStyle: 'none', m: 0, mt: 0.5, p: 0, display: 'flex', flexDirection: 'column', gap: 0.75 }}
      >
        {newestFirst.map((transition, index) => (
          <Box
            component="li"
            // biome-ignore lint/suspicious/noArrayIndexKey: two transitions may have the same time
            key={`${transition.time}-${index}`}
            sx={{ borderLeft: 2, borderColor: 'divider', pl: 1, lineHeight: 1.35 }}
          >
            <Box component="span" sx={{ fontWeight: 600 }}>
              {texts.details.transitions[transition.to]}
            </Box>{' '}
            <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem', whiteSpace: 'nowrap' }}>
              {formatTime(transition.time)}
            </Box>
            {isNews(transition) && (
              <Box sx={{ fontSize: '0.75rem' }}>
                <Sentence>{transition.reason}</Sentence>
              </Box>
            )}
          </Box>
        ))}
      </Box>
    </DetailsSection>
  );
}

/** Whether the reason says more than the name of the transition. */
const isNews = ({ to, reason }: Transition) =>
  reason !== '' && reason.toLowerCase() !== texts.details.transitions[to].toLowerCase();
