import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { PresentedCertificate } from '../../shared/certificate.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { daysUntil, formatDate, formatTime } from '../feedback/time.ts';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';

/** Decision 34: everything that tells one certificate from another. */
export function CertificateFacts({ certificate }: { certificate: PresentedCertificate }) {
  const label = texts.certificate;
  const days = daysUntil(certificate.validTo, Date.now() / 1000);
  return (
    <Facts>
      <Fact name={label.subject}>{certificate.subject}</Fact>
      <Fact name={label.issuer}>{certificate.issuer}</Fact>
      <Fact name={label.alternativeNames}>{certificate.alternativeNames.join(', ') || texts.common.none}</Fact>
      <Fact name={label.validFrom}>{formatTime(certificate.validFrom * 1000)}</Fact>
      <Fact name={label.validTo}>
        {formatTime(certificate.validTo * 1000)} ({label.daysLeft(days)})
      </Fact>
      <Fact name={label.serialNumber}>
        <Mono>{certificate.serialNumber}</Mono>
      </Fact>
      <Fact name={label.key}>{certificate.key}</Fact>
      <Fact name={label.signature}>{certificate.signature}</Fact>
      <Fact name={label.sha256}>
        <Fingerprint value={certificate.sha256Fingerprint} />
      </Fact>
      <Fact name={label.sha1}>
        <Fingerprint value={certificate.sha1Fingerprint} />
      </Fact>
      <Fact name={label.chain}>
        {certificate.chain.length === 0 && label.chainEmpty}
        {certificate.chain.map((link) => (
          <Box key={link.sha256Fingerprint} sx={{ mb: 0.5 }}>
            {link.subject}, {label.chainUntil(formatDate(link.validTo * 1000))}
            <Fingerprint value={link.sha256Fingerprint} />
          </Box>
        ))}
      </Fact>
    </Facts>
  );
}

function Mono({ children }: { children: ReactNode }) {
  return <Box sx={{ fontFamily: monospace, fontSize: '0.75rem' }}>{children}</Box>;
}
