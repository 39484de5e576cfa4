import { z } from 'zod';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { secretMask } from '../service/known-secret.ts';

/** What a headless host tells at `GET /nbwss/status`, as far as it is believed. Times are epoch seconds. */

const count = z.number().int().min(0);
const epoch = z.number().nullable().catch(null);
/** As in the list, to which it belongs. */
const groupId = z.string().max(8192).transform(shownIdentifier);

function statusSchema(mask: (text: string) => string) {
  const text = z
    .string()
    .max(8192)
    .transform((given) => mask(given.replace(/[\p{C}\s]+/gu, ' ').trim()));
  return z.object({
    groups: z
      .array(
        z.object({
          groupId,
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
}
export type HostStatus = z.infer<ReturnType<typeof statusSchema>>;

/**
 * How the status of one headless host is read: to `undefined` where it is none.
 * @param token of that host; whatever it says of itself, nobody is shown that
 */
export function statusReader(token: string): (body: unknown) => HostStatus | undefined {
  const schema = statusSchema(secretMask(token));
  return (body) => schema.safeParse(body).data;
}
