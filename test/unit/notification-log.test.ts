import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabaseFile } from '../../electron/service/database-file.ts';
import { batchLimits } from '../../electron/service/notification/batch-reader.ts';
import type { Batch } from '../../electron/service/notification/group-batches.ts';
import { logFormat } from '../../electron/service/notification/log-format.ts';
import { keptWithoutEndpoint, NotificationLog } from '../../electron/service/notification/notification-log.ts';
import { type Notification, type NotificationElement, notificationPayload } from '../../shared/notifications.ts';
import { imageNotification, jobNotification } from '../support/notification-samples.ts';
import { tempFolder } from '../support/temp-folder.ts';

const now = Date.UTC(2026, 0, 15);
const nothing = () => undefined;

/** What a batch holds, as the cloud application reads it. */
const notificationsIn = (batch: Batch | undefined): Notification[] =>
  (JSON.parse(batch?.payload.toString() ?? '[]') as NotificationElement[]).flatMap(({ object, data }) =>
    data.map((each) => ({ object, data: each }) as Notification),
  );

const payloadOf = (notifications: readonly Notification[]) =>
  Buffer.from(JSON.stringify(notificationPayload(notifications)));

describe('N-15, decision 20: the durable log of notifications', () => {
  let file = '';
  beforeEach(() => {
    file = join(tempFolder(), 'notifications.sqlite');
  });
  const open = () => new NotificationLog(openDatabaseFile(file, logFormat, now).database);
  const jobs = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => jobNotification(from + index));
  const jobIds = (log: NotificationLog, groupId: string) =>
    notificationsIn(log.inFlight(groupId)).map(({ data }) => ('jobId' in data ? data.jobId : undefined));

  it('decision 20: a group gets every notification from the moment it exists, each group at its own pace', () => {
    const log = open();
    log.append(jobs(1, 2), now, nothing);
    log.setGroups(new Set(['a']), now);
    log.append(jobs(3, 2), now, nothing);
    log.setGroups(new Set(['a', 'b']), now);
    log.append(jobs(5, 1), now, nothing);
    expect(log.backlogs().map(({ groupId, undelivered }) => `${groupId} ${undelivered}`)).toEqual(['a 3', 'b 1']);
    log.nextBatch('a', () => 'A1', now);
    expect(jobIds(log, 'a')).toEqual([3, 4, 5]);
    log.acknowledge('a', () => 'A2', now);
    expect(log.backlogs()).toMatchObject([
      { groupId: 'a', undelivered: 0, delivered: 3, inFlight: 0, oldest: null },
      { groupId: 'b', undelivered: 1, delivered: 0, oldest: now },
    ]);
    log.close();
  });

  it('N-12, decision 21: one batch at a time, with the same id and content until it is acknowledged, also after a restart', () => {
    const first = open();
    first.setGroups(new Set(['a']), now);
    first.append(jobs(1, 2), now, nothing);
    const batch = first.nextBatch('a', () => 'A1', now);
    first.append(jobs(3, 1), now, nothing);
    expect(first.nextBatch('a', () => 'A2', now)).toBeUndefined();
    first.close();
    const second = open();
    expect(second.inFlight('a')).toEqual(batch);
    expect(batch).toMatchObject({ id: 'A1', since: now });
    expect(second.acknowledge('a', () => 'A2', now + 1)).toMatchObject({ id: 'A2', payload: payloadOf(jobs(3, 1)) });
    expect(second.acknowledge('a', () => 'A3', now + 2)).toBeUndefined();
    expect(second.acknowledge('a', () => 'A4', now + 3)).toBeUndefined(); // nothing was in flight
    expect(second.backlogs()).toMatchObject([{ delivered: 3, undelivered: 0 }]);
    second.close();
  });

  it('decision 22: a batch holds up to 500 notifications or 256 KiB, at least one', () => {
    const log = open();
    log.setGroups(new Set(['a']), now);
    log.append(jobs(1, 501), now, nothing);
    expect(log.nextBatch('a', () => '1', now)?.count).toBe(batchLimits.notifications);
    expect(log.acknowledge('a', () => '2', now)?.count).toBe(1);
    const large = (jobId: number, kibibytes: number) =>
      jobNotification(jobId, { clientName: 'x'.repeat(kibibytes * 1024) });
    log.append([large(1, 100), large(2, 100), large(3, 100), large(4, 300), large(5, 1)], now, nothing);
    const sizes: number[] = [];
    for (let next = log.acknowledge('a', () => '3', now); next; next = log.acknowledge('a', () => 'n', now))
      sizes.push(next.count);
    expect(sizes).toEqual([2, 1, 1, 1]);
    log.close();
  });

  it('K-21, N-20: UPDATE and NO_LOCAL_COPY_AVAILABLE of an image are in one message, also where a batch is full', () => {
    const log = open();
    log.setGroups(new Set(['a']), now);
    const pair = (backupId: string) => [
      imageNotification(backupId, { operationId: 'UPDATE' }),
      imageNotification(backupId, { operationId: 'NO_LOCAL_COPY_AVAILABLE' }),
    ];
    log.append([...jobs(1, batchLimits.notifications - 1), ...pair('x_1'), ...pair('y_1')], now, nothing);
    expect(log.nextBatch('a', () => '1', now)?.count).toBe(batchLimits.notifications - 1);
    expect(notificationsIn(log.acknowledge('a', () => '2', now))).toEqual([...pair('x_1'), ...pair('y_1')]);
    log.close();
  });

  it('decision 25: what a poll remembers is committed together with what it found, or neither', () => {
    const log = open();
    log.setGroups(new Set(['a']), now);
    const cursor = () =>
      log.remembered((database) => database.prepare("SELECT value FROM source WHERE key = 'x'").get());
    const remember = (value: string) =>
      log.append(jobs(1, 2), now, (database) => {
        database.prepare("INSERT OR REPLACE INTO source (key, value) VALUES ('x', ?)").run(value);
        if (value === 'bad') throw new Error('cut');
      });
    remember('good');
    expect(() => remember('bad')).toThrow('cut');
    expect(cursor()).toEqual({ value: 'good' });
    expect(log.backlogs()).toMatchObject([{ undelivered: 2 }]);
    log.append(jobs(3, 1), now, nothing);
    log.nextBatch('a', () => 'A1', now);
    expect(jobIds(log, 'a')).toEqual([1, 2, 3]); // numbers without a gap
    log.close();
  });

  it('decision 20: a group without endpoint keeps its backlog for 7 days, and an endpoint of it takes the backlog over', () => {
    const log = open();
    log.setGroups(new Set(['a', 'b']), now);
    log.append(jobs(1, 1), now, nothing);
    log.setGroups(new Set(), now);
    log.append(jobs(2, 1), now, nothing);
    expect(log.backlogs()).toMatchObject([{ withoutEndpointSince: now, undelivered: 2 }, { groupId: 'b' }]);
    log.setGroups(new Set(['a']), now + keptWithoutEndpoint - 1);
    expect(log.endExpired(now + keptWithoutEndpoint - 1, now)).toEqual([]);
    expect(log.backlogs()).toMatchObject([
      { groupId: 'a', withoutEndpointSince: null, undelivered: 2 },
      { groupId: 'b', withoutEndpointSince: now },
    ]);
    log.endExpired(now + keptWithoutEndpoint, now);
    expect(log.backlogs().map(({ groupId }) => groupId)).toEqual(['a']);
    log.close();
  });

  it('decisions 20, 24: what 7 days without endpoint end is recorded, and told once', () => {
    const log = open();
    log.setGroups(new Set(['a', 'b']), now);
    log.append(jobs(1, 2), now + 1, nothing);
    log.setGroups(new Set(['b']), now + 2);
    const end = now + 2 + keptWithoutEndpoint;
    const loss = { groupId: 'a', time: end, count: 2, from: now + 1, to: now + 1, why: 'without endpoint for 7 days' };
    expect(log.endExpired(end, end)).toEqual([loss]);
    expect(log.endExpired(end + 1, end + 1)).toEqual([]);
    expect(log.givenUp()).toEqual([loss]);
    expect(log.counts()).toEqual([{ groupId: 'b', delivered: 0, undelivered: 2 }]);
    log.close();
  });

  it('decision 20: a group without endpoint of which nothing waits can be ended, and one with endpoints stays', () => {
    const log = open();
    log.setGroups(new Set(['a', 'b']), now);
    log.setGroups(new Set(['b']), now);
    expect(log.discard('a', 'discarded by hand', now)).toBe(0);
    expect(log.discard('b', 'discarded by hand', now)).toBe(0);
    expect(log.discard('c', 'discarded by hand', now)).toBe(0);
    expect(log.counts().map(({ groupId }) => groupId)).toEqual(['b']);
    expect(log.backlog('a')).toBeUndefined();
    expect(log.givenUp()).toEqual([]);
    log.close();
  });

  it('decision 24: a backlog that is gone gives its room back to the disk', () => {
    const log = open();
    log.setGroups(new Set(['a']), now);
    const large = Array.from({ length: 10_000 }, (_, index) =>
      jobNotification(index, { clientName: 'x'.repeat(2000) }),
    );
    log.append(large, now, nothing);
    expect(log.discard('a', 'discarded by hand', now)).toBe(10_000);
    while (log.removeAcknowledged());
    log.close(); // which brings the journal into the file
    expect(statSync(file).size).toBeLessThan(12 * 1024 * 1024);
  });

  it('decisions 20, 24: what is given up is counted, with its times, in a record that lasts', () => {
    const log = open();
    log.setGroups(new Set(['a', 'b']), now);
    for (let time = 0; time < 5; time++) log.append(jobs(time, 1), now + time, nothing);
    expect(log.giveUpOver('a', 2, 'over the limit', now + 9)).toBe(3);
    expect(log.giveUpOver('a', 2, 'over the limit', now + 9)).toBe(0);
    log.nextBatch('a', () => 'A1', now);
    expect(log.backlogs()).toMatchObject([{ undelivered: 2, delivered: 0, oldest: now + 3 }, { undelivered: 5 }]);
    log.setGroups(new Set(['b']), now + 10);
    expect(log.discard('a', 'discarded by hand', now + 10)).toBe(2);
    log.close();
    const again = open();
    expect(again.backlogs().map(({ groupId }) => groupId)).toEqual(['b']);
    expect(again.givenUp()).toEqual([
      { groupId: 'a', time: now + 10, count: 2, from: now + 3, to: now + 4, why: 'discarded by hand' },
      { groupId: 'a', time: now + 9, count: 3, from: now, to: now + 2, why: 'over the limit' },
    ]);
    again.close();
  });

  it('decision 24: what goes over the limit all the time is one record a day, and counts every notification; what is discarded is its own', () => {
    const log = open();
    log.setGroups(new Set(['a', 'b']), now);
    const day = 86_400_000;
    log.append(jobs(1, 10), now, nothing);
    for (let time = now + 10_000; time < now + 2 * day; time += 3_600_000) {
      log.append(jobs(1, 1), time, nothing);
      for (const groupId of ['a', 'b']) expect(log.giveUpOver(groupId, 10, 'over the limit', time)).toBe(1);
    }
    const [second, first] = log.givenUp().filter(({ groupId }) => groupId === 'a');
    expect(first).toMatchObject({ time: now + 10_000 + 23 * 3_600_000, count: 24, from: now, why: 'over the limit' });
    expect(second).toMatchObject({ count: 24, from: now + 10_000 + 14 * 3_600_000 });
    expect(log.givenUp()).toHaveLength(4);
    log.discard('a', 'discarded by hand', now + 2 * day - 1);
    log.append(jobs(1, 11), now + 2 * day - 1, nothing);
    log.giveUpOver('a', 10, 'over the limit', now + 2 * day - 1);
    expect(log.givenUp().slice(0, 2)).toMatchObject([
      { count: 1, why: 'over the limit' },
      { count: 10, why: 'discarded by hand' },
    ]);
    log.close();
  });

  it('decision 24: a long record of what was given up is read at once', () => {
    const log = open();
    const plan = log.remembered((database) =>
      database.prepare('EXPLAIN QUERY PLAN SELECT * FROM givenUp ORDER BY time DESC, rowid DESC LIMIT 100').all(),
    );
    expect(plan).toMatchObject([{ detail: 'SCAN givenUp USING INDEX givenUpByTime' }]);
    log.close();
  });

  it('decisions 21, 24: what is in flight is never given up: its late acknowledgement counts, and the newest follow it, also after a restart', () => {
    const log = open();
    log.setGroups(new Set(['a', 'b']), now);
    log.append(jobs(1, 3), now, nothing);
    const batch = log.nextBatch('a', () => 'A1', now);
    log.append(jobs(4, 2600), now + 1, nothing);
    log.prepare('a', () => 'planned');
    expect(log.giveUpOver('a', 600, 'over the limit', now + 2)).toBe(2000);
    expect(log.inFlight('a')).toEqual(batch);
    expect(log.backlogs()).toMatchObject([{ undelivered: 603, inFlight: 3, oldest: now }, { undelivered: 2603 }]);
    expect(log.givenUp()).toMatchObject([{ count: 2000, from: now + 1, to: now + 1 }]);
    log.append(jobs(2604, 1), now, nothing);
    expect(log.giveUpOver('a', 600, 'over the limit', now + 3)).toBe(1);
    log.close();
    const again = open();
    expect(again.inFlight('a')).toEqual(batch);
    again.prepare('a', () => 'A2');
    expect(again.acknowledge('a', () => 'late', now)).toMatchObject({ id: 'A2', count: 500 });
    expect(jobIds(again, 'a')[0]).toBe(2005);
    again.acknowledge('a', () => 'A3', now);
    expect(jobIds(again, 'a')).toEqual(Array.from({ length: 100 }, (_, index) => 2505 + index));
    expect(again.backlogs()).toMatchObject([{ delivered: 503, undelivered: 100, inFlight: 100 }, { delivered: 0 }]);
    again.close();
  });

  it('decision 24: what was given up behind a batch in flight gives its room back, and nothing that a group has still to get', () => {
    const log = open();
    const kept = () => {
      while (log.removeAcknowledged());
      return log.remembered((database) =>
        database.prepare('SELECT min(number) AS first, max(number) AS last, count(*) AS n FROM notifications').get(),
      );
    };
    log.setGroups(new Set(['a']), now);
    log.append(jobs(1, 10), now, nothing);
    log.nextBatch('a', () => 'A1', now);
    log.setGroups(new Set(['a', 'b']), now);
    log.append(jobs(11, 90), now, nothing);
    log.nextBatch('b', () => 'B1', now);
    expect(kept()).toEqual({ first: 1, last: 100, n: 100 });
    log.append(jobs(101, 5000), now, nothing);
    log.giveUpOver('a', 20, 'over the limit', now);
    expect(kept()).toMatchObject({ first: 1, n: 5100 }); // the other group has still to get them
    log.giveUpOver('b', 30, 'over the limit', now);
    expect(kept()).toEqual({ first: 1, last: 5100, n: 130 });
    expect(jobIds(log, 'b')).toHaveLength(90);
    log.acknowledge('a', () => 'A2', now);
    expect(kept()).toEqual({ first: 11, last: 5100, n: 120 });
    expect(log.discard('b', 'discarded by hand', now)).toBe(120);
    expect(log.givenUp()[0]).toMatchObject({ groupId: 'b', count: 120 });
    expect(kept()).toEqual({ first: 5081, last: 5100, n: 20 });
    expect(jobIds(log, 'a')).toHaveLength(20);
    log.close();
  });

  it('decision 20: what every group has acknowledged is removed in steps, and nothing else', () => {
    const log = open();
    log.setGroups(new Set(['a', 'b']), now);
    log.append(jobs(1, 5000), now, nothing);
    const kept = () => log.remembered((database) => database.prepare('SELECT count(*) AS n FROM notifications').get());
    log.nextBatch('a', () => '1', now);
    for (let next = log.acknowledge('a', () => 'n', now); next; next = log.acknowledge('a', () => 'n', now));
    expect(log.removeAcknowledged()).toBe(false);
    expect(kept()).toEqual({ n: 5000 });
    log.nextBatch('b', () => '1', now);
    for (let count = 0; count < 9; count++) log.acknowledge('b', () => 'n', now);
    expect([log.removeAcknowledged(), log.removeAcknowledged(), log.removeAcknowledged()]).toEqual([true, true, false]);
    expect(kept()).toEqual({ n: 500 });
    expect(log.inFlight('b')?.count).toBe(500);
    log.acknowledge('b', () => 'n', now);
    log.removeAcknowledged();
    expect(kept()).toEqual({ n: 0 });
    log.append(jobs(9, 1), now, nothing);
    expect(log.backlogs()).toMatchObject([{ undelivered: 1 }, { undelivered: 1 }]);
    log.close();
  });

  it('N-15: a damaged file is kept under another name and told of, never replaced silently', () => {
    writeFileSync(file, 'not a database at all, but long enough to be taken for one'.repeat(100));
    const { database, warning } = openDatabaseFile(file, logFormat, now);
    database.close();
    expect(warning).toContain('The log of notifications could not be read');
    expect(warning).toContain('notifications.damaged-2026-01-15T00-00-00.sqlite');
    rmSync(file);
  });
});

describe('N-11, N-15: a page of the file is damaged', () => {
  it('N-11: what was acknowledged stays acknowledged, though the next batch cannot be read', () => {
    const file = join(tempFolder(), 'notifications.sqlite');
    const { database } = openDatabaseFile(file, logFormat, now);
    const log = new NotificationLog(database);
    log.setGroups(new Set(['a']), now);
    log.append([jobNotification(1)], now, nothing);
    log.nextBatch('a', () => 'A1', now);
    log.append([jobNotification(2)], now, (open) => {
      open.prepare("UPDATE notifications SET data = 'cut' WHERE number = 2").run();
    });
    expect(() => log.acknowledge('a', () => 'A2', now)).toThrow();
    expect(log.backlogs()).toMatchObject([{ undelivered: 1, delivered: 1 }]);
    log.close();
  });
});
