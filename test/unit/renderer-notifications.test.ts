import { describe, expect, it } from 'vitest';
import { groupRows, isTroubled, stateText } from '../../renderer/notifications/group-rows.ts';
import { follow } from '../../renderer/notifications/notification-store.ts';
import { hourSummary, perMinute, tableRows } from '../../renderer/notifications/plot-figures.ts';
import { groupsLeftBehind } from '../../renderer/servers/left-behind.tsx';
import type { GroupNotifications, NotificationUpdate } from '../../shared/notification-status.ts';
import { groupNotifications } from '../support/notification-samples.ts';

const update = (change: Partial<NotificationUpdate>): NotificationUpdate => ({
  groups: [],
  removed: [],
  source: { state: 'ok', detail: '', lastPoll: null, lastFullImagePass: null, nextPoll: null },
  disk: { freeBytes: null, isShort: false, holder: null },
  warnings: [],
  sampledAt: null,
  ...change,
});
const loss = { groupId: 'a', time: 1, count: 1, from: 1, to: 1, why: '' };

describe('what the window knows of notifications', () => {
  it('decision 20: groups are in natural order, and follow what changed', () => {
    const groups = ['sg10', 'sg2', 'SG1'].map((groupId) => groupNotifications(groupId));
    const first = follow(undefined, update({ groups, givenUp: [loss] }));
    expect(first.groups.map(({ groupId }) => groupId)).toEqual(['SG1', 'sg2', 'sg10']);
    const second = follow(first, update({ groups: [groupNotifications('sg2', { delivered: 5 })], removed: ['SG1'] }));
    expect(second.groups).toMatchObject([{ groupId: 'sg2', delivered: 5 }, { groupId: 'sg10' }]);
    expect(second.givenUp).toEqual([loss]);
    expect(follow(second, update({})).groups).toBe(second.groups);
  });
});

describe('decision 20: where a group stands, in words', () => {
  const now = 1_000_000;
  const served = [
    { groupId: 'a', connectedHost: 'ep1' },
    { groupId: 'b', connectedHost: null },
  ];
  const row = (
    groupId: string,
    change: Partial<GroupNotifications> = {},
    state: 'ACTIVATED' | 'DEACTIVATED' = 'ACTIVATED',
  ) => {
    const [made] = groupRows([groupNotifications(groupId, change)], served, [{ groupId, state }]);
    if (!made) throw new Error('no row');
    return made;
  };
  it.each([
    [row('a'), 'Up to date', false],
    [row('a', { undelivered: 1 }), 'Sending', false],
    [row('a', { undelivered: 1, inFlight: 1 }), 'Waiting for the acknowledgement', false],
    [row('a', { undelivered: 1, inFlight: 1, resends: 1 }), 'Not acknowledged, 1 resend', true],
    [row('a', { problem: 'the disk is full' }), 'The log cannot be written', true],
    [row('b', { undelivered: 4 }), 'No connection', true],
    [row('b', {}, 'DEACTIVATED'), 'Deactivated', false],
    [
      row('c', { withoutEndpointSince: 0, keptUntil: now + 7 * 86_400_000 + 900 }),
      'Without endpoint, 7 days left',
      true,
    ],
    [row('c', { withoutEndpointSince: 0, keptUntil: now + 7_200_000 }), 'Without endpoint, 2 h left', true],
  ])('%#: %s', (made, text, troubled) => {
    expect(stateText(made, now)).toBe(text);
    expect(isTroubled(made)).toBe(troubled);
  });
});

describe('the last hour in figures', () => {
  const samples = Array.from({ length: 60 }, (_, index) => ({
    time: index * 10_000 + (index % 2), // never exactly ten seconds apart
    delivered: 1,
    undelivered: index === 30 ? 50 : 2,
  }));

  it('delivered per minute is what came in the minute before', () => {
    expect(perMinute(samples)).toEqual([1, 2, 3, 4, 5, ...Array<number>(55).fill(6)]);
    expect(perMinute([])).toEqual([]);
  });

  it('the summary says how much, and when the backlog was largest', () => {
    expect(hourSummary(samples)).toEqual({
      delivered: 60,
      mostPerMinute: 6,
      mostUndelivered: 50,
      mostAt: 300_000,
    });
    expect(hourSummary([])).toBeUndefined();
  });

  it('the table has a row for each five minutes, the latest first', () => {
    expect(tableRows(samples)).toEqual([
      { time: 590_001, delivered: 30, undelivered: 2 },
      { time: 290_001, delivered: 30, undelivered: 2 },
    ]);
    expect(tableRows([])).toEqual([]);
  });
});

describe('Z-1, decision 20: the groups of which no endpoint is left', () => {
  it('are those whose every endpoint is deleted', () => {
    const endpoints = [
      { hostName: 'a1', groupId: 'a' },
      { hostName: 'a2', groupId: 'a' },
      { hostName: 'b1', groupId: 'b' },
      { hostName: 'c1', groupId: 'c' },
    ];
    expect(groupsLeftBehind(endpoints, ['a1', 'b1'])).toEqual(['b']);
    expect(groupsLeftBehind(endpoints, ['a1', 'a2', 'c1'])).toEqual(['a', 'c']);
    expect(groupsLeftBehind(endpoints, [])).toEqual([]);
  });
});
