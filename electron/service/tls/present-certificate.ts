import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts, CertificateWarning, PresentedCertificate } from '../../../shared/certificate.ts';
import { isIssuedFor, systemAnchors } from './certificate-judges.ts';
import { type OpenTlsOptions, openTls, type TlsTarget } from './open-tls.ts';
import { presented } from './read-certificate.ts';

/** The most certificates of a chain that are looked at. */
const maxChain = 10;

/**
 * Decision 34: opens TLS to a server, reads the certificate that it presents, sends nothing and closes.
 * @throws TlsFailure network or handshake
 */
export async function fetchCertificate(
  target: TlsTarget,
  options: Pick<OpenTlsOptions, 'clock' | 'signal' | 'route' | 'clientCertificate'>,
): Promise<PresentedCertificate> {
  let shown: PresentedCertificate | undefined;
  const socket = await openTls(target, {
    ...options,
    anchors: systemAnchors(),
    judge: (leaf, chainProblem) => {
      shown = presentCertificate(leaf, chainProblem, target.host, options.clock.now());
    },
  });
  socket.on('error', () => undefined).destroy();
  if (!shown) throw new Error('openTls returned without having its certificate judged');
  return shown;
}

/**
 * The certificates above the leaf, nearest first: of what the server sent, in whatever order, those that issued the one before.
 * @param leaf as TLS has read it, with what was sent behind it
 */
function chainOf(leaf: X509Certificate): X509Certificate[] {
  const sent: X509Certificate[] = [];
  for (let at = leaf.issuerCertificate; at && sent.length < maxChain; at = at.issuerCertificate)
    sent.push(presented(at));
  const chain: X509Certificate[] = [];
  const issuerOf = (certificate: X509Certificate) =>
    sent.find((other) => !chain.includes(other) && certificate.checkIssued(other));
  for (let issuer = issuerOf(leaf); issuer; issuer = issuerOf(issuer)) chain.push(issuer);
  return chain;
}

/** D-9: what the dialog "SSL Certificate" shows. `now` is epoch milliseconds. */
function presentCertificate(
  leaf: X509Certificate,
  chainProblem: string | undefined,
  host: string,
  now: number,
): PresentedCertificate {
  const chain = chainOf(leaf);
  const warnings = warningsOf(leaf, host, now);
  const issuedForHost = !warnings.includes('host-name-mismatch');
  if (chainProblem !== undefined) warnings.push('not-trusted-by-system');
  const [issuer] = chain;
  return {
    ...certificateFacts(leaf),
    chain: chain.map(describe),
    warnings,
    issuerTrustPossible:
      issuer !== undefined && leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey) && issuedForHost,
  };
}

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
    ...describe(certificate),
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

function describe(certificate: X509Certificate) {
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
