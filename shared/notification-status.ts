import { z } from 'zod';
import type { NotificationSourceStatus } from './notifications.ts';

/** What the pane "Notifications" shows (decisions 20 to 24). Times are epoch milliseconds. Holds no secret. */

/** Where one server group stands, also one without endpoint. */
const groupNotificationsSchema = z.object({
  groupId: z.string(),
  /** Acknowledged since the group exists. */
  delivered: z.number(),
  /** Of those undelivered: in the batch that waits for its acknowledgement. */
  inFlight: z.number(),
  /** Not acknowledged, those in flight included. */
  undelivered: z.number(),
  /** Time of the oldest undelivered one. */
  oldest: z.number().nullable(),
  /** How often the batch in flight was sent again. */
  resends: z.number(),
  /** Since when its last endpoint is gone, and until when its backlog is kept; both null while it has one (decision 20). */
  withoutEndpointSince: z.number().nullable(),
  keptUntil: z.number().nullable(),
  /** Why the log could not be written for it. */
  problem: z.string().nullable(),
});
export type GroupNotifications = z.infer<typeof groupNotificationsSchema>;

/** {@link NotificationSourceStatus} */
const sourceStatusSchema: z.ZodType<NotificationSourceStatus> = z.object({
  state: z.enum(['ok', 'failing', 'idle', 'not configured', 'paused']),
  detail: z.string(),
  lastPoll: z.number().nullable(),
  lastFullImagePass: z.number().nullable(),
  nextPoll: z.number().nullable(),
});

/**
 * Decisions 20, 24: notifications that were given up, of a limit all of one day (UTC). `time` is when that was, or was last; `from` and
 * `to` are the times of the oldest and the latest.
 */
const givenUpSchema = z.object({
  groupId: z.string(),
  time: z.number(),
  count: z.number(),
  from: z.number(),
  to: z.number(),
  why: z.string(),
});
export type GivenUp = z.infer<typeof givenUpSchema>;

/** Decision 24: the disk of the data folder. */
const diskStatusSchema = z.object({
  /** null when the system does not tell. */
  freeBytes: z.number().nullable(),
  isShort: z.boolean(),
  /** While it is short: the group with the largest backlog. */
  holder: z.object({ groupId: z.string(), undelivered: z.number() }).nullable(),
});
export type DiskStatus = z.infer<typeof diskStatusSchema>;

/** What changed since the update before; the first one tells everything. */
export const notificationUpdateSchema = z.object({
  /** Groups that changed, by group id. */
  groups: z.array(groupNotificationsSchema),
  /** Groups that are no more. */
  removed: z.array(z.string()),
  source: sourceStatusSchema,
  disk: diskStatusSchema,
  warnings: z.array(z.string()),
  /** The latest 100, newest first; absent while they are as before. */
  givenUp: z.array(givenUpSchema).optional(),
  /** When the last sample was taken: the history has grown; null before the first. */
  sampledAt: z.number().nullable(),
});
export type NotificationUpdate = z.infer<typeof notificationUpdateSchema>;

/** A moment of the last hour. */
export const notificationSampleSchema = z.object({
  time: z.number(),
  /** Delivered since the sample before. */
  delivered: z.number(),
  /** Waiting at this moment. */
  undelivered: z.number(),
});
export type NotificationSample = z.infer<typeof notificationSampleSchema>;

/** The NOTIFICATION REQUEST that waits for its acknowledgement. */
export const waitingBatchSchema = z.object({
  id: z.string(),
  /** Notifications in it. */
  count: z.number(),
  /** When it was first stored, which is before it was first sent. */
  since: z.number(),
  /** How often it was sent since the service started, and when last; null when it was not. */
  timesSent: z.number(),
  lastSent: z.number().nullable(),
  /** The message as JSON with line breaks; without `timeStamp` when it was not sent. */
  json: z.string(),
});
export type WaitingBatch = z.infer<typeof waitingBatchSchema>;
