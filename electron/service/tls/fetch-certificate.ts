import type { X509Certificate } from 'node:crypto';
import type { PresentedCertificate } from '../../../shared/certificate.ts';
import { certificateFacts, describeCertificate, warningsOf } from './certificate-facts.ts';
import { type OpenTlsOptions, openTls } from './open-tls.ts';
import { presented } from './read-certificate.ts';
import { systemAnchors } from './system-anchors.ts';
import type { TlsTarget } from './tls-target.ts';

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
    chain: chain.map(describeCertificate),
    warnings,
    issuerTrustPossible:
      issuer !== undefined && leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey) && issuedForHost,
  };
}
