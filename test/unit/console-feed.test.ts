import { describe, expect, it } from 'vitest';
import { endpointStatus } from '../support/endpoint-status.ts';
import { change, feedBench, frame } from '../support/feed-bench.ts';

/** Rows that a message holds at the most. */
const portion = 1000;
const hostNames = (count: number) => Array.from({ length: count }, (_, index) => `host${index}`);

describe('a console is told what is, and then what changes', () => {
  it('P-2 first a snapshot of the frame and the rows in their order', async () => {
    const { source, open } = feedBench();
    source.set('b');
    source.set('a');
    expect(await open().read()).toEqual({
      kind: 'snapshot',
      revision: 0,
      state: { frame, endpoints: [endpointStatus({ hostName: 'b' }), endpointStatus({ hostName: 'a' })] },
    });
  });

  it('then patches: a row, a removed row, the frame', async () => {
    const bench = feedBench();
    const { source, feed, clock } = bench;
    source.set('a');
    const console = bench.open();
    await console.read();
    await change(bench, 'b', 1);
    source.delete('a');
    feed.changed({ hostName: 'a' });
    await clock.advance(100);
    source.current = { ...frame, version: '2' };
    feed.changed('frame');
    await clock.advance(100);
    for (let n = 0; n < 3; n++) await console.read();
    expect(console.updates.slice(1)).toEqual([
      {
        kind: 'patches',
        revision: 1,
        patches: [{ kind: 'endpoint', endpoint: endpointStatus({ hostName: 'b', commands: 1 }) }],
      },
      { kind: 'patches', revision: 2, patches: [{ kind: 'endpoint-removed', hostName: 'a' }] },
      { kind: 'patches', revision: 3, patches: [{ kind: 'frame', frame: { version: '2' } }] },
    ]);
  });

  it('a storm of changes is one update each 100 ms, with the last value of each row', async () => {
    const { clock, source, feed, open } = feedBench();
    const console = open();
    await console.read();
    for (let n = 1; n <= 1000; n++) {
      const hostName = n % 2 === 0 ? 'even' : 'odd';
      source.set(hostName, n);
      feed.changed({ hostName });
    }
    const next = console.pending();
    await clock.advance(99);
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    expect(await next).toMatchObject({
      value: {
        revision: 1,
        patches: [{ endpoint: { hostName: 'odd', commands: 999 } }, { endpoint: { hostName: 'even', commands: 1000 } }],
      },
    });
    expect(clock.waiting).toBe(0);
  });

  it('a row that came and went between two updates is told as removed', async () => {
    const { clock, source, feed, open } = feedBench();
    const console = open();
    await console.read();
    source.set('a');
    feed.changed({ hostName: 'a' });
    source.delete('a');
    feed.changed({ hostName: 'a' });
    await clock.advance(100);
    expect(await console.read()).toMatchObject({ patches: [{ kind: 'endpoint-removed', hostName: 'a' }] });
    expect(console.hosts()).toEqual([]);
  });

  it('without a console nothing is timed, and the next one gets the rows as they are then', async () => {
    const bench = feedBench();
    await change(bench, 'a', 1);
    expect(bench.clock.waiting).toBe(0);
    const first = bench.open();
    await first.read();
    first.end();
    await first.pending();
    await change(bench, 'a', 2);
    const second = bench.open();
    await second.read();
    expect(second.hosts()).toEqual([['a', 2]]);
  });
});

describe('P-3 thousands of endpoints', () => {
  it('P-3 a snapshot comes in parts, so that none of them blocks the window, and what changes meanwhile after them', async () => {
    const bench = feedBench();
    const hosts = hostNames(2 * portion + 500);
    for (const hostName of hosts) bench.source.set(hostName);
    const console = bench.open();
    await console.read();
    await change(bench, 'host7', 1);
    for (let n = 0; n < 3; n++) await console.read();
    expect(
      console.updates.map((update) => [
        update.kind,
        'more' in update,
        'endpoints' in update && update.endpoints.length,
      ]),
    ).toEqual([
      ['snapshot', true, false],
      ['snapshot-part', true, portion],
      ['snapshot-part', false, 500],
      ['patches', false, false],
    ]);
    expect(console.hosts()).toEqual(hosts.map((hostName) => [hostName, hostName === 'host7' ? 1 : 0]));
  });

  it('P-3 a snapshot that just fills its message is one message', async () => {
    const { source, open } = feedBench();
    for (const hostName of hostNames(portion)) source.set(hostName);
    const console = open();
    expect(await console.read()).not.toHaveProperty('more');
    expect(console.hosts()).toHaveLength(portion);
  });

  it('P-3 when the service is switched in the middle of a snapshot, another one begins', async () => {
    const bench = feedBench();
    for (const hostName of hostNames(portion + 1)) bench.source.set(hostName);
    const console = bench.open();
    await console.read();
    for (const hostName of hostNames(portion + 1)) bench.source.delete(hostName);
    bench.source.set('new');
    bench.feed.replaced();
    expect((await console.read()).kind).toBe('snapshot');
    expect(console.hosts()).toEqual([['new', 0]]);
  });

  it('P-3 a change of all rows, as each run may be, comes in several updates', async () => {
    const { source, feed, clock, open } = feedBench();
    const hosts = hostNames(portion + 1);
    for (const hostName of hosts) source.set(hostName);
    const console = open();
    await console.read();
    await console.read();
    for (const hostName of hosts) {
      source.set(hostName, 5);
      feed.changed({ hostName });
    }
    await clock.advance(100);
    expect(await console.read()).toMatchObject({ kind: 'patches', revision: 1, patches: { length: portion } });
    expect(await console.read()).toMatchObject({ kind: 'patches', revision: 2, patches: { length: 1 } });
    expect(new Set(console.hosts().map(([, commands]) => commands))).toEqual(new Set([5]));
  });

  it('P-3 a row that was called changed and says the same is not told', async () => {
    const bench = feedBench();
    const console = bench.open();
    await console.read();
    await change(bench, 'a', 1);
    await change(bench, 'a', 1);
    bench.feed.changed('frame');
    await bench.clock.advance(100);
    await change(bench, 'a', 2);
    for (let n = 0; n < 2; n++) await console.read();
    expect(console.updates.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(console.hosts()).toEqual([['a', 2]]);
  });

  it('P-10 of the frame only what changed is told, and of the groups only those that did', async () => {
    const { clock, source, feed, open } = feedBench();
    const groups = ['sg1', 'sg2', 'sg3'].map((groupId) => ({ groupId, connectedHost: null }));
    source.current = { ...frame, groups };
    const console = open();
    await console.read();
    const now = [
      { groupId: 'sg1', connectedHost: null },
      { groupId: 'sg3', connectedHost: 'a' },
      { groupId: 'sg4', connectedHost: null },
    ];
    source.current = { ...source.current, warnings: ['w'], groups: now };
    feed.changed('frame');
    await clock.advance(100);
    expect(await console.read()).toMatchObject({
      patches: [
        { kind: 'frame', frame: { warnings: ['w'] } },
        { kind: 'group', group: now[1] },
        { kind: 'group', group: now[2] },
        { kind: 'group-removed', groupId: 'sg2' },
      ],
    });
    expect(console.state?.frame).toEqual({ ...frame, warnings: ['w'], groups: now });
  });

  it('P-3 rows hold their latest four transitions, in a snapshot and in patches', async () => {
    const bench = feedBench();
    const timeline = Array.from(
      { length: 100 },
      (_, time) => ({ time, to: 'connecting', code: 'x', reason: '' }) as const,
    );
    bench.source.set('a', 0, timeline);
    const console = bench.open();
    await console.read();
    expect(console.state?.endpoints[0]?.timeline).toEqual(timeline.slice(-4));
    bench.source.set('a', 1, timeline.slice(0, 50));
    bench.feed.changed({ hostName: 'a' });
    await bench.clock.advance(100);
    await console.read();
    expect(console.state?.endpoints[0]?.timeline).toEqual(timeline.slice(46, 50));
  });
});

describe('several consoles', () => {
  it('one that comes later gets a snapshot and goes on with the same revisions', async () => {
    const bench = feedBench();
    const [early, late] = [bench.open(), bench.open()];
    await early.read();
    await change(bench, 'a', 1);
    await late.read();
    expect(late.revision).toBe(1);
    await change(bench, 'a', 2);
    for (const console of [early, early, late]) await console.read();
    expect([early.hosts(), late.hosts()]).toEqual([[['a', 2]], [['a', 2]]]);
    expect([early.revision, late.revision]).toEqual([2, 2]);
  });

  it('one that comes between a change and its update misses nothing', async () => {
    const bench = feedBench();
    const [early, late] = [bench.open(), bench.open()];
    await early.read();
    bench.source.set('a', 1);
    bench.feed.changed({ hostName: 'a' });
    await late.read();
    await bench.clock.advance(100);
    for (const console of [early, late]) await console.read();
    expect([early.hosts(), late.hosts()]).toEqual([[['a', 1]], [['a', 1]]]);
  });

  it('one that ends leaves the others alone', async () => {
    const bench = feedBench();
    const [one, other] = [bench.open(), bench.open()];
    await one.read();
    await other.read();
    one.end();
    await one.pending();
    await change(bench, 'a', 1);
    await other.read();
    expect(other.hosts()).toEqual([['a', 1]]);
  });
});

describe('a console that reads slowly', () => {
  it('gets the last 50 updates one by one', async () => {
    const bench = feedBench();
    const console = bench.open();
    await console.read();
    for (let n = 1; n <= 50; n++) await change(bench, 'a', n);
    for (let n = 1; n <= 50; n++) expect((await console.read()).kind).toBe('patches');
    expect(console.hosts()).toEqual([['a', 50]]);
  });

  it('with more, it gets a snapshot instead, and goes on from there', async () => {
    const bench = feedBench();
    const console = bench.open();
    await console.read();
    for (let n = 1; n <= 120; n++) await change(bench, 'a', n);
    expect(await console.read()).toMatchObject({ kind: 'snapshot', revision: 120 });
    expect(console.hosts()).toEqual([['a', 120]]);
    await change(bench, 'b', 1);
    expect(await console.read()).toMatchObject({ kind: 'patches', revision: 121 });
    expect(console.hosts()).toEqual([
      ['a', 120],
      ['b', 1],
    ]);
  });

  it('does not keep the others from being told', async () => {
    const bench = feedBench();
    const [slow, fast] = [bench.open(), bench.open()];
    await slow.read();
    await fast.read();
    for (let n = 1; n <= 120; n++) {
      await change(bench, `host${n % 7}`, n);
      await fast.read();
    }
    expect(fast.updates.slice(1).every(({ kind }) => kind === 'patches')).toBe(true);
    expect(fast.state?.endpoints).toEqual(bench.source.rows());
    await slow.read();
    expect(slow.state?.endpoints).toEqual(bench.source.rows());
    expect(slow.revision).toBe(fast.revision);
  });
});

describe('decision 47 another service is shown', () => {
  it('decision 47 every console gets a snapshot at once, and nothing of the old one after it', async () => {
    const bench = feedBench();
    const [one, other] = [bench.open(), bench.open()];
    for (const console of [one, other]) await console.read();
    await change(bench, 'old', 1); // not read yet
    bench.source.delete('old');
    bench.source.set('new', 2);
    bench.feed.replaced();
    for (const console of [one, other]) {
      expect((await console.read()).kind).toBe('snapshot');
      expect(console.hosts()).toEqual([['new', 2]]);
    }
    await change(bench, 'new', 3);
    for (const console of [one, other]) {
      await console.read();
      expect(console.hosts()).toEqual([['new', 3]]);
    }
  });

  it('decision 47 a console that waits is woken', async () => {
    const { feed, source, open } = feedBench();
    const console = open();
    await console.read();
    const next = console.pending();
    source.set('new');
    feed.replaced();
    expect(await next).toMatchObject({ value: { kind: 'snapshot', state: { endpoints: [{ hostName: 'new' }] } } });
  });
});

describe('the end', () => {
  it('aborting ends a stream that waits, and one that has updates left', async () => {
    const bench = feedBench();
    const [waiting, behind] = [bench.open(), bench.open()];
    await waiting.read();
    await behind.read();
    await change(bench, 'a');
    await waiting.read();
    const next = waiting.pending();
    waiting.end();
    behind.end();
    expect(await next).toEqual({ value: undefined, done: true });
    expect(await behind.pending()).toEqual({ value: undefined, done: true });
  });

  it('a stream that was aborted before it was read is over at once', async () => {
    const { open } = feedBench();
    const console = open();
    console.end();
    expect(await console.pending()).toEqual({ value: undefined, done: true });
  });

  it('after the last console has gone nothing is timed any more', async () => {
    const bench = feedBench();
    const console = bench.open();
    await console.read();
    console.end();
    await console.pending();
    bench.feed.changed('frame');
    expect(bench.clock.waiting).toBe(0);
  });
});
