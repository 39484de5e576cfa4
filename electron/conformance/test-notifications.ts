import { type Message, makeMessage } from '../../shared/messages.ts';
import { type ImageData, type JobData, type Notification, notificationPayload } from '../../shared/notifications.ts';

/** A client that cannot exist (RFC 6761): who looks at the received data sees where it comes from. */
const clientName = 'nbwss-conformance.invalid';
const jobId = 2_000_000_001;

/** What is sent to the endpoint: of a job and of two images, which are deleted at the end. */
export interface TestNotifications {
  /** N-8, N-9: a job that begins and ends, and its image. */
  readonly job: readonly Notification[];
  /** K-2: an image that was not created before. */
  readonly updateFirst: readonly Notification[];
  /** Both images, gone again. */
  readonly deletion: readonly Notification[];
}

/** @param seconds wall clock, in epoch seconds */
export function testNotifications(seconds: number): TestNotifications {
  const now = Math.floor(seconds);
  const job = (state: JobData['state']): Notification => ({
    object: 'JOB',
    data: {
      scheduleType: 'ST_FULL',
      clientName,
      status: 0,
      startTime: now,
      state,
      policyName: 'nbwss-conformance',
      parentJobId: jobId,
      jobId,
      policyType: 'STANDARD',
      jobType: 'BACKUP',
    },
  });
  const image = (backupTime: number, operationId: ImageData['operationId']): Notification => ({
    object: 'IMAGE',
    data: {
      clientType: 'STANDARD',
      clientName,
      backupTime,
      createdTime: now,
      operationId,
      backupId: `${clientName}_${backupTime}`,
    },
  });
  return {
    job: [job('ACTIVE'), job('DONE'), image(now, 'CREATE')],
    updateFirst: [image(now - 1, 'UPDATE')],
    deletion: [image(now, 'DELETE'), image(now - 1, 'DELETE')],
  };
}

/** N-5: a NOTIFICATION REQUEST. A resend has the same id and payload, and a timeStamp of its own (decision 21). */
export const notificationRequest = (id: string, seconds: number, notifications: readonly Notification[]): Message =>
  makeMessage('NOTIFICATION', 'REQUEST', id, seconds, notificationPayload(notifications));

/** The same with keys that nobody knows, in the message, its elements and their data. */
export function withUnknownKeys(message: Message): Message {
  const unknown = { nbwssConformance: { unknown: [1, 'two', null] } };
  const payload = (message.payload as { data: object[] }[]).map((element) => ({
    ...element,
    ...unknown,
    data: element.data.map((entry) => ({ ...entry, ...unknown })),
  }));
  return { ...message, ...unknown, payload };
}
