import { z } from 'zod';
import { certificateWarningSchema, trustSchema } from './certificate.ts';
import { masterIdSchema, remoteMasterKindSchema, savedMasterCredentialsSchema } from './masters.ts';

/** A master server as `config.json` has it; its secret is in the vault. */
export const savedMasterSchema = z.object({
  id: masterIdSchema,
  name: z.string().min(1),
  kind: remoteMasterKindSchema,
  /** With its port unless that is the scheme's own; `http:` on loopback only. */
  origin: z.string().min(1),
  credentials: savedMasterCredentialsSchema,
  /** PEM, and the warnings that were shown with it, and so accepted; null over plain HTTP. */
  trust: z
    .object({ trust: trustSchema, certificate: z.string(), acceptedWarnings: z.array(certificateWarningSchema) })
    .nullable(),
  pollSeconds: z.number(),
  /** Epoch milliseconds. */
  addedAt: z.number(),
});
export type SavedMaster = z.infer<typeof savedMasterSchema>;
