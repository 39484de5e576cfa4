import type { Acceptance, CertificateWarning } from '../../shared/certificate.ts';
import { certificateWarningTexts } from '../../shared/certificate-text.ts';
import { causeEntry } from '../../shared/connection-causes.ts';
import { webSocketAddress } from '../../shared/endpoint-details.ts';
import type { Clock } from '../service/clock.ts';
import { fetchCertificate } from '../service/tls/fetch-certificate.ts';
import type { Route } from '../service/tls/proxy.ts';
import { TlsFailure } from '../service/tls/tls-failure.ts';
import type { RuleSheet } from './rule-sheet.ts';

/** A certificate that the connections are pinned to. */
export interface AcceptedCertificate {
  readonly acceptance: Acceptance;
  /** PEM */
  readonly anchor: string;
}

/** No acceptance makes these good: a provider's certificate has to be valid. */
const neverAccepted: readonly CertificateWarning[] = ['expired', 'not-yet-valid'];

/** What the provider does about it: to this check it is one's own certificate. */
function advice(problems: readonly CertificateWarning[], sha256Fingerprint: string): string {
  if (problems.some((problem) => neverAccepted.includes(problem)))
    return 'Give the server a certificate that is valid now: NBWSS warns of this one, and administrators will not accept it.';
  const forAll = problems.includes('host-name-mismatch')
    ? "a certificate for the host name of the endpoint's url"
    : 'a certificate of a public CA';
  return [
    `Administrators see the same warning, and need the fingerprint from you by another way; ${forAll} saves them that.`,
    'If this is your certificate (on the server: openssl x509 -in certificate.pem -noout -fingerprint -sha256),',
    `run this check again with --accept-certificate ${sha256Fingerprint}`,
  ].join(' ');
}

/** A SHA-256 fingerprint, with or without colons and in any case, as the product writes it; `undefined` when it is none. */
export function readFingerprint(text: string): string | undefined {
  const digits = text.trim().replaceAll(':', '').toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits)) return undefined;
  return (digits.match(/../g) ?? []).join(':');
}

/**
 * Decision 34: asks the server for its certificate, without sending anything, and judges it.
 * @param accepted the fingerprint that was accepted; without one the system's CAs have to vouch for it
 * @returns `undefined` when nothing may be sent to this server
 */
export async function checkCertificate(
  sheet: RuleSheet,
  url: string,
  accepted: string | undefined,
  { clock, route }: { clock: Clock; route: Route },
): Promise<AcceptedCertificate | undefined> {
  let certificate: Awaited<ReturnType<typeof fetchCertificate>>;
  try {
    certificate = await fetchCertificate(webSocketAddress(url), { clock, route });
  } catch (error) {
    if (!(error instanceof TlsFailure)) throw error;
    sheet.fail('tls', `No TLS connection was made: ${error.message}. ${causeEntry(error.kind).meaning}`);
    return undefined;
  }
  const { sha256Fingerprint, subject, issuer, validTo, warnings, pem } = certificate;
  sheet.pass('tls', 'A TLS connection was made.');
  if (accepted !== undefined && accepted !== sha256Fingerprint) {
    const both = `The server presented ${sha256Fingerprint}, accepted is ${accepted}.`;
    sheet.fail(
      'certificate',
      `${both} Nothing was sent to it. If you have changed the certificate, accept the new one.`,
    );
    return undefined;
  }
  const problems = warnings.filter((warning) => accepted === undefined || neverAccepted.includes(warning));
  if (problems.length > 0) {
    const why = problems.map((warning) => certificateWarningTexts[warning]).join(' ');
    const found = `The server presented ${subject}, SHA-256 ${sha256Fingerprint}. ${why} Nothing was sent to it.`;
    sheet.fail('certificate', `${found} ${advice(problems, sha256Fingerprint)}`);
    return undefined;
  }
  const until = new Date(validTo * 1000).toISOString().slice(0, 10);
  sheet.pass(
    'certificate',
    `${subject}, issued by ${issuer}, valid to ${until}${accepted ? ': the accepted one' : ', trusted by this computer'}.`,
  );
  for (const warning of warnings)
    sheet.remark('certificate', `${certificateWarningTexts[warning]} NBWSS shows this to the administrator.`);
  return {
    acceptance: { trust: 'certificate', sha256Fingerprint, acceptedWarnings: warnings, validTo },
    anchor: pem,
  };
}
