import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { CertificateFacts as Certificate, PresentedCertificate } from '../../shared/certificate.ts';
import { CopyButton } from '../feedback/copy-button.tsx';
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
  /** Compared elsewhere, character by character: shown with a button that copies it. */
  readonly isFingerprint?: true;
}

/**
 * Decision 34: everything that tells one certificate from another but its chain, always in the same order.
 * @param now epoch milliseconds
 * @param timeText of epoch milliseconds
 */
export function certificateFacts(certificate: Certificate, now: number, timeText = formatTime): CertificateFact[] {
  const label = texts.certificate;
  const { subject, issuer, alternativeNames, validFrom, validTo, serialNumber, key, signature } = certificate;
  const { sha256Fingerprint, sha1Fingerprint } = certificate;
  const text = (name: string, value: string): CertificateFact => ({ name, value, shown: value });
  const fingerprint = (name: string, value: string): CertificateFact => ({
    ...{ name, value, shown: <Fingerprint value={value} />, isFingerprint: true },
  });
  const days = label.daysLeft(daysUntil(validTo, now / 1000));
  return [
    text(label.subject, subject),
    text(label.issuer, issuer),
    text(label.alternativeNames, alternativeNames.join(', ') || texts.common.none),
    text(label.validFrom, timeText(validFrom * 1000)),
    text(label.validTo, `${timeText(validTo * 1000)} (${days})`),
    { name: label.serialNumber, value: serialNumber, shown: <Mono>{serialNumber}</Mono> },
    text(label.key, key),
    text(label.signature, signature),
    fingerprint(label.sha256, sha256Fingerprint),
    fingerprint(label.sha1, sha1Fingerprint),
  ];
}

/** What a fact says; a fingerprint with a button that copies it. */
export function FactValue({ fact: { name, value, shown, isFingerprint } }: { fact: CertificateFact }) {
  if (!isFingerprint) return shown;
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5 }}>
      <Box sx={{ minWidth: 0 }}>{shown}</Box>
      <CopyButton name={name} value={value} />
    </Box>
  );
}

/** The facts of a certificate as entries of a list. */
export function CertificateFactList({ certificate }: { certificate: Certificate }) {
  return certificateFacts(certificate, useNow()).map((fact) => (
    <Fact key={fact.name} name={fact.name}>
      <FactValue fact={fact} />
    </Fact>
  ));
}

/** A presented certificate in full. */
export function CertificateFacts({ certificate }: { certificate: PresentedCertificate }) {
  return (
    <Facts>
      <CertificateFactList certificate={certificate} />
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
