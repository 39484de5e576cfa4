import { z } from 'zod';

/** A call is a short text; a details file of 1 MiB in base64 is the longest. */
const maxCallLength = 4 * 1024 * 1024;

/** oRPC's own framing: a request for a path, or the abortion of an earlier one. Streams from the window are not part of the contract. */
const frameSchema = z.union([
  z.object({
    i: z.string().max(64),
    t: z.literal(1).optional(),
    // Headers would make the handler read the body in other ways; the window sends none.
    p: z.object({ u: z.string().startsWith('/').max(512), h: z.undefined().optional() }),
  }),
  z.object({ i: z.string().max(64), t: z.literal(4) }),
]);

/** The one door: only texts that can be a call of the contract reach the handler, which trusts their framing. */
export function isConsoleCall(data: unknown): data is string {
  if (typeof data !== 'string' || data.length > maxCallLength) return false;
  try {
    return frameSchema.safeParse(JSON.parse(data)).success;
  } catch {
    return false;
  }
}
