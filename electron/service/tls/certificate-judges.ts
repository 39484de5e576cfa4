import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import type { Acceptance, CertificateWarning } from '../../../shared/certificate.ts';
import type { Clock } from '../clock.ts';
import { TlsFailure, type TlsFailureKind } from './tls-failure.ts';

/**
 * Judges the certificate before a byte of ours is sent: throws a {@link TlsFailure} of stage `certificate` to refuse it.
 * `chainProblem` is OpenSSL's code when the chain does not end in an anchor, `undefined` when it does.
 */
export type CertificateJudge = (leaf: X509Certificate, chainProblem: string | undefined) => void;

/** Whether the certificate was issued for this DNS name or IP address. */
export function isIssuedFor(certificate: X509Certificate, host: string): boolean {
  if (isIP(host)) return certificate.checkIP(host) !== undefined;
  return checkServerIdentity(host, namesOf(certificate)) === undefined;
}

/** What is read of a certificate to judge its name: the common name only where there is no alternative one, since to make all of it takes long. */
function namesOf(certificate: X509Certificate): PeerCertificate {
  const { subjectAltName } = certificate;
  if (subjectAltName?.includes('DNS:')) return { subjectaltname: subjectAltName } as PeerCertificate;
  return certificate.toLegacyObject();
}

/** What OpenSSL says of a chain, in words. Its code is kept beside them, to be looked up. */
const chainProblems: Record<string, string> = {
  CERT_HAS_EXPIRED: 'a certificate of the chain has expired',
  CERT_NOT_YET_VALID: 'a certificate of the chain is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the chain ends in another CA',
  UNABLE_TO_GET_ISSUER_CERT: 'the issuer is another one, or was not sent along',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the issuer is another one, or was not sent along',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the issuer is another one, or was not sent along',
  INVALID_PURPOSE: 'the certificate is not for servers',
};

/** @param problem OpenSSL's code */
function chainProblemText(problem: string): string {
  const words = chainProblems[problem];
  return words ? `${words} (${problem})` : `its chain is not valid (${problem})`;
}

const isOfTime = (problem: string | undefined) => problem === 'CERT_HAS_EXPIRED' || problem === 'CERT_NOT_YET_VALID';

/**
 * Decision 35: only what the administrator accepted. With trust `certificate` it is that very certificate by its SHA-256,
 * so that what is odd about its chain was shown and accepted with it; with trust `issuer` the chain must end in the stored
 * issuer. In both, validity and host name hold, unless, with trust `certificate`, that very warning was shown and accepted.
 *
 * The validity is read here rather than left to OpenSSL, which names one problem of a chain only and not whose it is.
 * @param host DNS name or IP address that the certificate has to be for
 * @param clock its wall clock tells whether the certificate is valid
 */
export function pinnedJudge(acceptance: Acceptance, host: string, clock: Pick<Clock, 'now'>): CertificateJudge {
  const accepts = (warning: CertificateWarning) =>
    acceptance.trust === 'certificate' && acceptance.acceptedWarnings.includes(warning);
  return (leaf, chainProblem) => {
    const refuse = (kind: TlsFailureKind, why: string) => {
      throw new TlsFailure(kind, why, { presentedFingerprint: leaf.fingerprint256 });
    };
    if (acceptance.trust === 'certificate' && leaf.fingerprint256 !== acceptance.sha256Fingerprint) {
      refuse(
        'certificate-changed',
        `the server presented ${leaf.fingerprint256}, accepted is ${acceptance.sha256Fingerprint}`,
      );
    }
    if (acceptance.trust === 'issuer' && chainProblem !== undefined && !isOfTime(chainProblem))
      refuse(
        'certificate-wrong-issuer',
        `the certificate does not come from the accepted issuer: ${chainProblemText(chainProblem)}`,
      );
    if (clock.now() > Date.parse(leaf.validTo) && !accepts('expired'))
      refuse('certificate-expired', `the certificate expired on ${leaf.validTo}`);
    if (clock.now() < Date.parse(leaf.validFrom) && !accepts('not-yet-valid'))
      refuse('certificate-not-yet-valid', `the certificate is not valid before ${leaf.validFrom}`);
    // Its own validity has just been read, so this is an issuer's.
    if (acceptance.trust === 'issuer' && chainProblem !== undefined) {
      const kind = chainProblem === 'CERT_HAS_EXPIRED' ? 'certificate-expired' : 'certificate-not-yet-valid';
      refuse(kind, chainProblemText(chainProblem));
    }
    if (!accepts('host-name-mismatch') && !isIssuedFor(leaf, host))
      refuse('certificate-wrong-name', `the certificate was not issued for ${host}`);
  };
}

/** Trusts what chains to the given anchors and was issued for the host: NetBackup's CA, or the system's CAs. */
export function chainJudge(host: string): CertificateJudge {
  return (leaf, chainProblem) => {
    const presented = { presentedFingerprint: leaf.fingerprint256 };
    if (chainProblem !== undefined)
      throw new TlsFailure('certificate-wrong-issuer', chainProblemText(chainProblem), presented);
    if (!isIssuedFor(leaf, host)) {
      throw new TlsFailure('certificate-wrong-name', `the certificate was not issued for ${host}`, presented);
    }
  };
}
