import { z } from 'zod';
import { acceptanceSchema } from './certificate.ts';
import { savedClientCertificateSchema } from './client-certificate.ts';
import { commandPolicySchema } from './command-policy-schema.ts';
import { endpointStateSchema } from './connection-status.ts';

/** G-5: the credentials of one endpoint as they are saved; C-17: what a connection needs, but for its secrets. */
export const savedEndpointSchema = z.object({
  hostName: z.string().min(1),
  groupId: z.string().min(1),
  url: z.string().min(1),
  priority: z.number().int(),
  state: endpointStateSchema,
  acceptance: acceptanceSchema,
  /** Epoch milliseconds; the order of adding is that of the list (decision 5). */
  addedAt: z.number(),
  /** Epoch milliseconds of the last change of token, certificate, group, priority or URL (decision 38). */
  renewedAt: z.number().optional(),
  /** Its private key is in `vault`. */
  clientCertificate: savedClientCertificateSchema.optional(),
  /** Decision 19; without one all commands are allowed. */
  commandPolicy: commandPolicySchema.optional(),
});
/** An endpoint as it is saved: no token (that is in `vault`), no certificate (that is in the trust store). */
export type SavedEndpoint = z.infer<typeof savedEndpointSchema>;
