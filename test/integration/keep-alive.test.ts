import { describe, expect, it } from 'vitest';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { makeMessage } from '../../shared/messages.ts';
import { runsByHand } from '../support/hostile-scene.ts';
import { useServers } from '../support/open-servers.ts';
import type { ServiceBench } from '../support/service-bench.ts';
import { frame, opcodes } from '../support/web-socket-frames.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const host = 'localhost';

describe('C-12, C-13: an hour of keep-alive', () => {
  const { bench, cloud, byteServer } = useServers();
  const pingsAt = (application: PracticeCloudApplication) =>
    application.received.filter(({ kind }) => kind === 'ping').length;
  const connected = async () => {
    /** Pings that have no pong yet. */
    const unanswered: (() => void)[] = [];
    const ep1 = await cloud({
      behaviour: { onPing: (data, connection) => void unanswered.push(() => connection.pong(data)) },
    });
    const console = bench();
    await console.add(ep1);
    await console.connected(host);
    const nextPing = async (after: number) => {
      const before = pingsAt(ep1);
      await console.clock.advance(after);
      await ep1.changes.until('a ping', () => pingsAt(ep1) === before + 1);
    };
    return { ep1, console, unanswered, nextPing };
  };
  const hasRoundTrip = (console: ServiceBench, milliseconds: number) =>
    console.until(`a round trip of ${milliseconds} ms`, () => console.row(host).roundTrip === milliseconds);

  it('C-12: a ping each 30 s, and the round trip of each in the row', async () => {
    const { ep1, console, unanswered, nextPing } = await connected();
    expect(console.row(host)).toMatchObject({ roundTrip: null, missedPongs: 0 });
    let untilNext = 30 * second;
    for (let ping = 1; ping <= 120; ping++) {
      await nextPing(untilNext);
      const takes = ping * 10;
      await console.clock.advance(takes);
      unanswered.shift()?.();
      await hasRoundTrip(console, takes);
      untilNext = 30 * second - takes;
    }
    await console.clock.advance(untilNext - 1);
    expect(pingsAt(ep1)).toBe(120);
    expect(console.row(host)).toMatchObject({ connectionState: 'CONNECTED', roundTrip: 1200, missedPongs: 0 });
    expect(console.row(host).timeline.filter(({ to }) => to === 'connected')).toHaveLength(1);
  });

  it('C-13, decision 10: misses are counted in the row, the last round trip stays, and a late pong counts as one', async () => {
    const { console, unanswered, nextPing } = await connected();
    await nextPing(30 * second);
    await console.clock.advance(40);
    unanswered.shift()?.();
    await hasRoundTrip(console, 40);
    await nextPing(30 * second - 40);
    for (let missed = 1; missed <= 9; missed++) {
      await nextPing(30 * second);
      expect(console.row(host)).toMatchObject({ connectionState: 'CONNECTED', missedPongs: missed, roundTrip: 40 });
    }
    unanswered.shift()?.(); // to the first of ten pings
    await console.until('it counts', () => console.row(host).missedPongs === 0);
    await nextPing(30 * second);
    expect(console.row(host).connectionState).toBe('CONNECTED');
  });

  it('C-13: the tenth miss in a row ends the connection, and nothing of its keep-alive is left in the row', async () => {
    const { console, nextPing } = await connected();
    for (let ping = 1; ping <= 10; ping++) await nextPing(30 * second);
    expect(console.row(host)).toMatchObject({ connectionState: 'CONNECTED', missedPongs: 9 });
    await console.clock.advance(30 * second);
    await console.failed(host);
    expect(console.row(host)).toMatchObject({
      detail: { kind: 'failed', cause: 'no-pong' },
      closeStatus: 'GOING_AWAY',
      roundTrip: null,
      missedPongs: 0,
    });
  });

  it('C-12: the cloud application’s own pings are answered at once, whatever becomes of ours', async () => {
    const peer = await byteServer();
    const console = bench();
    await console.add(peer);
    const line = await peer.accept();
    await console.connected('127.0.0.1');
    for (let ping = 1; ping <= 3; ping++) {
      line.write(frame(opcodes.ping, `number ${ping}`));
      await line.until('its pong', () =>
        line.frames.some(({ opcode, payload }) => opcode === opcodes.pong && payload.toString() === `number ${ping}`),
      );
    }
  });
});

describe('C-6, decision 6: the computer slept for eight hours', () => {
  const { bench, cloud } = useServers();
  const attempts = (console: ServiceBench) => console.row(host).timeline.filter(({ to }) => to === 'connecting').length;

  /** An endpoint whose server is down: each run is one attempt. */
  const downs = async () => {
    const ep1 = await cloud();
    const console = bench({ properties: runsByHand });
    await console.add(ep1);
    await ep1.setOnline(false);
    await console.clock.advance(7 * second); // no moment at which a run is due
    expect(attempts(console)).toBe(0);
    return { ep1, console };
  };
  const sleeps = (console: ServiceBench) => console.clock.setWallClock(console.clock.now() + 8 * hour);
  const woke = (console: ServiceBench) => console.logged.filter(({ event }) => event === 'woke from sleep').length;
  /** All that could start one: the comparisons of the clocks up to the next regular run. */
  const pass = async (console: ServiceBench) => {
    for (let i = 0; i < 8; i++) await console.clock.advance(5 * second);
    await console.failed(host);
  };

  it('C-6: exactly one run starts when the clocks are compared', async () => {
    const { console } = await downs();
    sleeps(console);
    await pass(console);
    expect([woke(console), attempts(console)]).toEqual([1, 1]);
  });

  it('C-6: and not a second one when the system has said so right before', async () => {
    const { console } = await downs();
    sleeps(console);
    console.service.resumed();
    await pass(console);
    expect([woke(console), attempts(console)]).toEqual([1, 1]);
  });

  it('C-6: nor when the system says so right after', async () => {
    const { console } = await downs();
    sleeps(console);
    await console.clock.advance(5 * second);
    await console.failed(host);
    console.service.resumed();
    await pass(console);
    expect([woke(console), attempts(console)]).toEqual([1, 1]);
  });

  it('C-6: each sleep has its own run', async () => {
    const { console } = await downs();
    for (const times of [1, 2, 3]) {
      sleeps(console);
      console.service.resumed();
      await console.clock.advance(15 * second);
      await console.until('a run', () => attempts(console) === times);
    }
    expect(woke(console)).toBe(3);
  });

  it('C-6, C-13: a connection that survived it goes on; its missed pongs are those of the time awake', async () => {
    const ep1 = await cloud();
    const console = bench({ properties: runsByHand });
    await console.add(ep1);
    console.service.runNow();
    await console.connected(host);
    sleeps(console);
    await console.clock.advance(minute);
    expect(console.row(host)).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
    ep1.connections[0]?.send(makeMessage('COMMAND', 'RESPONSE', 'ANY', 1, {}));
    await console.until('it takes messages', () => console.logged.some(({ event }) => event === 'message ignored'));
    expect(ep1.connections).toHaveLength(1);
  });
});
