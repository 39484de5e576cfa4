import Box from '@mui/material/Box';
import { useEffect, useRef, useState } from 'react';
import type { MasterStatus } from '../../shared/masters.ts';
import { texts } from '../texts.ts';
import { type Turns, turnsOf } from './master-order.ts';
import { useKnownMasters } from './masters-context.ts';

/** For screen readers only. */
const unseen = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' } as const;
/** So many are named at once, or it would never be quiet when the network fails. */
const named = 3;

/** Tells a screen reader when a master server fails, or answers again, wherever one looks; never how one fails that fails already. */
export function MasterAnnouncer() {
  const list = useKnownMasters((masters) => masters);
  const [message, setMessage] = useState('');
  const known = useRef(new Map<string, MasterStatus['state']>());
  useEffect(() => {
    const text = spoken(turnsOf(known.current, list));
    known.current = new Map(list.map(({ id, state }) => [id, state]));
    if (text !== '') setMessage(text);
  }, [list]);
  return (
    <Box aria-live="polite" sx={unseen}>
      {message}
    </Box>
  );
}

function spoken({ failing, back }: Turns): string {
  const label = texts.masters;
  const rest = failing.length - named;
  return [
    ...failing.slice(0, named).map(({ name, problem }) => label.nowFailing(name, problem?.lines[0] ?? '')),
    ...(rest > 0 ? [label.moreFailing(rest)] : []),
    ...back.slice(0, named).map(({ name }) => label.nowBack(name)),
  ].join(' ');
}
