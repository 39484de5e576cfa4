import Box from '@mui/material/Box';
import { useMemo } from 'react';
import { expiryWarningDays } from '../../shared/certificate-text.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useFrame } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { daysUntil } from '../feedback/time.ts';
import { texts } from '../texts.ts';

/** Decision 35: what is said of an accepted certificate that expires soon, or has expired; `undefined` for any other. */
export function certificateWarning({ hostName, certificate }: EndpointStatus, nowSeconds: number): string | undefined {
  if (certificate === null || certificate.validTo >= nowSeconds + expiryWarningDays * 86_400) return undefined;
  return texts.servers.certificateExpires(hostName, daysUntil(certificate.validTo, nowSeconds));
}

/** Decision 35: one warning for all certificates that expire soon; a single one is named. */
export function expiryWarning(endpoints: readonly EndpointStatus[], nowSeconds: number): string | undefined {
  const soon = endpoints.flatMap((endpoint) => certificateWarning(endpoint, nowSeconds) ?? []);
  return soon.length > 1 ? texts.servers.certificatesExpire(soon.length) : soon[0];
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
