import { z } from 'zod';

/** How the administrator's acceptance is to be understood (decision 35). */
export const trustSchema = z.enum(['certificate', 'issuer']);
export type Trust = z.infer<typeof trustSchema>;

/** What is wrong with a certificate, in the order in which it is shown (decision 34). */
export const certificateWarningSchema = z.enum([
  'expired',
  'not-yet-valid',
  'host-name-mismatch',
  'self-signed',
  'not-trusted-by-system',
]);
export type CertificateWarning = z.infer<typeof certificateWarningSchema>;

/** One certificate of a chain, for people. Fingerprints are upper-case hex pairs with colons; times are epoch seconds. */
export const chainCertificateSchema = z.object({
  pem: z.string(),
  subject: z.string(),
  issuer: z.string(),
  sha256Fingerprint: z.string(),
  validTo: z.number(),
});

/** What tells one certificate from another (decision 34). */
export const certificateFactsSchema = z.object({
  pem: z.string(),
  subject: z.string(),
  issuer: z.string(),
  alternativeNames: z.array(z.string()),
  /** Epoch seconds. */
  validFrom: z.number(),
  /** Epoch seconds. */
  validTo: z.number(),
  serialNumber: z.string(),
  /** Such as `RSA 2048 bits` or `EC prime256v1`. */
  key: z.string(),
  /** Such as `SHA-256 with ECDSA`. */
  signature: z.string(),
  sha256Fingerprint: z.string(),
  sha1Fingerprint: z.string(),
});
export type CertificateFacts = z.infer<typeof certificateFactsSchema>;

/** D-9: a server's certificate as it is shown before it is accepted. */
export const presentedCertificateSchema = certificateFactsSchema.extend({
  /** The rest of the chain as the server sent it, nearest issuer first. */
  chain: z.array(chainCertificateSchema),
  warnings: z.array(certificateWarningSchema),
  /** Whether "Trust certificates of this issuer for this host name" can be offered. */
  issuerTrustPossible: z.boolean(),
});
export type PresentedCertificate = z.infer<typeof presentedCertificateSchema>;

/** What was accepted for an endpoint; the certificate itself lies in the trust store. */
export const acceptanceSchema = z.object({
  trust: trustSchema,
  /** Of the accepted certificate. */
  sha256Fingerprint: z.string(),
  /** The warnings that were shown, and so accepted. */
  acceptedWarnings: z.array(certificateWarningSchema),
  /** When what is trusted expires: the accepted certificate, or with trust `issuer` its issuer's. Epoch seconds. */
  validTo: z.number(),
  /** SHA-256 of the issuer that is trusted; only with trust `issuer`. */
  anchorFingerprint: z.string().optional(),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

/** Decision 35: what was accepted for a saved endpoint, as the trust store holds it, and how it stands today. */
export const acceptedCertificateSchema = z.object({
  trust: trustSchema,
  /** The accepted certificate; with trust `issuer` its issuer's: that is what the trust store holds then. */
  certificate: certificateFactsSchema,
  /** What is wrong with it today; of the chain only what was seen when it was accepted. */
  warnings: z.array(certificateWarningSchema),
  /** What was shown when it was accepted. */
  acceptedWarnings: z.array(certificateWarningSchema),
  /** SHA-256 of the server's own certificate when it was accepted. */
  sha256Fingerprint: z.string(),
});
export type AcceptedCertificate = z.infer<typeof acceptedCertificateSchema>;
