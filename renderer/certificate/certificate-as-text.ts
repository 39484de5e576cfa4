import type { CertificateFacts, CertificateWarning, PresentedCertificate } from '../../shared/certificate.ts';
import { certificateWarningTexts } from '../../shared/certificate-text.ts';
import { texts } from '../texts.ts';
import { certificateFacts } from './certificate-facts.tsx';

/** A certificate and what is known beside it. */
export interface DescribedCertificate {
  /** What it is the certificate of. */
  readonly heading: string;
  readonly certificate: CertificateFacts;
  readonly warnings: readonly CertificateWarning[];
  /** The rest of its chain, nearest issuer first, where it is known. */
  readonly chain: PresentedCertificate['chain'];
}

/** Such as `2026-01-15 12:00:00 UTC`: read elsewhere, a time needs its zone. @param time epoch milliseconds */
const utcTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** Decision 34: everything that is shown of a certificate, as lines of text for a ticket or a mail. @param now epoch milliseconds */
export function certificateAsText(
  { heading, certificate, warnings, chain }: DescribedCertificate,
  now: number,
): string {
  const { warning, chainLink } = texts.certificateExport;
  const lines = [
    heading,
    ...warnings.map((each) => `${warning}: ${certificateWarningTexts[each]}`),
    ...certificateFacts(certificate, now, utcTime).map(({ name, value }) => `${name}: ${value}`),
    ...chain.map(
      ({ subject, validTo, sha256Fingerprint }) =>
        `${texts.certificate.chain}: ${chainLink(subject, utcTime(validTo * 1000), sha256Fingerprint)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
