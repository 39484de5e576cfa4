import Box from '@mui/material/Box';
import { useMemo } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useFrame } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { daysUntil } from '../feedback/time.ts';
import { texts } from '../texts.ts';

/** Decision 35: from how many days before its expiry an accepted certificate is warned of. */
const warnDays = 30;

/** Decision 35: one warning for all certificates that expire soon; a single one is named. */
export function expiryWarning(endpoints: readonly EndpointStatus[], nowSeconds: number): string | undefined {
  const until = nowSeconds + warnDays * 86_400;
  const soon = endpoints.filter(({ certificate }) => certificate !== null && certificate.validTo < until);
  const [first] = soon;
  if (!first?.certificate) return undefined;
  return soon.length === 1
    ? texts.servers.certificateExpires(first.hostName, daysUntil(first.certificate.validTo, nowSeconds))
    : texts.servers.certificatesExpire(soon.length);
}

export function PaneWarnings({ endpoints }: { endpoints: readonly EndpointStatus[] }) {
  const read = useFrame()?.warnings;
  const expiry = useMemo(() => expiryWarning(endpoints, Date.now() / 1000), [endpoints]);
  const warnings = [...(expiry === undefined ? [] : [expiry]), ...(read ?? [])];
  if (warnings.length === 0) return null;
  return (
    <Box sx={{ px: 1.5, pb: 1, maxHeight: 120, overflow: 'auto', flexShrink: 0 }}>
      <Notice severity="warning">
        {warnings.map((warning) => (
          <div key={warning}>{warning}</div>
        ))}
      </Notice>
    </Box>
  );
}
