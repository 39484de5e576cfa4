import { z } from 'zod';
import { certificateFactsSchema, presentedCertificateSchema, trustSchema } from './certificate.ts';
import { errorReportSchema } from './error-report.ts';
import { capabilitiesSchema } from './master-capabilities.ts';
import { masterKinds, masterTestSteps, remoteMasterKinds } from './master-terms.ts';
import { caTextSchema, givenCredentialsSchema, savedCredentialsSchema } from './netbackup.ts';
import { stepOutcomeSchema } from './test-step.ts';

/** The master servers of one console: this computer, and those that were added. Times are epoch milliseconds. */

export const masterIdSchema = z.string().min(1).max(64);
const masterKindSchema = z.enum(masterKinds);
export const remoteMasterKindSchema = z.enum(remoteMasterKinds);
export type RemoteMasterKind = z.infer<typeof remoteMasterKindSchema>;

const [noAccount, apiKey, password] = savedCredentialsSchema.options;
const [, givenApiKey, givenPassword] = givenCredentialsSchema.options;

/** What is known of the account without its secret. A headless host has a token, NetBackup an API key or a user. */
export const savedMasterCredentialsSchema = z.discriminatedUnion('kind', [
  noAccount,
  apiKey,
  password,
  z.object({ kind: z.literal('token') }),
]);

/** The account as the window gives it: without a secret the saved one is kept, for the same origin and user only. */
export const givenMasterCredentialsSchema = z.discriminatedUnion('kind', [
  givenApiKey,
  givenPassword,
  z.object({ kind: z.literal('token'), token: z.string().max(8192).optional() }),
]);
export type GivenMasterCredentials = z.infer<typeof givenMasterCredentialsSchema>;

/**
 * Whom to trust at a master server. `certificate`: the very certificate that it presents, with the warnings that it has.
 * `issuer`: CA certificates (one or more in PEM); the chain has to end in one of them, and the host name has to match.
 */
export const givenMasterTrustSchema = z.object({ trust: trustSchema, certificate: caTextSchema });
export type GivenMasterTrust = z.infer<typeof givenMasterTrustSchema>;

/** A master server as the window gives it. What it may hold is checked where it is saved: `masterNotValid` names the field. */
export const givenMasterSchema = z.object({
  kind: remoteMasterKindSchema,
  name: z.string().max(1024),
  /** Such as `https://master:1556`; `http:` on loopback only (a tunnel). A trailing `/` or `/netbackup` is cut off. */
  origin: z.string().max(2048),
  credentials: givenMasterCredentialsSchema,
  /** Absent: the saved one, for the same origin only; over plain HTTP there is none. */
  trust: givenMasterTrustSchema.optional(),
  pollSeconds: z.number(),
});
export type GivenMaster = z.infer<typeof givenMasterSchema>;

/** How a master server stands, without its counts. Holds no secret. */
export const masterHeaderSchema = z.object({
  id: masterIdSchema,
  name: z.string(),
  kind: masterKindSchema,
  /** null for this computer. */
  origin: z.string().nullable(),
  credentials: savedMasterCredentialsSchema,
  /** What was accepted; null for this computer, over plain HTTP, and as long as nothing was. */
  trust: z.object({ trust: trustSchema, certificates: z.array(certificateFactsSchema) }).nullable(),
  /** null for this computer. */
  pollSeconds: z.number().nullable(),
  /** `asking`: it has not answered yet. `failing`: `problem` says why; what is shown of it is as old as `lastAnswer`. */
  state: z.enum(['asking', 'ok', 'failing']),
  problem: errorReportSchema.nullable(),
  /** When it last answered; null before the first time, and for this computer. */
  lastAnswer: z.number().nullable(),
  /** When it is asked next; null while it is being asked, and for this computer. */
  nextAsk: z.number().nullable(),
  /** Of its program or of its API, such as `0.1.0` or `API 12.0`; empty while it is not known. */
  version: z.string(),
});
export type MasterHeader = z.infer<typeof masterHeaderSchema>;

/** One line of the overview "Master Servers". */
export const masterStatusSchema = masterHeaderSchema.extend({
  /** So that its place in the tree is known before its channel is opened. */
  capabilities: capabilitiesSchema,
  /** As it was told last; null before the first answer. */
  counts: z
    .object({
      endpoints: z.number(),
      activated: z.number(),
      connected: z.number(),
      /** Groups that have an activated endpoint and no connection. */
      groupsWithoutConnection: z.number(),
      /** Notifications; null when this master server does not tell. */
      undelivered: z.number().nullable(),
    })
    .nullable(),
});
export type MasterStatus = z.infer<typeof masterStatusSchema>;
export type MasterCounts = NonNullable<MasterStatus['counts']>;

/** The whole list, this computer first, then in the order of adding. */
export const masterListSchema = z.object({ masters: z.array(masterStatusSchema) });
export type MasterList = z.infer<typeof masterListSchema>;

/** What a server presents, nothing of it verified: an administrator has to compare and accept it. */
export const presentedByMasterSchema = z.object({
  /** Where it was asked for, as it would be saved. */
  origin: z.string(),
  /** The server's own certificate; null over plain HTTP, where there is none. */
  server: presentedCertificateSchema.nullable(),
  /** NetBackup's CA (`webRootCert`): to be accepted with trust `issuer`; null where there is none. */
  ca: z.object({ certificate: presentedCertificateSchema, problem: z.string().nullable() }).nullable(),
});
export type PresentedByMaster = z.infer<typeof presentedByMasterSchema>;

/** One step of "Test connection" that has ended. */
export const masterTestStepSchema = stepOutcomeSchema.extend({ step: z.enum(masterTestSteps) });
export type MasterTestStep = z.infer<typeof masterTestStepSchema>;
