import { describe, expect, it, onTestFinished } from 'vitest';
import { NotificationFeed } from '../../electron/service/notification/notification-feed.ts';
import type { GivenUp, GroupNotifications, NotificationUpdate } from '../../shared/notification-status.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { groupNotifications } from '../support/notification-samples.ts';

function feedOf(...groups: GroupNotifications[]) {
  const clock = new ManualClock();
  const now = { groups, givenUp: [] as readonly GivenUp[] };
  const feed = new NotificationFeed(clock, {
    groups: (wanted) => now.groups.filter(({ groupId }) => wanted?.has(groupId) ?? true),
    givenUp: () => now.givenUp,
    rest: () => ({
      source: { state: 'ok', detail: '', lastPoll: null, lastFullImagePass: null, nextPoll: null },
      disk: { freeBytes: null, isShort: false, holder: null },
      warnings: [],
      sampledAt: null,
    }),
  });
  const watch = (groupIds?: string[]) => {
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const updates: NotificationUpdate[] = [];
    const run = async () => {
      for await (const update of feed.watch(groupIds, abort.signal)) updates.push(update);
    };
    return { updates, over: run(), end: () => abort.abort() };
  };
  return { clock, now, feed, watch };
}

describe('decision 20: how notifications stand, live', () => {
  it('first everything, then only what changed, and what is no more', async () => {
    const { clock, now, feed, watch } = feedOf(groupNotifications('a'), groupNotifications('b'));
    const { updates } = watch();
    await clock.settle();
    expect(updates).toHaveLength(1);
    expect(updates[0]).toMatchObject({ groups: [{ groupId: 'a' }, { groupId: 'b' }], removed: [], givenUp: [] });
    now.groups = [groupNotifications('a', { undelivered: 3 })];
    feed.changed();
    await clock.advance(500);
    expect(updates[1]).toMatchObject({ groups: [{ groupId: 'a', undelivered: 3 }], removed: ['b'] });
    expect(updates[1]).not.toHaveProperty('givenUp');
    now.givenUp = [{ groupId: 'b', time: 1, count: 2, from: 0, to: 1, why: 'x' }];
    feed.changed();
    await clock.advance(500);
    expect(updates[2]).toMatchObject({ groups: [], removed: [], givenUp: [{ count: 2 }] });
  });

  it('a storm of changes is one update each half second', async () => {
    const { clock, feed, watch } = feedOf(groupNotifications('a'));
    const { updates } = watch();
    await clock.settle();
    for (let count = 0; count < 100; count++) {
      feed.changed();
      await clock.advance(10);
    }
    expect(updates).toHaveLength(3);
    await clock.advance(5000);
    expect(updates).toHaveLength(3); // nothing has changed since
  });

  it('tells of the wanted groups only', async () => {
    const { clock, watch } = feedOf(groupNotifications('a'), groupNotifications('b'));
    const { updates } = watch(['b', 'unknown']);
    await clock.settle();
    expect(updates[0]?.groups.map(({ groupId }) => groupId)).toEqual(['b']);
  });

  it('nothing is planned while nobody watches; a stream ends when it is given up or the service stops', async () => {
    const { clock, feed, watch } = feedOf(groupNotifications('a'));
    feed.changed();
    expect(clock.waiting).toBe(0);
    const first = watch();
    const second = watch();
    await clock.settle();
    first.end();
    await first.over;
    feed.changed();
    feed.close();
    await second.over;
    expect(clock.waiting).toBe(0);
  });
});
