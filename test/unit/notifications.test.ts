import { describe, expect, it } from 'vitest';
import { type Notification, notificationPayload, notificationPayloadText } from '../../shared/notifications.ts';
import { guideMessage } from '../support/guide-messages.ts';

/** The notifications that a message of the guide holds, in its order. */
const notificationsOf = (name: string): Notification[] =>
  (guideMessage(name).payload as { object: 'JOB' | 'IMAGE'; data: object[] }[]).flatMap(({ object, data }) =>
    data.map((entry) => ({ object, data: entry }) as Notification),
  );

describe('N-5 to N-9: the payload of a NOTIFICATION REQUEST', () => {
  it.each([
    'NOTIFICATION REQUEST A: parent job starts',
    'NOTIFICATION REQUEST B: snapshot job starts',
    'NOTIFICATION REQUEST D: images',
    'NOTIFICATION REQUEST E: backup job done',
    'NOTIFICATION REQUEST: restore done',
    'NOTIFICATION REQUEST: image deleted',
    'NOTIFICATION REQUEST: image deleted, Auto Image Replication',
    'NOTIFICATION REQUEST: several in one message',
  ])('N-2, N-3, N-4, N-5, N-6, N-7, N-9, N-19, N-20: %s comes out as the guide prints it', (name) => {
    const notifications = notificationsOf(name);
    expect(notificationPayload(notifications)).toEqual(guideMessage(name).payload);
    const text = (object: 'JOB' | 'IMAGE') => {
      const data = notifications.filter((each) => each.object === object).map((each) => JSON.stringify(each.data));
      return data.length > 0 ? data.join(',') : null;
    };
    const written = notificationPayloadText({ JOB: text('JOB'), IMAGE: text('IMAGE') });
    expect(written).toBe(JSON.stringify(notificationPayload(notifications)));
  });

  it('N-8, decision 22: one element for each object type, JOB before IMAGE, the order of events inside', () => {
    const [image] = notificationsOf('NOTIFICATION REQUEST: image deleted');
    const [start] = notificationsOf('NOTIFICATION REQUEST C: backup job starts');
    const [done] = notificationsOf('NOTIFICATION REQUEST E: backup job done');
    if (!image || !start || !done) throw new Error('the guide prints all three');
    expect(notificationPayload([image, start, done])).toEqual([
      { notificationType: 'INFO', object: 'JOB', data: [start.data, done.data] },
      { notificationType: 'INFO', object: 'IMAGE', data: [image.data] },
    ]);
    expect(notificationPayload([image])).toHaveLength(1);
    expect(notificationPayload([])).toEqual([]);
  });
});
