import Box from '@mui/material/Box';
import CircularProgress from '@mui/material/CircularProgress';
import { useEffect, useRef } from 'react';
import type { StepOutcome } from '../../shared/test-step.ts';
import { AlertCircleOutlineIcon, AlertOutlineIcon, CheckCircleIcon, RadioboxBlankIcon } from '../feedback/icons.tsx';
import { useNow } from '../feedback/now.ts';
import { Sentence } from '../feedback/sentence.tsx';
import { texts } from '../texts.ts';

const label = texts.steps;
const signs = {
  passed: { Icon: CheckCircleIcon, color: 'success.main' },
  warning: { Icon: AlertOutlineIcon, color: 'warning.main' },
  failed: { Icon: AlertCircleOutlineIcon, color: 'error.main' },
  'not tried': { Icon: RadioboxBlankIcon, color: 'text.secondary' },
  waiting: { Icon: RadioboxBlankIcon, color: 'text.secondary' },
} as const;

interface StepRowProps {
  name: string;
  ended: StepOutcome | undefined;
  /** When it began, if it runs; see {@link StepCourse.since}. */
  since: number | undefined;
}

/** One step: sign, name, verdict, what was seen, and how long it took. */
export function StepRow({ name, ended, since }: StepRowProps) {
  const verdict = ended?.verdict ?? (since === undefined ? 'waiting' : 'running');
  const row = useRef<HTMLLIElement>(null);
  // There may be no room for all of them: the step that runs, or where it ended, is what one wants to see.
  useEffect(() => {
    if (verdict === 'running' || verdict === 'failed') row.current?.scrollIntoView({ block: 'nearest' });
  }, [verdict]);
  return (
    <Box
      component="li"
      ref={row}
      sx={{
        display: 'grid',
        gridTemplateColumns: '18px minmax(150px, 190px) 84px 1fr 64px',
        columnGap: 1,
        px: 1.25,
        py: 0.75,
        alignItems: 'start',
        '& + li': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Sign verdict={verdict} />
      <Box sx={{ fontWeight: 600 }}>{name}</Box>
      <Box>{label.verdicts[verdict]}</Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{ended && <Outcome ended={ended} />}</Box>
      <Box sx={{ textAlign: 'right', color: 'text.secondary', whiteSpace: 'nowrap' }}>
        {ended?.duration != null && label.duration(ended.duration)}
        {since !== undefined && <Elapsed since={since} />}
      </Box>
    </Box>
  );
}

function Sign({ verdict }: { verdict: keyof typeof signs | 'running' }) {
  if (verdict === 'running') return <CircularProgress size={15} aria-label={label.verdicts.running} />;
  const { Icon, color } = signs[verdict];
  return <Icon aria-hidden="true" sx={{ fontSize: 17, mt: '1px', color }} />;
}

function Outcome({ ended: { detail, parts, meaning, advice } }: { ended: StepOutcome }) {
  return (
    <>
      {parts ? (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {parts.map((part) => (
            <Box component="li" key={part.detail} sx={{ display: 'flex', gap: 0.75 }}>
              <Sign verdict={part.verdict} />
              <Box sx={{ minWidth: 0 }}>
                {label.verdicts[part.verdict]}: {part.detail}
              </Box>
            </Box>
          ))}
        </Box>
      ) : (
        <Sentence>{detail}</Sentence>
      )}
      {meaning !== undefined && <Box sx={{ mt: 0.5 }}>{meaning}</Box>}
      {advice.length > 0 && (
        <Box component="ul" sx={{ m: 0, mt: 0.5, pl: 2.25, color: 'text.secondary' }}>
          {advice.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </Box>
      )}
    </>
  );
}

/** Whole seconds so far; nothing within the first. */
function Elapsed({ since }: { since: number }) {
  useNow(); // ticks
  const seconds = Math.floor((performance.now() - since) / 1000);
  return seconds > 0 ? label.elapsed(seconds) : null;
}
