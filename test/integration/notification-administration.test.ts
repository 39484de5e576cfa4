import { describe, expect, it, onTestFinished } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { NotificationAdministration } from '../../electron/service/notification-administration.ts';
import type { GroupNotifications, NotificationUpdate } from '../../shared/notification-status.ts';
import { defaultProperties } from '../../shared/properties.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { useServers } from '../support/open-servers.ts';
import { refusalOf } from '../support/refusal.ts';
import { seedNotifications } from '../support/seed-notifications.ts';
import type { ServiceBench } from '../support/service-bench.ts';
import { silentLog } from '../support/silent-log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const mebibyte = 1024 * 1024;

/** A window that watches; what it knows of groups, and the last update. */
function watch(console: ServiceBench, groupIds?: string[]) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const seen = { groups: new Map<string, GroupNotifications>(), last: undefined as NotificationUpdate | undefined };
  const run = async () => {
    for await (const update of console.service.notifications.watch(groupIds, abort.signal)) {
      for (const groupId of update.removed) seen.groups.delete(groupId);
      for (const group of update.groups) seen.groups.set(group.groupId, group);
      seen.last = update;
      console.look();
    }
  };
  return { seen, over: run() };
}

describe('decisions 20, 21, 24: what an administrator sees of notifications, and does with them', () => {
  const { bench, cloud, closeLater } = useServers();
  /** A data folder on which 3 notifications wait for the group `sg1`, without endpoint. */
  const seeded = () => {
    const folder = tempFolder();
    seedNotifications(folder, [{ groupId: 'sg1', undelivered: 3 }], Date.now() - 60_000);
    return folder;
  };

  it('an endpoint of a group without endpoint takes its backlog over, which is told, sent, counted and sampled', async () => {
    const application = await cloud();
    const console = bench({ dataFolder: seeded() });
    const { seen } = watch(console);
    await console.until('watched', () => seen.groups.has('sg1'));
    const week = 7 * 86_400_000;
    const { withoutEndpointSince, keptUntil } = seen.groups.get('sg1') ?? {};
    expect(keptUntil).toBe((withoutEndpointSince ?? Number.NaN) + week);
    expect(console.service.notifications.waitingBatch('sg1')).toBeNull();

    expect(await console.add(application)).toMatchObject({ takenOver: 3 });
    await console.connected('localhost');
    await expect.poll(() => application.inbox.total).toBe(3);
    await console.clock.advance(500);
    await console.until('delivered', () => seen.groups.get('sg1')?.delivered === 3);
    expect(seen.groups.get('sg1')).toMatchObject({ undelivered: 0, oldest: null, keptUntil: null });
    await console.clock.advance(10_000);
    for (const groupId of ['sg1', null])
      expect(console.service.notifications.samples(groupId)).toMatchObject([
        { delivered: 0, undelivered: 3 },
        { delivered: 3, undelivered: 0 },
      ]);
  });

  it('N-11, N-13: the batch in flight is told with what was sent, when, and how often', async () => {
    const application = await cloud({ behaviour: { onNotification: () => undefined } });
    const console = bench({ dataFolder: seeded() });
    const { seen } = watch(console, ['sg1']);
    await console.add(application);
    await console.connected('localhost');
    await expect.poll(() => application.inbox.messages).toBe(1);
    const { notifications } = console.service;
    const first = notifications.waitingBatch('sg1');
    expect(first).toMatchObject({ count: 3, timesSent: 1, lastSent: console.clock.now() });
    await console.clock.advance(5000);
    await expect.poll(() => application.inbox.messages).toBe(2);
    await console.clock.advance(500);
    await console.until('sent again', () => seen.groups.get('sg1')?.resends === 1);
    expect(seen.groups.get('sg1')).toMatchObject({ inFlight: 3, undelivered: 3 });
    const second = notifications.waitingBatch('sg1');
    expect(second).toMatchObject({ id: first?.id, since: first?.since, timesSent: 2 });
    const arrived = application.received.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
    expect(JSON.parse(second?.json ?? '')).toEqual(JSON.parse(arrived.at(-1) ?? ''));
  });

  it('decision 20: a backlog that grew is not discarded unseen; as it was shown it is, and what was given up is listed', async () => {
    const console = bench({ dataFolder: seeded() });
    const { notifications } = console.service;
    const { seen } = watch(console);
    expect(refusalOf(() => notifications.discard('sg1', 2))).toMatchObject({
      code: 'backlogHasGrown',
      causes: ['It was 2 when it was shown, and is 3 now. Nothing was discarded.'],
    });
    expect(refusalOf(() => notifications.discard('unknown', 9))).toMatchObject({ code: 'notPossible' });
    await console.until('nothing was discarded', () => seen.groups.get('sg1')?.undelivered === 3);
    expect(notifications.discard('sg1', 3)).toBe(3);
    await console.clock.advance(500);
    await console.until('the group is gone', () => !seen.groups.has('sg1'));
    expect(seen.last?.givenUp).toMatchObject([{ groupId: 'sg1', count: 3, why: 'discarded by hand' }]);
  });

  it('decision 24: the console is warned of a large backlog, by name, and not any more when it is gone', async () => {
    const folder = tempFolder();
    seedNotifications(folder, [{ groupId: 'sg1', undelivered: 100_001 }], Date.now());
    const console = bench({ dataFolder: folder });
    const warning = 'Over 100,000 notifications wait: sg1 (100,001 notifications).';
    expect(console.service.frame().warnings).toContain(warning);
    console.service.notifications.discard('sg1', 200_000);
    await console.clock.advance(10_000);
    expect(console.service.frame().warnings).not.toContain(warning);
  });

  it('N-1: the first group, a new server and "Poll now" have NetBackup asked at once', async () => {
    const netBackup = closeLater(await PracticeNetBackup.start());
    const application = await cloud();
    const console = bench({
      netBackup: {
        baseUrl: netBackup.origin,
        caCertificate: netBackup.caCertificate,
        credentials: { kind: 'api-key', apiKey: netBackup.account.apiKey },
      },
    });
    const { seen } = watch(console);
    await console.until('told', () => seen.last !== undefined);
    expect(seen.last?.source).toMatchObject({ state: 'idle', lastPoll: null });
    await console.add(application);
    const polls = () => netBackup.received.filter(({ target }) => target.startsWith('/netbackup/admin/jobs')).length;
    await expect.poll(polls).toBeGreaterThan(0);
    const source = async () => {
      await console.clock.advance(500); // an update each half second
      return seen.last?.source;
    };
    await expect.poll(source).toMatchObject({ state: 'ok', lastPoll: expect.any(Number) });
    const before = polls();
    console.service.notifications.pollNow();
    await expect.poll(polls).toBeGreaterThan(before);
  });
});

describe('decision 24: a disk that is almost full', () => {
  it('is warned of, with the group that holds most; the warnings change by themselves', async () => {
    const folder = tempFolder();
    const clock = new ManualClock();
    const groups = [
      { groupId: 'small', undelivered: 1 },
      { groupId: 'large', undelivered: 5 },
    ];
    seedNotifications(folder, groups, clock.now());
    let free = 100 * mebibyte;
    let changes = 0;
    const notifications = new NotificationAdministration({
      folder,
      clock,
      log: silentLog,
      newId: () => 'ID',
      properties: () => defaultProperties,
      session: () => undefined,
      server: () => undefined,
      send: () => false,
      warningsChanged: () => void changes++,
      freeBytes: () => free,
    });
    notifications.start(new Set(['small', 'large']));
    onTestFinished(() => notifications.stop());
    expect(notifications.warnings).toEqual([
      'Only 100 MiB are free on the disk of the data folder, so NetBackup is not polled until there is room. Most of it holds large (5 notifications).',
    ]);
    expect(changes).toBe(1);
    free = 300 * mebibyte;
    await clock.advance(10_000);
    expect(notifications.warnings).toEqual([]);
    expect(changes).toBe(2);
    await clock.advance(30_000);
    expect(changes).toBe(2);
  });
});
