import type { Acceptance, CertificateWarning } from '../../shared/certificate.ts';
import { certificateWarningTexts } from '../../shared/certificate-text.ts';
import { causeEntry } from '../../shared/connection-causes.ts';
import { webSocketAddress } from '../../shared/endpoint-details.ts';
import type { Clock } from '../service/clock.ts';
import { fetchCertificate } from '../service/tls/present-certificate.ts';
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
    sheet.fail('certificate', `${both} Nothing was sent to it.`);
    return undefined;
  }
  const problems = warnings.filter((warning) => accepted === undefined || neverAccepted.includes(warning));
  if (problems.length > 0) {
    const why = problems.map((warning) => certificateWarningTexts[warning]).join(' ');
    const isForGood = problems.some((warning) => neverAccepted.includes(warning));
    const how = isForGood
      ? ''
      : ` If it is the right one, run this again with --accept-certificate ${sha256Fingerprint}`;
    sheet.fail(
      'certificate',
      `The server presented ${subject}, SHA-256 ${sha256Fingerprint}. ${why} Nothing was sent to it.${how}`,
    );
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
