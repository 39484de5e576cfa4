import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { startHeadless } from '../support/headless-process.ts';
import { useServers } from '../support/open-servers.ts';
import type { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const second = 1000;
const lateRuns = `${shippedPropertiesFile}connectionInfo.earlyRun=false\n`;
const transitions = ['connecting', 'waiting-for-connect-response', 'connected', 'disconnected'];

describe('L-2 what the log says of connections', () => {
  const { bench, cloud } = useServers();
  /** Level, event and detail of the lines of a host that tell its transitions. */
  const transitionsOf = (console: ServiceBench, hostName = 'localhost') =>
    console.logged
      .filter(({ event, fields }) => transitions.includes(event) && fields.endpoint === hostName)
      .map(({ level, event }) => [level, event]);

  it('L-2 one line for each transition, as information, with endpoint, group, code and reason', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    console.service.endpoints.deactivate(['localhost']);
    expect(transitionsOf(console)).toEqual(transitions.map((event) => ['info', event]));
    for (const { event, fields } of console.logged) {
      if (!transitions.includes(event)) continue;
      expect(fields).toMatchObject({
        endpoint: 'localhost',
        group: 'sg1',
        detail: expect.stringMatching(/^[A-Z_]+: ./),
      });
    }
  });

  it('L-2 the end of a connection that was accepted is information', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    for (const connection of ep1.connections) connection.close(1001, 'restart');
    await console.until('lost', () => console.row('localhost').closeStatus === 'GOING_AWAY');
    expect(transitionsOf(console).at(-1)).toEqual(['info', 'disconnected']);
  });

  it('L-2 an attempt that failed is a warning', async () => {
    const ep1 = await cloud({
      behaviour: { onConnect: (request, connection) => connection.answerConnect(request, false) },
    });
    const console = bench({ properties: lateRuns });
    await console.add(ep1);
    console.service.runNow();
    await console.failed('localhost');
    await ep1.setOnline(false);
    console.service.runNow();
    await console.until('a second failure', () => transitionsOf(console).length === 5);
    expect(transitionsOf(console)).toEqual([
      ['info', 'connecting'],
      ['info', 'waiting-for-connect-response'],
      ['warn', 'disconnected'],
      ['info', 'connecting'],
      ['warn', 'disconnected'],
    ]);
    expect(console.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('L-2 each run of a group and what came of each ping is for debugging', async () => {
    let answers = true;
    const ep1 = await cloud({ behaviour: { onPing: (data, connection) => void (answers && connection.pong(data)) } });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    const lines = (event: string) => console.logged.filter((line) => line.event === event);
    await console.clock.advance(30 * second);
    await console.until('a pong', () => lines('ping').length === 1);
    answers = false;
    await console.clock.advance(60 * second);
    const fields = { endpoint: 'localhost', group: 'sg1' };
    expect(lines('ping')).toEqual([
      {
        level: 'debug',
        event: 'ping',
        fields: { ...fields, detail: expect.stringMatching(/^pong after \d+\.\d ms$/) },
      },
      { level: 'debug', event: 'ping', fields: { ...fields, detail: '1 in a row without a pong' } },
    ]);
    expect(lines('run')).toEqual([
      { level: 'debug', event: 'run', fields: { group: 'sg1', detail: 'early' } },
      { level: 'debug', event: 'run', fields: { group: 'sg1', detail: 'regular' } },
    ]);
  });

  it('L-2, decision 43 no line holds the token', async () => {
    const ep1 = await cloud({ token: 'sentinel-of-the-token' });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    for (const connection of ep1.connections) connection.close(4000, 'sentinel-of-the-token');
    await console.until('lost', () => console.row('localhost').connectionState === 'DISCONNECTED');
    expect(JSON.stringify(console.logged)).not.toContain('sentinel');
  });
});

describe('L-1, L-2 the log of the headless host', () => {
  /** The events of the log that a host with this level wrote from start to end, and the names of its files. */
  const logOf = async (level: string) => {
    const data = join(tempFolder(), 'data');
    const host = startHeadless(['--data', data], { NBWSS_LOG_LEVEL: level });
    onTestFinished(async () => void (await host.end()));
    await host.ready();
    await host.end();
    const folder = join(data, 'logs', 'nbwebservice');
    const files = readdirSync(folder);
    const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n').filter(Boolean));
    return { files, events: lines.map((line) => (JSON.parse(line) as { event: string }).event) };
  };

  it.each([
    ['', ['notification source idle', 'service started', 'service stopped']],
    ['error', []],
    ['loud', ['log level not valid', 'notification source idle', 'service started', 'service stopped']],
  ])('L-1, L-2 NBWSS_LOG_LEVEL=%s', async (level, expected) => {
    const { files, events } = await logOf(level);
    for (const name of files) expect(name).toMatch(/^485-nbwss-\d{4}-\d\d-\d\d\.log$/);
    expect(events).toEqual(expected);
  });
});
