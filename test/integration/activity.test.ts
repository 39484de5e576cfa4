import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { ActivityEntry } from '../../shared/activity.ts';
import { makeMessage } from '../../shared/messages.ts';
import { useServers } from '../support/open-servers.ts';
import type { ServiceBench } from '../support/service-bench.ts';

const sentinel = 'S3ntinelOf7Secrets';

/** A window that watches: it takes updates as they come, and tells the bench to look at what it has. */
function watch(console: ServiceBench) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const seen = { entries: [] as ActivityEntry[], dropped: 0, updates: 0, isOver: false };
  const run = async () => {
    for await (const { entries, dropped } of console.service.activity.watch(abort.signal)) {
      seen.entries.push(...entries);
      seen.dropped += dropped;
      seen.updates++;
      console.look();
    }
    seen.isOver = true;
    console.look();
  };
  const over = run();
  return { seen, over, end: () => abort.abort() };
}

const told = ({ direction, type, summary, status }: ActivityEntry) =>
  [direction ?? '-', type, summary, ...(status === null ? [] : [status])].join(' ').trim();

describe('what happens on the connections, live', () => {
  const { bench, cloud, closeLater } = useServers();

  it('a watcher sees transitions and messages in both directions, a command with status and duration, and never a secret', async () => {
    const netBackup = closeLater(await PracticeNetBackup.start());
    const application = await cloud();
    const console = bench({ netBackup: { baseUrl: netBackup.origin, caCertificate: netBackup.caCertificate } });
    const { seen } = watch(console);
    await console.add(application);
    await console.connected('localhost');
    const answered = application.connection.command({
      uri: `/netbackup/login?x=1&api_key=${sentinel}`,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: sentinel, Cookie: `a=${sentinel}` },
      parameters: JSON.stringify({ userName: 'u', password: sentinel, note: application.token }),
    });
    expect((await answered).responseCode).toBe(401);
    await console.clock.advance(100);
    await console.until('the answer is told', () => seen.entries.some(({ type }) => type === 'COMMAND RESPONSE'));
    expect(seen.entries.map(told)).toEqual([
      expect.stringMatching(/^- connecting connecting to localhost:\d+$/),
      '- waiting-for-connect-response waiting for CONNECT RESPONSE',
      'out CONNECT REQUEST',
      'in CONNECT RESPONSE valid: true',
      expect.stringContaining('- connected'),
      'in COMMAND REQUEST POST /netbackup/login?x=1&api_key=[redacted]',
      'out COMMAND RESPONSE POST /netbackup/login?x=1&api_key=[redacted] 401',
    ]);
    const [request, response] = seen.entries.slice(-2);
    expect(request).toMatchObject({ endpoint: 'localhost', group: 'sg1', duration: null, isCut: false });
    expect(response).toMatchObject({ id: request?.id, duration: 0 }); // the clock stands still
    expect(request?.bytes).toBeGreaterThan(200);
    expect(JSON.parse(request?.detail ?? '')).toMatchObject({
      payload: {
        headers: { Authorization: '[redacted]', Cookie: '[redacted]' },
        parameters: JSON.stringify({ userName: 'u', password: '[redacted]', note: '[redacted]' }),
      },
    });
    expect(JSON.stringify(seen.entries)).not.toContain(sentinel);
    expect(JSON.stringify(seen.entries)).not.toContain(application.token);
    for (const file of readdirSync(console.dataFolder, { recursive: true, encoding: 'utf8' }))
      if (file.includes('history'))
        expect(readFileSync(join(console.dataFolder, file), 'latin1')).not.toContain(sentinel);
  });

  it('while nobody watches nothing is looked at or retained, also after somebody has', async () => {
    const application = await cloud();
    const console = bench();
    const { activity } = console.service;
    expect(activity.sink).toBeUndefined();
    await console.add(application);
    await console.connected('localhost');
    const first = watch(console);
    await console.until('watched', () => first.seen.updates === 1);
    expect(activity.sink).toBeDefined();
    expect(first.seen.entries).toEqual([]); // what was before is not known
    const second = watch(console);
    await console.until('watched by two', () => second.seen.updates === 1);
    first.end();
    await first.over;
    expect(activity.sink).toBeDefined();
    second.end();
    await second.over;
    expect(activity.sink).toBeUndefined();
    expect(console.clock.waiting).toBeGreaterThan(0);
  });

  it('what is no message is told, too; a long message is cut and says so', async () => {
    const application = await cloud();
    const console = bench({ properties: 'exception.ignoreDecoder=true\n' });
    await console.add(application);
    await console.connected('localhost');
    const { seen } = watch(console);
    await console.until('watched', () => seen.updates === 1);
    application.connection.send('{"no":"message"');
    const list = Array.from({ length: 5000 }, (_, index) => ({ index, text: 'harmless' }));
    application.connection.send(makeMessage('COMMAND', 'REQUEST', 'A', 0, { uri: '/x', method: 'GET', list }));
    await console.until('all have come', () => console.logged.some(({ event }) => event === 'command answered'));
    await console.clock.advance(100);
    await console.until('told', () => seen.entries.length === 3);
    expect(seen.entries.map(told)).toEqual([
      'in undecodable not JSON',
      'in COMMAND REQUEST GET /x',
      'out COMMAND RESPONSE GET /x 400',
    ]);
    expect(seen.entries[1]).toMatchObject({ isCut: true });
    expect(seen.entries[1]?.detail.length).toBe(64 * 1024);
  });

  it('one update each 100 ms; of a storm the latest 2,000 are told, and how many were dropped', async () => {
    const console = bench();
    const { seen } = watch(console);
    await console.until('watched', () => seen.updates === 1);
    const place = { endpoint: 'a', group: 'g' };
    for (let count = 0; count < 5000; count++)
      console.service.activity.sink?.moved(place, { time: 0, to: 'connected', code: 'X', reason: String(count) });
    await console.clock.advance(99);
    expect(seen.updates).toBe(1);
    await console.clock.advance(1);
    await console.until('told', () => seen.updates === 2);
    expect(seen).toMatchObject({ dropped: 3000 });
    expect(seen.entries.map(({ summary }) => Number(summary))).toEqual(
      Array.from({ length: 2000 }, (_, index) => 3000 + index),
    );
    await console.clock.advance(1000);
    expect(seen.updates).toBe(2); // nothing happened
  });

  it('when the service stops, the stream ends', async () => {
    const console = bench();
    const { seen, over } = watch(console);
    await console.until('watched', () => seen.updates === 1);
    await console.service.stop();
    await over;
    expect(seen.isOver).toBe(true);
  });
});
