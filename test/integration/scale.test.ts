import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { allReceived, EndpointServer } from '../support/endpoint-server.ts';
import { usedHeap } from '../support/heap.ts';
import { closedPort } from '../support/odd-servers.ts';
import { useServers } from '../support/open-servers.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import type { ServiceBench } from '../support/service-bench.ts';
import { watchSocketListeners } from '../support/socket-listeners.ts';
import { tempFolder } from '../support/temp-folder.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const mebibyte = 1024 * 1024;

/** The nth endpoint of so many groups: the later it was added, the higher its priority in its group. */
function details(url: (name: string) => string, count: number, groups: number): EndpointDetails[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `ep-${String(index + 1).padStart(4, '0')}`;
    const priority = Math.ceil(count / groups) - Math.floor(index / groups);
    return { hostName: `${name}.example`, groupId: `group ${index % groups}`, url: url(name), priority, token: name };
  });
}

/** How many attempts were under way at once at the most, by the log. */
function attemptsAtOnce({ logged }: ServiceBench): number {
  let underWay = 0;
  let most = 0;
  for (const { event } of logged) {
    if (event === 'connecting') underWay++;
    else if (event === 'connected' || event === 'disconnected') underWay--;
    most = Math.max(most, underWay);
  }
  return most;
}

/** What must not grow with the time. */
async function measure({ clock }: ServiceBench, listeners: { count(): number }) {
  await clock.settle();
  return { heap: usedHeap(), timers: clock.waiting, listeners: listeners.count() };
}

describe('many endpoints for a long time', () => {
  const { bench, closeLater } = useServers();
  let listeners: ReturnType<typeof watchSocketListeners>;
  beforeEach(() => {
    listeners = watchSocketListeners();
  });
  afterEach(() => listeners.stop());

  /** The service with endpoints of so many groups at one server; resolves when each group is connected. */
  async function connectedScene(count: number, groups: number, keepAlive: number) {
    const server = closeLater(await EndpointServer.start());
    const dataFolder = tempFolder();
    const endpoints = details((name) => server.url(name), count, groups);
    saveEndpoints(dataFolder, server.identity, endpoints);
    let accepted = 0;
    server.accepted = () => accepted++;
    const properties = shippedPropertiesFile.replace('scheduledRate=30', `scheduledRate=${keepAlive}`);
    const console = bench({ dataFolder, properties, propertiesLookPeriod: hour });
    // In parts, since a test gives up on something that does not happen for ten seconds.
    for (let part = 1; part <= 10; part++) {
      const wanted = Math.floor((groups * part) / 10);
      await console.until(`${wanted} groups`, () => connectedGroups(console) >= wanted);
    }
    return {
      console,
      server,
      endpoints,
      accepted: () => accepted,
      /** Time passes; every ping has its pong before the next. */
      async pass(milliseconds: number) {
        await console.clock.advance(milliseconds);
        await Promise.all([...server.peers.values()].map(allReceived));
        console.logged.length = 0;
      },
    };
  }

  /** Counted by the log: to ask the service at each of thousands of changes takes long. */
  const connectedGroups = ({ logged }: ServiceBench) => logged.filter(({ event }) => event === 'connected').length;

  it('C-1, C-4, C-6, C-16, decision 12: of 2,000 endpoints in 500 groups each group is connected in one run, and stays so for 24 hours', async () => {
    const scene = await connectedScene(2000, 500, 3600);
    const { console, server, endpoints } = scene;
    const best = endpoints.filter(({ priority }) => priority === 1).map(({ hostName }) => hostName);
    const rows = console.service.rows();
    expect(rows.filter((row) => row.connectionState === 'CONNECTED').map(({ hostName }) => hostName)).toEqual(best);
    expect(attemptsAtOnce(console)).toBe(256);
    expect([scene.accepted(), server.peers.size]).toEqual([500, 500]);

    await scene.pass(hour);
    const before = await measure(console, listeners);
    for (let hours = 1; hours < 24; hours++) await scene.pass(hour);
    const after = await measure(console, listeners);
    expect(after.timers).toBeLessThanOrEqual(before.timers);
    expect(after.listeners).toBe(before.listeners);
    expect(after.heap - before.heap).toBeLessThan(8 * mebibyte);
    expect([scene.accepted(), server.peers.size]).toEqual([500, 500]);
    expect(console.service.rows().every(({ timeline }) => timeline.length <= 3)).toBe(true);
  }, 300_000);

  it('C-9, C-12: 20 connections with pings every 30 s for 24 hours leave nothing behind', async () => {
    const scene = await connectedScene(20, 20, 30);
    const { console } = scene;
    for (let pings = 0; pings < 120; pings++) await scene.pass(30 * second);
    const before = await measure(console, listeners);
    for (let pings = 120; pings < 24 * 120; pings++) await scene.pass(30 * second);
    const after = await measure(console, listeners);
    expect(after.timers).toBeLessThanOrEqual(before.timers);
    expect(after.listeners).toBe(before.listeners);
    expect(after.heap - before.heap).toBeLessThan(4 * mebibyte);
    expect(scene.accepted()).toBe(20);
    expect(console.service.rows().map(({ missedPongs }) => missedPongs)).toEqual(Array.from({ length: 20 }, () => 0));
  }, 300_000);

  it('C-2, C-6: a week of runs with endpoints that stay down keeps 100 transitions of each, and two log lines for an attempt', async () => {
    const { identity } = closeLater(await EndpointServer.start());
    const port = await closedPort();
    const dataFolder = tempFolder();
    saveEndpoints(
      dataFolder,
      identity,
      details((name) => `wss://127.0.0.1:${port}/${name}`, 4, 2),
    );
    // Every five minutes: what may pile up does so by the run, and each run costs some milliseconds.
    const properties = shippedPropertiesFile.replace('period=60', 'period=300');
    const console = bench({ dataFolder, properties, propertiesLookPeriod: hour });
    const lines = () =>
      console.logged.filter(({ level, fields }) => level !== 'debug' && fields.endpoint !== undefined);
    const run = async () => {
      await console.until('every attempt has ended', () => lines().length >= 8);
      expect(lines()).toHaveLength(8);
      console.logged.length = 0;
    };
    await run();
    let before = await measure(console, listeners);
    for (let runs = 1; runs < 7 * 24 * 12; runs++) {
      await console.clock.advance(5 * minute);
      await run();
      if (runs === 60) before = await measure(console, listeners);
    }
    const after = await measure(console, listeners);
    expect(after.timers).toBeLessThanOrEqual(before.timers);
    expect(after.listeners).toBe(before.listeners);
    expect(after.heap - before.heap).toBeLessThan(4 * mebibyte);
    expect(console.service.rows().map(({ timeline }) => timeline.length)).toEqual([100, 100, 100, 100]);
  }, 300_000);
});
