import { z } from 'zod';
import { restApiStatusSchema } from './rest-api-settings.ts';

/** Settings of the desktop app that are kept in `config.json`. Whether it starts at login is kept by the system alone. */
export const desktopSettingsSchema = z.object({
  /** Closing the window leaves the service running. */
  closeToTray: z.boolean(),
  /** The system tells when groups lose their connection and when they have one again. */
  notifications: z.boolean(),
  /** Whether it has been said that the service goes on after the window was closed. */
  closeWasExplained: z.boolean(),
});
export type DesktopSettings = z.infer<typeof desktopSettingsSchema>;

/** One switch of the console. */
export const desktopChangeSchema = z.object({
  setting: z.enum(['closeToTray', 'notifications', 'startAtLogin']),
  isOn: z.boolean(),
});
export type DesktopChange = z.infer<typeof desktopChangeSchema>;

/** What the app asks of its window. */
const desktopRequestSchema = z.discriminatedUnion('kind', [
  /** To ask before it quits; so many groups are connected. */
  z.object({ kind: z.literal('quit'), connected: z.number() }),
  /** To select the group's rows: a notice about it was clicked. */
  z.object({ kind: z.literal('show-group'), groupId: z.string() }),
]);
export type DesktopRequest = z.infer<typeof desktopRequestSchema>;

/** What the desktop app has and a browser has not. */
export const desktopStatusSchema = z.object({
  closeToTray: z.boolean(),
  notifications: z.boolean(),
  startAtLogin: z.boolean(),
  restApi: restApiStatusSchema,
  /** null when there is nothing. The window answers by `desktop.quit` or `desktop.done`. */
  request: desktopRequestSchema.nullable(),
});
export type DesktopStatus = z.infer<typeof desktopStatusSchema>;
