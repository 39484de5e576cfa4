import { mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NotificationDelivery } from '../../electron/service/notification/notification-delivery.ts';
import type { WrittenMessage } from '../../electron/service/written-message.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { jobNotification } from '../support/notification-samples.ts';
import { silentLog } from '../support/silent-log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const silent = () => undefined;
const second = 1000;

interface Given {
  maxUndelivered?: number;
  groups?: string[];
  folderProblem?: () => string | undefined;
}

/** A delivery on a file of its own; group `a` has an endpoint and, when told, a connection. */
function deliveryOf({ maxUndelivered = 0, groups = ['a'], folderProblem = () => undefined }: Given = {}) {
  const file = join(tempFolder(), 'notifications.sqlite');
  const clock = new ManualClock();
  const sent: WrittenMessage[] = [];
  let id = 0;
  const options = {
    file,
    folderProblem,
    clock,
    log: silentLog,
    newId: () => `ID-${++id}`,
    resendAfter: () => 5 * second,
    sendTimeout: () => 2 * second,
    maxUndelivered: () => maxUndelivered,
    send: (_groupId: string, message: WrittenMessage, written: () => void) => {
      sent.push(message);
      written();
      return true;
    },
    changed: silent,
  };
  const delivery = new NotificationDelivery(options);
  delivery.start(new Set(groups));
  onTestFinished(() => delivery.stop());
  const append = (...jobIds: number[]) =>
    delivery.append(
      jobIds.map((jobId) => jobNotification(jobId)),
      silent,
    );
  return { file, options, clock, delivery, append, sent };
}

describe('decision 20: a group without endpoint, and a clock that is not to be trusted', () => {
  const hour = 3600 * second;
  const day = 24 * hour;

  it('decision 20: a wall clock that is wrong for a while gives nothing up', async () => {
    const { clock, delivery, append } = deliveryOf({ groups: ['a', 'b'] });
    append(1, 2);
    delivery.groupsChanged(new Set(['b']));
    for (const wait of [0, 2 * hour]) {
      await clock.advance(wait);
      const right = clock.now();
      clock.setWallClock(right + 365 * day);
      await clock.advance(11 * second);
      clock.setWallClock(right + 11 * second);
      await clock.advance(11 * second);
    }
    expect(delivery.group('a')).toMatchObject({ undelivered: 2 });
  });

  it('decision 20: after 7 days it ends, and not before the run is an hour old', async () => {
    const { options, clock, delivery, append } = deliveryOf({ groups: ['a', 'b'] });
    append(1, 2);
    delivery.groupsChanged(new Set(['b']));
    delivery.stop();
    clock.setWallClock(clock.now() + 8 * day);
    const again = new NotificationDelivery(options);
    again.start(new Set(['b']));
    await clock.advance(hour - 20 * second);
    expect(again.group('a')).toMatchObject({ undelivered: 2 });
    await clock.advance(40 * second);
    expect(again.group('a')).toBeUndefined();
    expect(again.givenUp()).toMatchObject([{ groupId: 'a', count: 2, why: 'without endpoint for 7 days' }]);
    again.stop();
  });
});

describe('N-15, decision 24: whatever happens to the file of the log', () => {
  it('N-15: another program that locks it stops only what has to be written meanwhile', async () => {
    const { file, clock, delivery, append } = deliveryOf({ maxUndelivered: 2 });
    append(1, 2, 3, 4, 5);
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await clock.advance(20 * second);
    expect(delivery.warnings.join()).toContain('locked');
    expect(delivery.group('a')).toMatchObject({ undelivered: 5 });
    other.exec('ROLLBACK');
    other.close();
    await clock.advance(20 * second);
    expect(delivery.group('a')).toMatchObject({ undelivered: 2 });
    expect(delivery.warnings).toEqual([]);
  });

  it.each([
    ['removed', silent],
    ['replaced', (file: string) => writeFileSync(file, 'something else')],
  ])('N-15: a file that is %s while the service runs is written anew, with all that waits', async (_how, replace) => {
    const { file, clock, delivery, append, sent } = deliveryOf();
    append(1, 2);
    delivery.served('a', true);
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    replace(file);
    append(3);
    await clock.advance(20 * second);
    expect(delivery.warnings.join()).toContain('It was written anew');
    expect(delivery.group('a')).toMatchObject({ undelivered: 3, inFlight: 2 });
    expect(new Set(sent.map((message) => message.id)).size).toBe(1); // the same request still waits
    expect(statSync(file).mode & 0o777).toBe(0o600);
    delivery.stop();
    const again = new DatabaseSync(file, { readOnly: true });
    expect(again.prepare('SELECT count(*) AS n FROM notifications').get()).toEqual({ n: 3 });
    again.close();
  });

  it('N-15: another database that was put in its place, beside our journals, is kept as it is', async () => {
    const { file, clock, delivery, append } = deliveryOf();
    append(1, 2);
    const other = new DatabaseSync(join(tempFolder(), 'other.sqlite'));
    other.exec('CREATE TABLE other (value); INSERT INTO other VALUES (42)');
    const from = other.location() ?? '';
    other.close();
    renameSync(from, file);
    await clock.advance(20 * second);
    expect(delivery.group('a')).toMatchObject({ undelivered: 2 });
    const [kept = ''] = readdirSync(dirname(file)).filter((name) => name.startsWith('notifications.damaged-'));
    const again = new DatabaseSync(join(dirname(file), kept));
    expect(again.prepare('SELECT value FROM other').get()).toEqual({ value: 42 });
    again.close();
  });

  it('N-15: a file that was removed just before the end is written anew, too', () => {
    const { file, delivery, append } = deliveryOf();
    append(1, 2);
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    delivery.stop();
    const again = new DatabaseSync(file, { readOnly: true });
    expect(again.prepare('SELECT count(*) AS n FROM notifications').get()).toEqual({ n: 2 });
    again.close();
  });

  it('N-15: a file that cannot be looked at is told, delivery goes on, and it is well again with the folder', async () => {
    const { file, clock, delivery, append, sent } = deliveryOf();
    delivery.served('a', true);
    const folder = dirname(file);
    renameSync(folder, `${folder}-away`);
    symlinkSync(folder, folder); // to itself: ELOOP, as EACCES and EIO would come
    await clock.advance(20 * second);
    expect(delivery.warnings.join()).toMatch(/cannot be reached in the data folder \(ELOOP.*Delivery goes on/);
    expect(delivery.isUsable).toBe(false);
    append(1, 2);
    expect(sent).toHaveLength(1);
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    await clock.advance(10 * second);
    expect(delivery.warnings).toEqual([]);
    expect(delivery.isUsable).toBe(true);
    expect(delivery.group('a')).toMatchObject({ undelivered: 2, inFlight: 2 });
  });

  it('N-15: a file that was removed and cannot be written anew stays told until it can', async () => {
    const { file, clock, delivery, append } = deliveryOf();
    append(1);
    const inTheWay = join(dirname(file), `.${process.pid}.new`);
    mkdirSync(inTheWay);
    renameSync(file, `${file}-away`);
    await clock.advance(20 * second);
    expect(delivery.warnings.join()).toContain('was removed or replaced, and cannot be written anew');
    rmSync(inTheWay, { recursive: true, force: true });
    renameSync(`${file}-away`, file);
    await clock.advance(10 * second);
    expect(delivery.warnings).toEqual([]);
  });

  it('N-15: a file that is gone with the data folder is told, and nothing is written in its place', async () => {
    let problem: string | undefined;
    const { file, clock, delivery, append } = deliveryOf({ folderProblem: () => problem });
    append(1);
    const folder = dirname(file);
    renameSync(folder, `${folder}-away`);
    mkdirSync(folder);
    problem = 'the data folder was replaced';
    await clock.advance(20 * second);
    expect(delivery.warnings.join()).toContain('notifications.sqlite is gone with the data folder');
    expect([delivery.isUsable, readdirSync(folder)]).toEqual([false, []]);
    rmSync(folder, { recursive: true });
    renameSync(`${folder}-away`, folder);
    problem = undefined;
    await clock.advance(10 * second);
    expect([delivery.isUsable, delivery.warnings]).toEqual([true, []]);
  });

  it('decisions 21, 24: notification.maxUndelivered cuts into nothing that is on its way', async () => {
    const { clock, delivery, append, sent } = deliveryOf({ maxUndelivered: 2 });
    delivery.served('a', true);
    append(1, 2, 3);
    const id = sent[0]?.id ?? '';
    append(4, 5, 6);
    await clock.advance(20 * second);
    expect(new Set(sent.map((message) => message.id))).toEqual(new Set([id])); // it was sent again, and no other one
    expect(delivery.group('a')).toMatchObject({ undelivered: 5, inFlight: 3 });
    expect(delivery.givenUp()).toMatchObject([{ count: 1 }]);
    const response = { version: '1.0', id, type: 'NOTIFICATION', subType: 'RESPONSE', payload: [] } as const;
    expect(delivery.acknowledged('a', response)).toBe(true);
    expect(delivery.group('a')).toMatchObject({ delivered: 3, undelivered: 2, inFlight: 2 });
    expect(JSON.stringify(sent.at(-1)?.read().payload)).toMatch(/"jobId":5.*"jobId":6/);
  });

  it('N-16: many groups take turns with everything else, and each gets what was appended', async () => {
    const groups = Array.from({ length: 120 }, (_, index) => `g${index}`);
    const { delivery, append, sent, clock } = deliveryOf({ groups });
    for (const groupId of groups) delivery.served(groupId, true);
    append(1);
    expect(sent.length).toBe(50);
    await clock.settle();
    await clock.settle();
    await clock.settle();
    expect(sent.length).toBe(120);
  });
});
