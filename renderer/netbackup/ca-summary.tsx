import Box from '@mui/material/Box';
import type { CertificateFacts } from '../../shared/certificate.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { useNow } from '../feedback/now.ts';
import { daysUntil, formatDate } from '../feedback/time.ts';
import { texts } from '../texts.ts';

/** What tells CA certificates from others, in short. */
export function CaSummary({ certificates }: { certificates: readonly CertificateFacts[] }) {
  const now = useNow();
  const label = texts.certificate;
  if (certificates.length === 0) return <Box sx={{ color: 'text.secondary' }}>{texts.common.none}</Box>;
  return certificates.map(({ subject, sha256Fingerprint, validTo }) => (
    <Facts key={sha256Fingerprint}>
      <Fact name={label.subject}>{subject}</Fact>
      <Fact name={label.validTo}>
        {formatDate(validTo * 1000)} ({label.daysLeft(daysUntil(validTo, now / 1000))})
      </Fact>
      <Fact name={label.sha256}>
        <Fingerprint value={sha256Fingerprint} />
      </Fact>
    </Facts>
  ));
}
