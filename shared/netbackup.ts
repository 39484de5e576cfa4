import { z } from 'zod';
import { certificateFactsSchema, presentedCertificateSchema } from './certificate.ts';
import { netBackupDomainTypes, netBackupTestSteps } from './netbackup-terms.ts';
import { stepOutcomeSchema } from './test-step.ts';

/** The NetBackup master server: its address, whom to trust there, and the account of the service's own calls. */

const userName = z.string().max(256);
const domain = { domainName: z.string().max(256), domainType: z.enum(netBackupDomainTypes) };

/** What is known of the account without its secret: this is saved in the open and shown. */
export const savedCredentialsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('api-key') }),
  z.object({ kind: z.literal('password'), userName, ...domain }),
]);
export type SavedCredentials = z.infer<typeof savedCredentialsSchema>;

/** The account as the window gives it: without a secret the saved one is kept. */
export const givenCredentialsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('api-key'), apiKey: z.string().max(8192).optional() }),
  z.object({ kind: z.literal('password'), userName, ...domain, password: z.string().max(8192).optional() }),
]);
export type GivenCredentials = z.infer<typeof givenCredentialsSchema>;

/** One or more certificates in PEM. */
export const caTextSchema = z.string().max(262_144);

/** Settings as the window gives them: an empty CA certificate keeps the saved one. */
export const givenNetBackupSchema = z.object({
  baseUrl: z.string().max(2048),
  caCertificate: caTextSchema,
  credentials: givenCredentialsSchema,
});
export type GivenNetBackup = z.infer<typeof givenNetBackupSchema>;

/** What the window is shown of the NetBackup server that is in force. Holds no secret. */
export const netBackupStatusSchema = z.object({
  /** Origin with its port, such as `https://master:1556`; null when not configured. */
  baseUrl: z.string().nullable(),
  state: z.enum(['ok', 'failing', 'not configured', 'unknown']),
  detail: z.string(),
  /** The only trust anchors. */
  caCertificates: z.array(certificateFactsSchema),
  credentials: savedCredentialsSchema,
  /** The version in which the service speaks with it, such as `12.0`; null as long as it is not known. */
  apiVersion: z.string().nullable(),
});
export type NetBackupStatus = z.infer<typeof netBackupStatusSchema>;

/** A CA certificate that came from the server itself, not verified by anything: an administrator has to compare it. */
export const fetchedCaSchema = z.object({
  /** Where it was asked for. */
  baseUrl: z.string(),
  /** `chain` is what the server presented for itself. */
  certificate: presentedCertificateSchema,
  /** Why a connection that trusts only this certificate would fail; null when it would be made. */
  problem: z.string().nullable(),
});
export type FetchedCa = z.infer<typeof fetchedCaSchema>;

/** One step of "Test connection" that has ended. */
export const netBackupTestStepSchema = stepOutcomeSchema.extend({ step: z.enum(netBackupTestSteps) });
export type NetBackupTestStep = z.infer<typeof netBackupTestStepSchema>;
