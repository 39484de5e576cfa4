import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import {
  checkServerIdentity,
  getCACertificates,
  type PeerCertificate,
  rootCertificates,
  type TLSSocket,
} from 'node:tls';
import type { Acceptance } from '../../../shared/certificate.ts';
import type { CertificateJudge } from './open-tls.ts';
import { TlsFailure, type TlsFailureKind } from './tls-failure.ts';

let system: readonly string[] | undefined;

/** PEM of the CAs that this computer trusts: Node's own list and the system's store. Read once: it is slow on some systems. */
export function systemAnchors(): readonly string[] {
  system ??= [...new Set([...rootCertificates, ...getCACertificates('default'), ...getCACertificates('system')])];
  return system;
}

/** Whether the certificate was issued for this DNS name or IP address. */
export function isIssuedFor(certificate: X509Certificate, host: string, peer: PeerCertificate): boolean {
  return isIP(host) ? certificate.checkIP(host) !== undefined : checkServerIdentity(host, peer) === undefined;
}

/**
 * OpenSSL tells one problem even when there are several, so a problem of time may hide an issuer that is not the accepted
 * one. Only where the fingerprint has told already which certificate it is can an accepted problem of time be let pass.
 */
const accepts = ({ trust, acceptedWarnings }: Acceptance, problem: string) =>
  trust === 'certificate' &&
  ((problem === 'CERT_HAS_EXPIRED' && acceptedWarnings.includes('expired')) ||
    (problem === 'CERT_NOT_YET_VALID' && acceptedWarnings.includes('not-yet-valid')));

/**
 * Decision 35: only what the administrator accepted. With trust `certificate` the SHA-256 is compared first; with trust
 * `issuer` the chain must end in the stored issuer. In both, validity and host name hold unless that very warning was shown
 * and accepted.
 */
export function pinnedJudge(acceptance: Acceptance, host: string): CertificateJudge {
  return (leaf, chainProblem, socket) => {
    const refuse = (kind: TlsFailureKind, why: string) => {
      throw new TlsFailure(kind, why, { presentedFingerprint: leaf.fingerprint256 });
    };
    if (acceptance.trust === 'certificate' && leaf.fingerprint256 !== acceptance.sha256Fingerprint) {
      refuse(
        'certificate-changed',
        `the server presented ${leaf.fingerprint256}, accepted is ${acceptance.sha256Fingerprint}`,
      );
    }
    if (chainProblem !== undefined && !accepts(acceptance, chainProblem)) {
      if (chainProblem === 'CERT_HAS_EXPIRED')
        refuse('certificate-expired', `the certificate expired on ${leaf.validTo}`);
      if (chainProblem === 'CERT_NOT_YET_VALID')
        refuse('certificate-not-yet-valid', `the certificate is not valid before ${leaf.validFrom}`);
      refuse('certificate-wrong-issuer', `the chain does not end in the accepted issuer (${chainProblem})`);
    }
    const mismatchAccepted =
      acceptance.trust === 'certificate' && acceptance.acceptedWarnings.includes('host-name-mismatch');
    if (!mismatchAccepted && !isIssuedFor(leaf, host, socket.getPeerCertificate())) {
      refuse('certificate-wrong-name', `the certificate was not issued for ${host}`);
    }
  };
}

/** Trusts what chains to the given anchors and was issued for the host: NetBackup's CA, or the system's CAs. */
export function chainJudge(host: string): CertificateJudge {
  return (leaf, chainProblem, socket: TLSSocket) => {
    const presented = { presentedFingerprint: leaf.fingerprint256 };
    if (chainProblem !== undefined) throw new TlsFailure('certificate-wrong-issuer', chainProblem, presented);
    if (!isIssuedFor(leaf, host, socket.getPeerCertificate())) {
      throw new TlsFailure('certificate-wrong-name', `the certificate was not issued for ${host}`, presented);
    }
  };
}
