import { X509Certificate } from 'node:crypto';
import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import { addressOf } from '../../shared/host-name.ts';
import type { GivenMasterTrust, MasterHeader } from '../../shared/masters.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import type { Clock } from '../service/clock.ts';
import { readCaCertificates } from '../service/netbackup/ca-certificate.ts';
import { certificateFacts, warningsOf } from '../service/tls/certificate-facts.ts';
import type { CertificateJudge } from '../service/tls/certificate-judges.ts';
import { chainJudge, pinnedJudge } from '../service/tls/certificate-judges.ts';
import { masterNotValid } from './master-origin.ts';

type SavedTrust = SavedMaster['trust'];

/** Whether there is a certificate to be accepted. */
export const isSecure = (origin: string): boolean => origin.startsWith('https:');

/**
 * What an administrator accepted, as it is saved. With trust `certificate` the warnings are those that the certificate has for this
 * host now: they were shown with it.
 * @throws NbwssError `masterNotValid`
 */
export function acceptedTrust({ trust, certificate }: GivenMasterTrust, origin: string, now: number): SavedTrust {
  const read = certificatesOf(certificate);
  const [first] = read;
  if (!first || (trust === 'certificate' && read.length > 1))
    throw masterNotValid({ trust: 'must be the one certificate that the server presents' });
  const { host } = addressOf(new URL(origin));
  return {
    trust,
    certificate: read.map((each) => each.toString()).join(''),
    acceptedWarnings: trust === 'certificate' ? warningsOf(first, host, now) : [],
  };
}

function certificatesOf(text: string): X509Certificate[] {
  try {
    return readCaCertificates(text);
  } catch (error) {
    const [reason] = Object.values(asNbwssError(error).report.fields);
    if (reason === undefined) throw error;
    throw masterNotValid({ trust: reason });
  }
}

/** How TLS to a master server is judged (decision 35): nothing is sent before, and the credentials least of all. */
export function trustAt(
  origin: string,
  trust: SavedTrust,
  clock: Pick<Clock, 'now'>,
): { anchors: readonly string[]; judge: CertificateJudge } {
  if (!trust) throw masterNotValid({ trust: 'must be accepted' });
  const { host } = addressOf(new URL(origin));
  const anchors = certificatesOf(trust.certificate).map((each) => each.toString());
  if (trust.trust === 'issuer') return { anchors, judge: chainJudge(host) };
  const { fingerprint256, validTo } = new X509Certificate(trust.certificate);
  const acceptance = {
    trust: trust.trust,
    sha256Fingerprint: fingerprint256,
    acceptedWarnings: trust.acceptedWarnings,
    validTo: Math.floor(Date.parse(validTo) / 1000),
  };
  return { anchors, judge: pinnedJudge(acceptance, host, clock) };
}

/** What was accepted, for people; without certificates where they were damaged by hand: that is told once it is asked. */
export const shownTrust = (trust: SavedTrust): MasterHeader['trust'] =>
  trust && { trust: trust.trust, certificates: shownCertificates(trust.certificate) };

function shownCertificates(pem: string) {
  try {
    return readCaCertificates(pem).map(certificateFacts);
  } catch (error) {
    if (error instanceof NbwssError) return [];
    throw error;
  }
}
