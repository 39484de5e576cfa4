import { z } from 'zod';

/** What a headless host tells at `GET /nbwss/status`, as far as it is believed. Times are epoch seconds. */

const text = z
  .string()
  .max(8192)
  .transform((given) => given.replace(/[\p{C}\s]+/gu, ' ').trim());
const count = z.number().int().min(0);
const epoch = z.number().nullable().catch(null);

const hostStatusSchema = z.object({
  groups: z
    .array(
      z.object({
        groupId: text,
        connectedHost: text.nullable(),
        undelivered: count,
        inFlight: count,
        delivered: count,
        oldestUndelivered: epoch,
      }),
    )
    .max(20_000),
  endpoints: z
    .array(z.object({ hostName: text, detail: text, lastError: text.nullable(), nextAttempt: epoch }))
    .max(20_000),
  netbackup: z.object({ state: z.enum(['ok', 'failing', 'not configured']), detail: text }),
  version: text,
});
export type HostStatus = z.infer<typeof hostStatusSchema>;

/** @returns `undefined` for anything else */
export const readHostStatus = (body: unknown): HostStatus | undefined => hostStatusSchema.safeParse(body).data;
