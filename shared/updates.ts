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
