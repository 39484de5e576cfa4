import type { X509Certificate } from 'node:crypto';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { readCertificate } from '../tls/read-certificate.ts';

/** More would be a system's list of CAs: with that, anybody's certificate would do. */
const maxCertificates = 20;
const pemBlock = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

const refuse = (reason: string) => new NbwssError('netBackupNotValid', { fields: { 'CA certificate': reason } });

/**
 * The certificates of a CA file: one or more in PEM, in their order, each once. What stands around them (such as comments) is
 * passed over, and nothing of it is kept.
 * @throws NbwssError `netBackupNotValid`
 */
export function readCaCertificates(text: string): X509Certificate[] {
  if (text.trim() === '') throw refuse('must not be empty');
  const blocks = text.match(pemBlock) ?? [];
  if (blocks.length === 0) throw refuse('is not a certificate in PEM format');
  const read = blocks.map((block, index) => {
    try {
      return readCertificate(block);
    } catch {
      throw refuse(
        blocks.length === 1
          ? 'is not a certificate in PEM format'
          : `certificate ${index + 1} of ${blocks.length} is damaged`,
      );
    }
  });
  const certificates = [...new Map(read.map((certificate) => [certificate.fingerprint256, certificate])).values()];
  if (certificates.length > maxCertificates)
    throw refuse(
      `holds ${certificates.length} certificates, and ${maxCertificates} are the most: give NetBackup's own`,
    );
  return certificates;
}
