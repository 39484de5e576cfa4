import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts, CertificateWarning } from '../../../shared/certificate.ts';
import { isIssuedFor } from './certificate-judges.ts';

/** What is out of its time about a certificate. `now` is epoch milliseconds. */
export function timeWarnings({ validFrom, validTo }: X509Certificate, now: number): CertificateWarning[] {
  if (now > Date.parse(validTo)) return ['expired'];
  return now < Date.parse(validFrom) ? ['not-yet-valid'] : [];
}

/**
 * Decision 34: what is wrong with a server's certificate by itself, whatever its chain.
 * @param host DNS name or IP address that it has to be for
 * @param now epoch milliseconds
 */
export function warningsOf(certificate: X509Certificate, host: string, now: number): CertificateWarning[] {
  return [
    ...timeWarnings(certificate, now),
    ...(isIssuedFor(certificate, host) ? [] : (['host-name-mismatch'] as const)),
    ...(isSelfSigned(certificate) ? (['self-signed'] as const) : []),
  ];
}

/** Decision 34: everything that is shown of one certificate. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  return {
    ...describeCertificate(certificate),
    alternativeNames: certificate.subjectAltName?.split(', ') ?? [],
    validFrom: epochSeconds(certificate.validFrom),
    serialNumber: certificate.serialNumber,
    key: keyText(certificate),
    signature: certificate.signatureAlgorithm ?? certificate.signatureAlgorithmOid,
    sha1Fingerprint: certificate.fingerprint,
  };
}

const epochSeconds = (text: string) => Math.floor(Date.parse(text) / 1000);

/** Told by name and signature alone: `checkIssued` also asks for key usages that a plain server certificate lacks. */
const isSelfSigned = (certificate: X509Certificate) =>
  certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey);

const oneLine = (distinguishedName: string) => distinguishedName.split('\n').join(', ');

/** What is told of a certificate in a chain. */
export function describeCertificate(certificate: X509Certificate) {
  return {
    pem: certificate.toString(),
    subject: oneLine(certificate.subject ?? ''),
    issuer: oneLine(certificate.issuer ?? ''),
    sha256Fingerprint: certificate.fingerprint256,
    validTo: epochSeconds(certificate.validTo),
  };
}

function keyText({ publicKey }: X509Certificate): string {
  const { asymmetricKeyType = 'unknown', asymmetricKeyDetails: details = {} } = publicKey;
  if (details.namedCurve) return `${asymmetricKeyType.toUpperCase()} ${details.namedCurve}`;
  return details.modulusLength ? `${asymmetricKeyType.toUpperCase()} ${details.modulusLength} bits` : asymmetricKeyType;
}
