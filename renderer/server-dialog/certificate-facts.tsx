import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { CertificateFacts as Certificate, PresentedCertificate } from '../../shared/certificate.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { useNow } from '../feedback/now.ts';
import { daysUntil, formatDate, formatTime } from '../feedback/time.ts';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';

/** One thing that tells a certificate from another. */
export interface CertificateFact {
  readonly name: string;
  /** What two certificates are compared by. */
  readonly value: string;
  readonly shown: ReactNode;
}

/** Decision 34: everything that tells one certificate from another but its chain, always in the same order. @param now epoch milliseconds */
export function certificateFacts(certificate: Certificate, now: number): CertificateFact[] {
  const label = texts.certificate;
  const { subject, issuer, alternativeNames, validFrom, validTo, serialNumber, key, signature } = certificate;
  const { sha256Fingerprint, sha1Fingerprint } = certificate;
  const text = (name: string, value: string): CertificateFact => ({ name, value, shown: value });
  const days = label.daysLeft(daysUntil(validTo, now / 1000));
  return [
    text(label.subject, subject),
    text(label.issuer, issuer),
    text(label.alternativeNames, alternativeNames.join(', ') || texts.common.none),
    text(label.validFrom, formatTime(validFrom * 1000)),
    text(label.validTo, `${formatTime(validTo * 1000)} (${days})`),
    { name: label.serialNumber, value: serialNumber, shown: <Mono>{serialNumber}</Mono> },
    text(label.key, key),
    text(label.signature, signature),
    { name: label.sha256, value: sha256Fingerprint, shown: <Fingerprint value={sha256Fingerprint} /> },
    { name: label.sha1, value: sha1Fingerprint, shown: <Fingerprint value={sha1Fingerprint} /> },
  ];
}

/** A presented certificate in full. */
export function CertificateFacts({ certificate }: { certificate: PresentedCertificate }) {
  return (
    <Facts>
      {certificateFacts(certificate, useNow()).map(({ name, shown }) => (
        <Fact key={name} name={name}>
          {shown}
        </Fact>
      ))}
      <Fact name={texts.certificate.chain}>
        <CertificateChain certificate={certificate} />
      </Fact>
    </Facts>
  );
}

/** The rest of the chain, as the server sent it. */
export function CertificateChain({ certificate }: { certificate: PresentedCertificate }) {
  const label = texts.certificate;
  if (certificate.chain.length === 0) return label.chainEmpty;
  return certificate.chain.map((link) => (
    <Box key={link.sha256Fingerprint} sx={{ mb: 0.5 }}>
      {link.subject}, {label.chainUntil(formatDate(link.validTo * 1000))}
      <Fingerprint value={link.sha256Fingerprint} />
    </Box>
  ));
}

function Mono({ children }: { children: ReactNode }) {
  return <Box sx={{ fontFamily: monospace, fontSize: '0.75rem' }}>{children}</Box>;
}
