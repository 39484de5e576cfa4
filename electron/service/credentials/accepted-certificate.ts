import { X509Certificate } from 'node:crypto';
import type { AcceptedCertificate, CertificateWarning } from '../../../shared/certificate.ts';
import { webSocketAddress } from '../../../shared/endpoint-details.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import { certificateFacts, timeWarnings, warningsOf } from '../tls/certificate-facts.ts';

/**
 * Decision 35: what was accepted for a saved endpoint, and how it stands today. That this computer does not trust its chain is told
 * as it was seen at acceptance: the trust store holds one certificate and no chain.
 * @param anchor PEM that the trust store holds
 * @param now epoch milliseconds
 */
export function acceptedCertificate(
  { url, acceptance }: Pick<SavedEndpoint, 'url' | 'acceptance'>,
  anchor: string,
  now: number,
): AcceptedCertificate {
  const certificate = new X509Certificate(anchor);
  const { trust, acceptedWarnings, sha256Fingerprint } = acceptance;
  const ofChain = acceptedWarnings.filter((warning) => warning === 'not-trusted-by-system');
  // An issuer is not for a host name, and a root is always its own issuer.
  const warnings: CertificateWarning[] =
    trust === 'issuer'
      ? timeWarnings(certificate, now)
      : [...warningsOf(certificate, webSocketAddress(url).host, now), ...ofChain];
  return { trust, certificate: certificateFacts(certificate), warnings, acceptedWarnings, sha256Fingerprint };
}
