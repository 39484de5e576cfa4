import { describe, expect, it } from 'vitest';
import { ConnectionNotices } from '../../electron/service/connection-notices.ts';
import type { ConnectionNotice } from '../../shared/connection-notice.ts';
import { ManualClock } from '../support/manual-clock.ts';

const second = 1000;
const minute = 60 * second;

function bench() {
  const clock = new ManualClock();
  const told: ConnectionNotice[] = [];
  const withoutEndpoint = new Set<string>();
  const notices = new ConnectionNotices({
    clock,
    isAwaited: (groupId) => !withoutEndpoint.has(groupId),
    tell: (notice) => told.push(notice),
  });
  const titles = () => told.map(({ title }) => title);
  return { clock, told, titles, notices, withoutEndpoint };
}

describe('people are told when a group loses its last connection', () => {
  it('a fail-over or an early run within ten seconds is no loss', async () => {
    const { clock, titles, notices } = bench();
    notices.lost('sg1', 'ep1', 'connection-lost');
    await clock.advance(9.9 * second);
    notices.connected('sg1', 'ep2');
    await clock.advance(10 * minute);
    expect(titles()).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('a loss is told once, with its cause in words', async () => {
    const { clock, told, notices } = bench();
    notices.lost('sg1', 'ep1.example.com', 'no-pong');
    await clock.advance(11.9 * second);
    expect(told).toEqual([]);
    await clock.advance(0.1 * second);
    expect(told).toEqual([
      {
        kind: 'lost',
        at: clock.now(),
        count: 1,
        groupId: 'sg1',
        title: 'sg1 lost its connection',
        body: 'ep1.example.com: The connection was open, but the cloud application did not answer pings any more.',
      },
    ]);
    await clock.advance(60 * minute);
    expect(told).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it('when it is connected again, that is told once, with how long it was away', async () => {
    const { clock, told, notices } = bench();
    notices.lost('sg1', 'ep1', 'connection-lost');
    await clock.advance(125 * second);
    notices.connected('sg1', 'ep2');
    await clock.advance(60 * minute);
    expect(told.map(({ kind }) => kind)).toEqual(['lost', 'back']);
    expect(told[1]).toMatchObject({
      title: 'sg1 is connected again',
      body: 'ep2 serves it. It was without connection for 2 min 5 s.',
    });
  });

  it.each([
    [20 * second, '20 s'],
    [3 * minute, '3 min'],
    [61 * minute, '1 h 1 min'],
    [24 * 60 * minute + 5 * second, '1 day'],
    [50 * 60 * minute, '2 days 2 h'],
  ])('%d ms away are told as %s', async (away, words) => {
    const { clock, told, notices } = bench();
    notices.lost('sg1', 'ep1', 'connection-lost');
    await clock.advance(away);
    notices.connected('sg1', 'ep1');
    await clock.advance(minute);
    expect(told[1]?.body).toMatch(new RegExp(`for ${words}\\.$`));
  });

  it('a network that is down is one notice with the count, and one when it is up again', async () => {
    const { clock, told, notices } = bench();
    const groups = Array.from({ length: 500 }, (_, index) => `sg${index}`);
    for (const [index, group] of groups.entries()) {
      notices.lost(group, `ep${index}`, index < 400 ? 'connection-lost' : 'no-pong');
      if (index % 100 === 99) await clock.advance(300);
    }
    await clock.advance(minute);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ count: 500, groupId: 'sg0', title: '500 groups lost their connection' });
    expect(told[0]?.body).toBe(
      'sg0, sg1, sg2, sg3, sg4 and 495 more. Most of them: The network connection broke, without a farewell of the cloud application.',
    );
    for (const [index, group] of groups.entries()) {
      notices.connected(group, 'ep');
      if (index % 100 === 99) await clock.advance(300);
    }
    await clock.advance(minute);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatchObject({ kind: 'back', count: 500, title: '500 groups are connected again' });
    expect(told[1]?.body).toMatch(
      /^sg0, sg1, sg2, sg3, sg4 and 495 more\. They were without connection for up to 1 min/,
    );
  });

  it('what was closed from here (Deactivate, Delete, Renew, a stop) is not told', async () => {
    const { clock, titles, notices } = bench();
    notices.lost('sg1', 'ep1', 'closed-by-us');
    await clock.advance(10 * minute);
    notices.connected('sg1', 'ep1');
    await clock.advance(10 * minute);
    expect(titles()).toEqual([]);
  });

  it('a group whose endpoints are deactivated or deleted while it is away is forgotten', async () => {
    const { clock, titles, notices, withoutEndpoint } = bench();
    notices.lost('early', 'ep1', 'connection-lost');
    notices.lost('late', 'ep2', 'connection-lost');
    await clock.advance(5 * second);
    withoutEndpoint.add('early');
    notices.endpointsChanged();
    await clock.advance(minute);
    expect(titles()).toEqual(['late lost its connection']);
    withoutEndpoint.add('late');
    notices.endpointsChanged();
    withoutEndpoint.clear();
    for (const group of ['early', 'late']) notices.connected(group, 'ep');
    await clock.advance(10 * minute);
    expect(titles()).toHaveLength(1);
  });

  it('a group that comes and goes is told of at most twice in half a minute', async () => {
    const { clock, told, notices } = bench();
    for (let n = 0; n < 100; n++) {
      notices.lost('sg1', 'ep1', 'closed-by-peer');
      await clock.advance(13 * second);
      notices.connected('sg1', 'ep1');
      await clock.advance(3 * second);
    }
    for (const kind of ['lost', 'back']) {
      const times = told.filter((notice) => notice.kind === kind).map(({ at }) => at);
      expect(times.length).toBeGreaterThan(10);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(30 * second);
    }
    // Who reads them in order is never told the same twice in a row.
    expect(told.every(({ kind }, index) => kind !== told[index - 1]?.kind)).toBe(true);
  });

  it('a return that did not last until it was told is none', async () => {
    const { clock, told, notices } = bench();
    notices.lost('sg1', 'ep1', 'connection-lost');
    await clock.advance(20 * second);
    notices.connected('sg1', 'ep1');
    await clock.advance(1 * second);
    notices.lost('sg1', 'ep1', 'connection-lost');
    await clock.advance(39 * second);
    notices.connected('sg1', 'ep1');
    await clock.advance(10 * minute);
    expect(told.map(({ kind }) => kind)).toEqual(['lost', 'back']);
    expect(told[1]?.body).toMatch(/ for 1 min\.$/);
  });

  it('losses that come later get a notice of their own, half a minute after the last one', async () => {
    const { clock, told, notices } = bench();
    notices.lost('a', 'ep1', 'connection-lost');
    await clock.advance(8 * second);
    notices.lost('b', 'ep2', 'connection-lost');
    await clock.advance(5 * second);
    notices.lost('c', 'ep3', 'connection-lost');
    await clock.advance(10 * minute);
    expect(told.map(({ title }) => title)).toEqual(['a lost its connection', '2 groups lost their connection']);
    expect((told[1]?.at ?? 0) - (told[0]?.at ?? 0)).toBe(30 * second);
  });

  it('after a stop nothing is told', async () => {
    const { clock, titles, notices } = bench();
    notices.lost('sg1', 'ep1', 'connection-lost');
    notices.stop();
    await clock.advance(minute);
    expect(titles()).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('a name of 1,024 characters does not fill the desktop', async () => {
    const { clock, told, notices } = bench();
    notices.lost('g'.repeat(1024), 'h'.repeat(253), 'connection-lost');
    await clock.advance(minute);
    expect(told[0]?.title).toBe(`${'g'.repeat(59)}… lost its connection`);
    expect(told[0]?.body).toMatch(/^h{59}…: /);
  });
});
