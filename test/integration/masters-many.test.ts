import { createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import type { ErrorCode } from '../../shared/error-catalogue.ts';
import { errorCatalogue } from '../../shared/error-catalogue.ts';
import { MasterBench } from '../support/master-bench.ts';
import { answers, apiKey, givenNetBackup, hostObject } from '../support/master-servers.ts';
import { useServers } from '../support/open-servers.ts';
import { type Script, ScriptedNetBackup } from '../support/scripted-netbackup.ts';

/** What one master server does wrong, and what is said of it. */
const bad: readonly (readonly [name: string, code: ErrorCode, script: Script])[] = [
  ['hangs', 'masterNotReached', () => undefined],
  [
    'hangs in the middle',
    'masterNotReached',
    (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
    },
  ],
  ['answers 401', 'masterNotSignedIn', answers(401, { errorCode: 401, errorMessage: 'no' })],
  ['answers 403', 'masterNotPermitted', answers(403, {})],
  ['answers 500', 'masterFailed', answers(500, { errorCode: 500, errorMessage: `It broke, ${apiKey}` })],
  ['answers 503 with a page', 'masterFailed', answers(503, '<html><script>alert(1)</script></html>')],
  ['answers T-22', 'storeNotOpened', answers(500, { errorMessage: errorCatalogue.storeNotOpened.lines[0] })],
  ['answers 404', 'masterNotUnderstood', answers(404, 'Not Found')],
  ['answers garbage', 'masterNotUnderstood', answers(200, '\u0000[}{')],
  ['answers an object', 'masterNotUnderstood', answers(200, { data: [] })],
  [
    'redirects',
    'masterNotUnderstood',
    (_request, response) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
  ],
  [
    'answers 40 MiB',
    'masterNotUnderstood',
    (_request, response) => {
      response.on('error', () => undefined);
      response.end(Buffer.alloc(40 * 1024 * 1024, 0x20));
    },
  ],
  ['answers 32 MiB of lists', 'masterNotUnderstood', answers(200, `[${'[],'.repeat(11_000_000)}[]]`)],
  [
    'cuts',
    'masterNotReached',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('[]', () => response.destroy());
    },
  ],
];

describe('issue 10: 20 master servers, most of which are ill', () => {
  const { closeLater } = useServers();
  let bench: MasterBench;
  afterEach(() => bench.close());
  const scripted = async (script: Script) => closeLater(await ScriptedNetBackup.start(script));

  it('the others stay live, each problem is named with what to do, and nothing is shown under another name', async () => {
    bench = new MasterBench();
    const good = ['good 1', 'good 2', 'good 3', 'good 4'];
    const ids = new Map<string, string>();
    // All have the same host names: only the groups tell whose they are.
    for (const name of good)
      ids.set(
        name,
        bench.add(givenNetBackup(name, (await scripted(answers(200, [hostObject({ groupId: name })]))).settings)),
      );
    for (const [name, , script] of bad)
      ids.set(name, bench.add(givenNetBackup(name, (await scripted(script)).settings)));
    const vanished = await scripted(answers(200, []));
    await vanished.listener.close('abruptly');
    ids.set('vanished', bench.add(givenNetBackup('vanished', vanished.settings)));
    const other = await scripted(answers(200, []));
    const { certificate } = await makeCertificate({ commonName: 'localhost' });
    ids.set(
      'another certificate',
      bench.add(
        givenNetBackup('another certificate', other.settings, { trust: { trust: 'certificate', certificate } }),
      ),
    );
    expect(ids.size).toBe(20);
    const id = (name: string) => ids.get(name) ?? '';
    const expected = new Map<string, ErrorCode>([
      ...bad.map(([name, code]) => [name, code] as const),
      ['vanished', 'masterNotReached'],
      ['another certificate', 'masterNotTrusted'],
    ]);

    const atOnce = [...expected.keys()].filter((name) => !name.startsWith('hangs'));
    await bench.until('all but those that hang have been heard', () =>
      bench.hasStates({
        ...Object.fromEntries(good.map((name) => [id(name), 'ok'])),
        ...Object.fromEntries(atOnce.map((name) => [id(name), 'failing'])),
      }),
    );
    for (const name of ['hangs', 'hangs in the middle']) expect(bench.status(id(name)).state).toBe('asking');
    await bench.clock.advance(15_000);
    await bench.until('those that hang are given up', () =>
      bench.hasStates({ [id('hangs')]: 'failing', [id('hangs in the middle')]: 'failing' }),
    );

    for (const [name, code] of expected) {
      const { problem, counts, lastAnswer } = bench.status(id(name));
      expect([name, problem?.code]).toEqual([name, code]);
      expect(problem?.actions.length, name).toBeGreaterThan(0);
      expect(problem?.causes.length, name).toBeGreaterThan(code === 'storeNotOpened' ? -1 : 0);
      expect([counts, lastAnswer]).toEqual([null, null]);
    }
    for (const name of good) {
      expect(bench.status(id(name))).toMatchObject({
        problem: null,
        counts: { endpoints: 1, connected: 1, activated: 1 },
      });
      const channel = bench.channel(id(name));
      await channel.until('its list', ({ endpoints }) => endpoints.length === 1);
      expect(channel.state.endpoints.map(({ groupId }) => groupId)).toEqual([name]);
      expect(channel.frame.groups).toEqual([{ groupId: name, connectedHost: 'cloud.example' }]);
      expect([...channel.masterIds]).toEqual([id(name)]);
    }
    const told = JSON.stringify([[...ids.values()].map((each) => bench.status(each)), bench.logged]);
    expect(told).not.toContain(apiKey);
    expect(bench.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('asks one that fails less and less often, up to each five minutes, and at once when somebody wants it', async () => {
    bench = new MasterBench();
    let asked = 0;
    const server = await scripted((request, response) => {
      asked++;
      answers(asked > 12 ? 200 : 500, asked > 12 ? [hostObject()] : {})(request, response);
    });
    const id = bench.add(givenNetBackup('one', server.settings));
    const waits: number[] = [];
    for (let time = 1; time <= 7; time++) {
      await bench.until(
        `question ${time}`,
        () => bench.hasStates({ [id]: 'failing' }) && asked >= time && (nextAsk() ?? 0) > bench.clock.now(),
      );
      const wait = (nextAsk() ?? 0) - bench.clock.now();
      waits.push(Math.ceil(wait / 10_000) * 10);
      if (time < 7) await bench.clock.advance(wait);
    }
    expect(waits).toEqual([20, 40, 80, 160, 300, 300, 300]);
    asked = 12;
    bench.masters.askNow([id]);
    await bench.until('it answers', () => bench.hasStates({ [id]: 'ok' }));
    expect(bench.status(id).problem).toBeNull();

    function nextAsk() {
      return bench.status(id).nextAsk;
    }
  });

  it('asks nobody while no console looks', async () => {
    bench = new MasterBench();
    const server = await scripted(answers(200, [hostObject()]));
    const id = bench.add(givenNetBackup('one', server.settings));
    await bench.clock.advance(3_600_000);
    await setImmediate();
    expect(server.requests).toEqual([]);
    const channel = bench.channel(id);
    await channel.until('its list', ({ endpoints }) => endpoints.length === 1);
    await channel.close();
    const before = server.requests.length;
    await bench.clock.advance(3_600_000);
    expect(server.requests.length).toBe(before);
    expect(bench.clock.waiting).toBe(0);
  });

  it('a new name is no reason to begin anew: its channel and its list stay', async () => {
    bench = new MasterBench();
    const server = await scripted(answers(200, [hostObject()]));
    const id = bench.add(givenNetBackup('former', server.settings));
    const channel = bench.channel(id);
    await channel.until('its list', ({ endpoints }) => endpoints.length === 1);
    bench.masters.rename(id, 'new');
    await channel.until('its name', ({ frame }) => frame.master.name === 'new');
    await bench.until('the overview says so', () => bench.all[1]?.name === 'new');
    expect(channel.state.endpoints).toHaveLength(1);
    expect(bench.openSettings().list()[0]?.name).toBe('new');
  });

  it('what is behind a name changes whole: after an edit nothing of the former one is shown', async () => {
    bench = new MasterBench();
    const first = await scripted(answers(200, [hostObject({ groupId: 'first' })]));
    const second = await scripted((_request) => undefined);
    const id = bench.add(givenNetBackup('site', first.settings));
    const channel = bench.channel(id);
    await channel.until('its list', ({ endpoints }) => endpoints.length === 1);
    bench.masters.edit(id, givenNetBackup('site', second.settings));
    await channel.closed; // the channel of the former one ends
    const after = bench.channel(id);
    await after.until('a frame', () => true);
    expect(after.state.endpoints).toEqual([]);
    expect(after.frame).toMatchObject({ service: { state: 'starting' }, groups: [], master: { lastAnswer: null } });
  });

  it('one whose accepted certificate was damaged in config.json is named, and hides no other', async () => {
    bench = new MasterBench();
    const good = bench.add(givenNetBackup('good', (await scripted(answers(200, []))).settings));
    const bad = bench.add(givenNetBackup('bad', (await scripted(answers(200, []))).settings));
    const saved = bench.settings.list().find(({ id }) => id === bad);
    if (!saved) throw new Error('it was added');
    bench.settings.save({ ...saved, trust: { trust: 'issuer', certificate: 'x', acceptedWarnings: [] } }, undefined);
    bench.watch();
    await bench.until('both are heard', () => bench.hasStates({ [good]: 'ok', [bad]: 'failing' }));
    expect(bench.status(bad)).toMatchObject({
      trust: { trust: 'issuer', certificates: [] },
      problem: { code: 'masterNotValid', fields: { trust: expect.any(String) } },
    });
  });

  it('a TCP server that says nothing is given up after ten seconds', async () => {
    bench = new MasterBench();
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    closeLater({
      close: () =>
        new Promise((done) => {
          for (const socket of sockets) socket.destroy();
          silent.close(() => done());
        }),
    });
    const { port } = silent.address() as { port: number };
    const { certificate } = await makeCertificate({ commonName: 'localhost' });
    const baseUrl = `https://127.0.0.1:${port}`;
    const id = bench.add(givenNetBackup('silent', { baseUrl, caCertificate: certificate }));
    bench.watch();
    await new Promise<void>((done) => silent.once('connection', () => done()));
    await bench.clock.advance(10_000);
    await bench.until('it is given up', () => bench.hasStates({ [id]: 'failing' }));
    expect(bench.status(id).problem).toMatchObject({
      code: 'masterNotReached',
      causes: [expect.stringContaining('within 10 s')],
    });
  });
});
