import type { CertificateWarning } from './certificate.ts';

/** Decision 34: the warnings of a certificate in plain words. No schema library: the window runs it. */
export const certificateWarningTexts: Record<CertificateWarning, string> = {
  expired: 'The certificate has expired.',
  'not-yet-valid': 'The certificate is not valid yet.',
  'host-name-mismatch': 'The certificate was issued for another host name.',
  'self-signed': 'The certificate is self-signed: only its fingerprint can tell whether it is the right one.',
  'not-trusted-by-system': 'This computer does not trust the issuer of the certificate.',
};

/** Decision 35: from how many days before its expiry an accepted certificate is warned of. */
export const expiryWarningDays = 30;
