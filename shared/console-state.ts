import { z } from 'zod';
import { connectionNoticeSchema } from './connection-notice.ts';
import { endpointStatusSchema, groupStatusSchema } from './connection-status.ts';
import { desktopStatusSchema } from './desktop.ts';
import { errorReportSchema } from './error-report.ts';
import { capabilitiesSchema } from './master-capabilities.ts';
import { masterHeaderSchema } from './masters.ts';
import { netBackupStatusSchema } from './netbackup.ts';
import { practiceStatusSchema } from './practice.ts';
import { propertiesReportSchema } from './properties-report.ts';
import { proxyStatusSchema } from './proxy.ts';

/**
 * What the console shows: one snapshot with a revision, then patches (architecture: one writer). The console holds a copy
 * and applies patches in order; a gap in revisions asks for a new snapshot.
 */

/** Everything but the endpoints. What a master server elsewhere does not tell is empty or null. */
export const consoleFrameSchema = z.object({
  /** Whose state this is. Each master server has a channel of its own, and its id is in each frame. */
  master: masterHeaderSchema,
  capabilities: capabilitiesSchema,
  /** P-10: `starting` is not "no endpoints". `failed` carries why. */
  service: z.discriminatedUnion('state', [
    z.object({ state: z.literal('starting') }),
    z.object({ state: z.literal('ready') }),
    z.object({ state: z.literal('failed'), error: errorReportSchema }),
  ]),
  version: z.string(),
  /** What the host runs on, by name: Electron, Chromium, Node.js. */
  versions: z.record(z.string(), z.string()),
  dataFolder: z.string(),
  /** Which protection of saved secrets is in force, as a sentence (decision 42). */
  protection: z.string(),
  groups: z.array(groupStatusSchema),
  connectionProcess: z.object({
    /** null where it is not known. */
    periodSeconds: z.number().nullable(),
    earlyRun: z.boolean(),
    /** Epoch milliseconds. */
    nextRunAt: z.number().nullable(),
  }),
  netBackup: netBackupStatusSchema,
  /** Decision 14 */
  proxy: proxyStatusSchema,
  properties: propertiesReportSchema,
  /** Warnings about files that were read, such as nbwss.properties. */
  warnings: z.array(z.string()),
  /** null outside practice mode. */
  practice: practiceStatusSchema.nullable(),
  /** The latest notices, oldest first. */
  notices: z.array(connectionNoticeSchema),
  /** null in a browser. */
  desktop: desktopStatusSchema.nullable(),
});
export type ConsoleFrame = z.infer<typeof consoleFrameSchema>;

export const consoleStateSchema = z.object({ frame: consoleFrameSchema, endpoints: z.array(endpointStatusSchema) });
/** `endpoints` is in the order in which they were added. */
export type ConsoleState = z.infer<typeof consoleStateSchema>;

export const consolePatchSchema = z.discriminatedUnion('kind', [
  /** What changed of the frame, but for the groups. */
  z.object({ kind: z.literal('frame'), frame: consoleFrameSchema.omit({ groups: true }).partial() }),
  z.object({ kind: z.literal('group'), group: groupStatusSchema }),
  z.object({ kind: z.literal('group-removed'), groupId: z.string() }),
  z.object({ kind: z.literal('endpoint'), endpoint: endpointStatusSchema }),
  z.object({ kind: z.literal('endpoint-removed'), hostName: z.string() }),
]);
export type ConsolePatch = z.infer<typeof consolePatchSchema>;

export const consoleUpdateSchema = z.discriminatedUnion('kind', [
  /** With `more`, further endpoints follow at once as `snapshot-part`: one message of all would block the window. */
  z.object({
    kind: z.literal('snapshot'),
    revision: z.number(),
    state: consoleStateSchema,
    more: z.literal(true).optional(),
  }),
  /** Endpoints that come after those of the parts before. Without `more` it is the last. */
  z.object({
    kind: z.literal('snapshot-part'),
    revision: z.number(),
    endpoints: z.array(endpointStatusSchema),
    more: z.literal(true).optional(),
  }),
  /** Brings the state of revision `revision - 1` to `revision`. */
  z.object({ kind: z.literal('patches'), revision: z.number(), patches: z.array(consolePatchSchema) }),
]);
export type ConsoleUpdate = z.infer<typeof consoleUpdateSchema>;
