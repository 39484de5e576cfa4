import { z } from 'zod';

/**
 * What a master server can do. What it cannot is not shown: the window branches by these alone, and a call of what is not there
 * is refused with `notPossible`.
 */
export const capabilitiesSchema = z.object({
  /** "New WebSocket Server" with FILE, and with URL. */
  addFromFile: z.boolean(),
  addFromUrl: z.boolean(),
  /** A client certificate can be given with the details. */
  clientCertificate: z.boolean(),
  /** "Activate" and "Deactivate". */
  activate: z.boolean(),
  delete: z.boolean(),
  /**
   * "Renew credentials…" (decision 38). `delete and add`: there is no call for it, so that the endpoint is deleted and added
   * again; its group is without it for a moment, and what fails in between is said in full (`renewNotFinished`).
   */
  renew: z.enum(['one step', 'delete and add', 'none']),
  /** "Accept new certificate…" */
  acceptCertificate: z.boolean(),
  /** "View certificate…" */
  viewCertificate: z.boolean(),
  /** "Reconnect by priority" */
  reconnect: z.boolean(),
  /** "Run connection process now" */
  run: z.boolean(),
  commandPolicy: z.boolean(),
  /** "Diagnose…" */
  diagnose: z.boolean(),
  /** The transitions of an endpoint, with since when it is in its state. */
  timeline: z.boolean(),
  /** Pane "Activity", with its history. */
  activity: z.boolean(),
  /** Pane "Notifications". `status`: only how each group stands (`notifications.watch`). */
  notifications: z.enum(['full', 'status', 'none']),
  /** Pane "Properties", and in it the proxy. */
  properties: z.boolean(),
  proxy: z.boolean(),
  /** A new key for the saved secrets. */
  vault: z.boolean(),
  /** Pane "NetBackup Connection". Its state is in the frame all the same. */
  netBackup: z.boolean(),
  logs: z.boolean(),
  practice: z.boolean(),
  desktop: z.boolean(),
  /** It keeps the list of master servers (`masters.*`). */
  masters: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;
