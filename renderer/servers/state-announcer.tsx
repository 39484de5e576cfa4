import Box from '@mui/material/Box';
import { useEffect, useRef, useState } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { detailText } from '../../shared/connection-text.ts';
import { texts } from '../texts.ts';

/** For screen readers only. */
const unseen = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' } as const;

/** P-4, P-5: what the eye sees in the row; a countdown is not told. */
function stateOf(endpoint: EndpointStatus): string {
  const detail = detailText({ ...endpoint, nextAttemptAt: null }, 0);
  return texts.servers.announced(endpoint.hostName, endpoint.state, endpoint.connectionState, detail);
}

/**
 * Tells a screen reader when the state of the selected endpoint changes. Others are not told, or a list of many would never be
 * quiet; selecting one tells nothing, since the row is read out then anyway.
 */
export function StateAnnouncer({ endpoint }: { endpoint: EndpointStatus | undefined }) {
  const [message, setMessage] = useState('');
  const known = useRef<{ host: string | undefined; state: string }>(undefined);
  const host = endpoint?.hostName;
  const state = endpoint ? stateOf(endpoint) : '';
  useEffect(() => {
    const before = known.current;
    known.current = { host, state };
    if (before?.host !== host) setMessage('');
    else if (before?.state !== state) setMessage(state);
  }, [host, state]);
  return (
    <Box aria-live="polite" sx={unseen}>
      {message}
    </Box>
  );
}
