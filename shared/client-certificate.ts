import { z } from 'zod';

/**
 * A client certificate as the administrator gives it: PEM text of the certificate, of its issuers if the server wants them,
 * and of the private key, which may be encrypted. Never goes back to the window.
 */
export const clientCertificateInputSchema = z.object({
  pem: z.string().min(1).max(131_072),
  passphrase: z.string().max(1024).optional(),
});
export type ClientCertificateInput = z.infer<typeof clientCertificateInputSchema>;

/** What is public of a client certificate, in words. */
export const clientCertificateFactsSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** Epoch seconds. */
  validTo: z.number(),
});

/** The client certificate of a saved endpoint; its private key is in `vault`. */
export const savedClientCertificateSchema = clientCertificateFactsSchema.extend({
  /** PEM: the certificate, then its issuers as they were given. */
  chain: z.string(),
});
export type SavedClientCertificate = z.infer<typeof savedClientCertificateSchema>;
