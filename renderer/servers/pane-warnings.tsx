import Box from '@mui/material/Box';
import { useMemo } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useFramePart } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { daysUntil } from '../feedback/time.ts';
import { texts } from '../texts.ts';

/** Decision 35: from how many days before its expiry an accepted certificate is warned of. */
const warnDays = 30;

/** Decision 35: what is said of an accepted certificate that expires soon, or has expired; `undefined` for any other. */
export function certificateWarning(endpoint: EndpointStatus, nowSeconds: number): string | undefined {
  const { hostName, certificate } = endpoint;
  if (certificate === null || !expiresSoon(endpoint, nowSeconds)) return undefined;
  return texts.servers.certificateExpires(hostName, daysUntil(certificate.validTo, nowSeconds));
}

const expiresSoon = ({ certificate }: EndpointStatus, nowSeconds: number) =>
  certificate !== null && certificate.validTo < nowSeconds + warnDays * 86_400;

/** Decision 35: one warning for all certificates that expire soon; a single one is named. */
export function expiryWarning(endpoints: readonly EndpointStatus[], nowSeconds: number): string | undefined {
  const soon = endpoints.filter((endpoint) => expiresSoon(endpoint, nowSeconds));
  const [first, ...others] = soon;
  if (others.length > 0) return texts.servers.certificatesExpire(soon.length);
  return first && certificateWarning(first, nowSeconds);
}

export function PaneWarnings({ endpoints }: { endpoints: readonly EndpointStatus[] }) {
  const read = useFramePart((frame) => frame.warnings);
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
