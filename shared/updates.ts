import { z } from 'zod';

/** Where the desktop app looks for later versions, and whether it does. */
export const updateSettingsSchema = z.object({
  isOn: z.boolean(),
  /** Folder of a server that has what electron-builder made (`latest-linux.yml` and the like). */
  url: z.string().max(2048),
});
export type UpdateSettings = z.infer<typeof updateSettingsSchema>;

/** Until somebody switches it on. */
export const defaultUpdateSettings: UpdateSettings = { isOn: false, url: '' };

/** What the console shows of it. Times are epoch milliseconds. */
export const updateStatusSchema = updateSettingsSchema.extend({
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['not asked', 'asking']) }),
    z.object({ kind: z.literal('up to date'), at: z.number() }),
    z.object({ kind: z.literal('available'), version: z.string(), at: z.number() }),
    /** A sentence. */
    z.object({ kind: z.literal('failed'), reason: z.string(), at: z.number() }),
  ]),
});
export type UpdateStatus = z.infer<typeof updateStatusSchema>;

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why an address cannot be asked for updates; `undefined` when it can: https, or http on this computer. */
export function updateUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (!url || !isSafe) return 'must be an https address, such as https://updates.example.com/nbwss';
  if (url.username !== '' || url.password !== '') return 'must hold no user name and no password';
  return url.search !== '' || url.hash !== '' ? 'must end with the path' : undefined;
}
