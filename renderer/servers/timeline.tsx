import Box from '@mui/material/Box';
import type { EndpointStatus, Transition } from '../../shared/connection-status.ts';
import { Sentence } from '../feedback/sentence.tsx';
import { formatTime } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import { DetailsSection } from './details-section.tsx';
import { useTimeline } from './use-timeline.ts';

/** Of all transitions at once: there may be a hundred of them. */
const listStyles = {
  listStyle: 'none',
  m: 0,
  mt: 0.5,
  p: 0,
  display: 'flex',
  flexDirection: 'column',
  gap: 0.75,
  '& > li': { borderLeft: 2, borderColor: 'divider', pl: 1, lineHeight: 1.35 },
  '& strong': { fontWeight: 600 },
  '& time': { color: 'text.secondary', fontSize: '0.75rem', whiteSpace: 'nowrap' },
  '& li > div': { fontSize: '0.75rem' },
} as const;

/** Every transition has a code, a reason and a time; the newest comes first. */
export function Timeline({ endpoint }: { endpoint: EndpointStatus }) {
  const newestFirst = [...useTimeline(endpoint)].reverse();
  return (
    <DetailsSection heading={texts.details.timeline}>
      {newestFirst.length === 0 && <Box sx={{ color: 'text.secondary' }}>{texts.details.timelineEmpty}</Box>}
      <Box component="ol" sx={listStyles}>
        {newestFirst.map((transition, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two transitions may have the same time
            key={`${transition.time}-${index}`}
          >
            <strong>{texts.details.transitions[transition.to]}</strong> <time>{formatTime(transition.time)}</time>
            {isNews(transition) && (
              <div>
                <Sentence>{transition.reason}</Sentence>
              </div>
            )}
          </li>
        ))}
      </Box>
    </DetailsSection>
  );
}

/** Whether the reason says more than the name of the transition. */
const isNews = ({ to, reason }: Transition) =>
  reason !== '' && reason.toLowerCase() !== texts.details.transitions[to].toLowerCase();
