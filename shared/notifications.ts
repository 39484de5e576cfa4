/**
 * Notifications as the cloud application gets them. No schema library: they are only made here, and shown.
 */

/** N-2, N-3 */
export type JobState = 'QUEUED' | 'ACTIVE' | 'DONE';
/** N-4 */
export type ImageOperation = 'CREATE' | 'UPDATE' | 'DELETE' | 'NO_LOCAL_COPY_AVAILABLE';

/** N-6: one entry of a JOB element. Times are epoch seconds. */
export interface JobData {
  scheduleType: string;
  clientName: string;
  status: number;
  startTime: number;
  state: JobState;
  /** May be empty. */
  policyName: string;
  /** Of a root job its own id. */
  parentJobId: number;
  jobId: number;
  policyType: string;
  jobType: string;
}

/** N-7: one entry of an IMAGE element. Times are epoch seconds. */
export interface ImageData {
  clientType: string;
  clientName: string;
  backupTime: number;
  /** When the change was seen (decision 28). */
  createdTime: number;
  operationId: ImageOperation;
  backupId: string;
}

/** One change that every server group is told of. */
export type Notification =
  | { readonly object: 'JOB'; readonly data: JobData }
  | { readonly object: 'IMAGE'; readonly data: ImageData };

/** N-5: one element of the payload of a NOTIFICATION REQUEST. */
export interface NotificationElement {
  notificationType: 'INFO';
  object: 'JOB' | 'IMAGE';
  data: object[];
}

/** Decision 22 */
const elementOrder = ['JOB', 'IMAGE'] as const;

/** N-5, N-8, N-9, decision 22: the JOB element before the IMAGE element, the order of events inside each. */
export function notificationPayload(notifications: readonly Notification[]): NotificationElement[] {
  return elementOrder.flatMap((object) => {
    const data = notifications.filter((notification) => notification.object === object).map((each) => each.data);
    return data.length === 0 ? [] : [{ notificationType: 'INFO' as const, object, data }];
  });
}

/**
 * {@link notificationPayload} as JSON text, of notifications that are JSON text already.
 * @param data by object type, in their order, with commas between them; `null` for none
 */
export function notificationPayloadText(data: Readonly<Record<'JOB' | 'IMAGE', string | null>>): string {
  const elements = elementOrder.flatMap((object) =>
    data[object] === null ? [] : [`{"notificationType":"INFO","object":"${object}","data":[${data[object]}]}`],
  );
  return `[${elements.join(',')}]`;
}

/** Decision 27: how the source of notifications is. Times are epoch milliseconds. */
export interface NotificationSourceStatus {
  /**
   * `idle`: there is no server group, so nothing is polled. `paused`: the disk is nearly full or the log of notifications
   * cannot be written (decision 24).
   */
  readonly state: 'ok' | 'failing' | 'idle' | 'not configured' | 'paused';
  /** For people: what is wrong, or what is under way. */
  readonly detail: string;
  /** The last poll for jobs that went well; `null` before the first. */
  readonly lastPoll: number | null;
  /** The end of the last pass over the whole image catalogue (decision 25); `null` before the first. */
  readonly lastFullImagePass: number | null;
  /** `null` while it is stopped. */
  readonly nextPoll: number | null;
}
