import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { GivenNetBackup } from '../../shared/netbackup.ts';
import { callsTo, refusalIn, useRelay } from '../support/relay-bench.ts';

const second = 1000;
const mebibyte = 1024 * 1024;

describe('every COMMAND is answered exactly once, with its own id', () => {
  const { startNetBackup, startScripted, connected, practice, another } = useRelay();
  it.each([
    ['no payload', undefined],
    ['payload null', null],
    ['a string', 'GET /netbackup/ping'],
    ['a list', []],
    ['no uri', { method: 'GET' }],
    ['uri a number', { uri: 1, method: 'GET' }],
    ['no method', { uri: '/netbackup/x' }],
    ['method null', { uri: '/netbackup/x', method: null }],
    ['a method in lower case', { uri: '/netbackup/x', method: 'get' }],
    ['method TRACE', { uri: '/netbackup/x', method: 'TRACE' }],
    ['method CONNECT', { uri: '/netbackup/x', method: 'CONNECT' }],
    ['method OPTIONS', { uri: '/netbackup/x', method: 'OPTIONS' }],
    ['a line break in the method', { uri: '/netbackup/x', method: 'GET\r\n' }],
    ['headers a string', { uri: '/netbackup/x', method: 'GET', headers: 'Accept: x' }],
    ['a header that is a number', { uri: '/netbackup/x', method: 'GET', headers: { 'X-N': 1 } }],
    ['a header that is a list', { uri: '/netbackup/x', method: 'GET', headers: { 'X-N': ['1'] } }],
    ['CR and LF in a header', { uri: '/netbackup/x', method: 'GET', headers: { 'X-N': 'a\r\nHost: evil' } }],
    ['LF alone in a header', { uri: '/netbackup/x', method: 'GET', headers: { 'X-N': 'a\nb' } }],
    ['NUL in a header', { uri: '/netbackup/x', method: 'GET', headers: { 'X-N': 'a\0b' } }],
    ['a line break in a dropped header', { uri: '/netbackup/x', method: 'GET', headers: { Host: 'a\r\nb' } }],
    ['a line break in a header name', { uri: '/netbackup/x', method: 'GET', headers: { 'X\r\nY': 'a' } }],
    ['a header name with a colon', { uri: '/netbackup/x', method: 'GET', headers: { 'X: Y': 'a' } }],
    ['an empty header name', { uri: '/netbackup/x', method: 'GET', headers: { '': 'a' } }],
    ['a header beyond Latin-1', { uri: '/netbackup/x', method: 'GET', headers: { 'X-N': '𝄞' } }],
    ['parameters a number', { uri: '/netbackup/x', method: 'POST', parameters: 1 }],
    ['parameters a Boolean', { uri: '/netbackup/x', method: 'POST', parameters: true }],
    ['HEAD with parameters', { uri: '/netbackup/x', method: 'HEAD', parameters: '{}' }],
  ])('decision 17: %s: 400, and nothing reached NetBackup', async (_name, payload) => {
    const { netBackup, sendAny, answerCounts } = await practice();
    expect(refusalIn(await sendAny(payload, 'MALFORMED'))).toMatchObject({ code: 400 });
    expect(await answerCounts()).toEqual({ MALFORMED: 1 });
    expect(callsTo(netBackup)).toEqual([]);
  });

  it('decision 17: NetBackup is down: 502; when it is back, commands work again by themselves', async () => {
    const { bench, netBackup, connection, answerCounts } = await practice();
    const ask = (id: string) => connection.command({ uri: '/netbackup/admin/jobs', method: 'GET' }, id);
    await netBackup.setOnline(false);
    expect(refusalIn(await ask('DOWN'))).toMatchObject({
      code: 502,
      message: expect.stringMatching(/cannot be reached|closed the connection/),
    });
    expect(bench.service.frame().netBackup.state).toBe('failing');
    await netBackup.setOnline(true);
    expect((await ask('UP')).responseCode).toBe(401);
    expect(bench.service.frame().netBackup.state).toBe('ok');
    expect(await answerCounts()).toEqual({ DOWN: 1, UP: 1 });
    expect(bench.row('localhost').connectionState).toBe('CONNECTED');
  });

  it('decision 17: no NetBackup server is configured: 502', async () => {
    const { connection, answerCounts } = await connected();
    const answer = await connection.command({ uri: '/netbackup/ping', method: 'GET' }, 'NONE');
    expect(refusalIn(answer)).toEqual({ code: 502, message: 'no NetBackup server is configured' });
    expect(await answerCounts()).toEqual({ NONE: 1 });
  });

  it('decision 17: NetBackup cuts the connection: 502, and a POST is not sent a second time', async () => {
    const { netBackup, connection, answerCounts } = await practice();
    netBackup.intercept = ({ target }) => (target === '/netbackup/ping' ? undefined : 'cut');
    for (const method of ['GET', 'POST']) {
      const answer = await connection.command({ uri: `/netbackup/${method}`, method }, method);
      expect(refusalIn(answer)).toMatchObject({ code: 502 });
    }
    expect(await answerCounts()).toEqual({ GET: 1, POST: 1 });
    expect(callsTo(netBackup).map(({ target }) => target)).toEqual(['/netbackup/GET', '/netbackup/POST']);
  });

  it('decision 17: no answer in 60 s: 504, and not a moment earlier', async () => {
    const { bench, netBackup, connection, answers, answerCounts } = await practice();
    netBackup.intercept = ({ target }) => (target === '/netbackup/ping' ? undefined : 'never');
    const answer = connection.command({ uri: '/netbackup/slow', method: 'GET' }, 'SLOW');
    await netBackup.changes.until('the call', () => callsTo(netBackup).length === 1);
    await bench.clock.advance(60 * second - 1);
    expect(bench.logged.filter(({ event }) => event === 'command answered')).toEqual([]);
    expect(answers()).toEqual([]);
    await bench.clock.advance(1);
    expect(refusalIn(await answer)).toMatchObject({ code: 504, message: expect.stringContaining('60 s') });
    expect(await answerCounts()).toEqual({ SLOW: 1 });
  });

  it('decision 17: an answer that begins and does not end within 60 s: 504', async () => {
    const server = await startScripted((_request, response) => response.writeHead(200).write('{'));
    const { bench, connection, answerCounts } = await connected(server.settings);
    const answer = connection.command({ uri: '/netbackup/slow', method: 'GET' }, 'SLOW');
    await server.changes.until('the call', () => server.requests.length === 1);
    await bench.clock.advance(60 * second);
    expect(refusalIn(await answer)).toMatchObject({ code: 504 });
    expect(await answerCounts()).toEqual({ SLOW: 1 });
  });

  it('decision 17: a body of 16 MiB goes back, one byte more is a 502, also when it comes coded or never ends', async () => {
    const zeros = gzipSync(Buffer.alloc(16 * mebibyte + 1));
    const server = await startScripted(({ target }, response) => {
      if (target.endsWith('/exact')) response.end('a'.repeat(16 * mebibyte));
      else if (target.endsWith('/more')) response.end('a'.repeat(16 * mebibyte + 1));
      else if (target.endsWith('/coded')) response.writeHead(200, { 'content-encoding': 'gzip' }).end(zeros);
      else {
        const part = 'a'.repeat(mebibyte);
        const go = () => {
          while (!response.destroyed && response.write(part));
        };
        response.on('drain', go);
        go();
      }
    });
    const { bench, connection } = await connected(server.settings);
    const ask = (size: string) => connection.command({ uri: `/netbackup/${size}`, method: 'GET' }, size);
    const exact = await ask('exact');
    expect({ code: exact.responseCode, length: exact.body.length }).toEqual({ code: 200, length: 16 * mebibyte });
    for (const size of ['more', 'coded', 'endless'])
      expect(refusalIn(await ask(size))).toMatchObject({ code: 502, message: expect.stringContaining('16 MiB') });
    expect(bench.logged.filter(({ event }) => event === 'command answered')).toHaveLength(4);
  });

  it('decision 17: over 256 in flight on one connection: 429 at once; the 256 are answered when NetBackup answers', async () => {
    const { netBackup, connection, answers, answerCounts, application } = await practice();
    const release = Promise.withResolvers<void>();
    netBackup.intercept = async ({ target }) => {
      if (target === '/netbackup/ping') return undefined;
      await release.promise;
      return { status: 200, body: target };
    };
    const ids = Array.from({ length: 300 }, (_, index) => `ID-${index}`);
    const all = Promise.all(ids.map((id) => connection.command({ uri: `/netbackup/${id}`, method: 'GET' }, id)));
    await application.changes.until('44 refusals', () => answers().length === 44);
    expect(answers().map(({ id }) => id)).toEqual(ids.slice(256));
    release.resolve();
    const bodies = await all;
    expect(bodies.slice(0, 256).map(({ responseCode, body }) => `${responseCode} ${body}`)).toEqual(
      ids.slice(0, 256).map((id) => `200 /netbackup/${id}`),
    );
    for (const refused of bodies.slice(256)) expect(refusalIn(refused)).toMatchObject({ code: 429 });
    expect(await answerCounts()).toEqual(Object.fromEntries(ids.map((id) => [id, 1])));
    const after = await connection.command({ uri: '/netbackup/after', method: 'GET' });
    expect(after).toMatchObject({ responseCode: 200, body: '/netbackup/after' });
  });

  it('decision 18: a cloud application that keeps NetBackup busy makes no other one wait', async () => {
    const { netBackup, bench, connection } = await practice();
    const other = await another(bench, { hostName: '127.0.0.1', groupId: 'sg2' });
    const release = Promise.withResolvers<void>();
    netBackup.intercept = async ({ target }) => {
      if (!target.startsWith('/netbackup/slow')) return undefined;
      await release.promise;
      return { status: 200, body: '' };
    };
    const slow = Array.from({ length: 256 }, (_, index) =>
      connection.command({ uri: `/netbackup/slow/${index}`, method: 'GET' }),
    );
    expect(await other.connection.command({ uri: '/netbackup/ping', method: 'GET' })).toMatchObject({
      responseCode: 200,
    });
    release.resolve();
    expect(await Promise.all(slow)).toHaveLength(256);
  });

  it('X-8, M-4, decision 18: many commands at once are answered as they finish, each with its own answer', async () => {
    const { netBackup, connection, answers, answerCounts } = await practice();
    const held: (() => void)[] = [];
    const count = 60; // all of them fit into the pool of connections
    netBackup.intercept = async ({ target, body }) => {
      if (target === '/netbackup/ping') return undefined;
      await new Promise<void>((resolve) => {
        held.push(resolve);
      });
      return { status: 200, headers: { 'x-target': target }, body: `${target} ${body}` };
    };
    const ids = Array.from({ length: count }, (_, index) => `id-${index}`);
    const all = ids.map((id, index) =>
      connection.command({ uri: `/netbackup/${index}`, method: 'POST', parameters: { index } }, id),
    );
    await netBackup.changes.until('all are there', () => callsTo(netBackup).length === count);
    const arrived = callsTo(netBackup).map(({ target }) => `id-${target.split('/').at(-1)}`);
    for (const [index, answer] of [...held.entries()].reverse()) {
      answer();
      await all[ids.indexOf(arrived[index] ?? '')];
    }
    expect(answers().map(({ id }) => id)).toEqual(arrived.reverse());
    expect((await Promise.all(all)).map(({ body }) => body)).toEqual(
      ids.map((_id, index) => `/netbackup/${index} {"index":${index}}`),
    );
    expect(await answerCounts()).toEqual(Object.fromEntries(ids.map((id) => [id, 1])));
  });

  it('X-8, M-4, decision 13: the id is answered as it came, whatever its form', async () => {
    const { connection, answers } = await practice();
    const ids = ['9cd2b89f-0bbf-4f60-974d-c1f3ef39b872', 'x', ' blank ', 'ü𝄞', '{"a":1}', 'a'.repeat(5000)];
    for (const id of ids) await connection.command({ uri: '/netbackup/ping', method: 'GET' }, id);
    expect(answers().map(({ id }) => id)).toEqual(ids);
  });

  /** A NetBackup that answers `POST /netbackup/slow` when it is told to, and one such call that has reached it. */
  const slowPost = async () => {
    const scene = await practice();
    const { netBackup, connection } = scene;
    const release = Promise.withResolvers<void>();
    netBackup.intercept = async ({ target }) => {
      if (target !== '/netbackup/slow') return undefined;
      await release.promise;
      return { status: 201, body: 'done' };
    };
    const send = () => connection.command({ uri: '/netbackup/slow', method: 'POST' }, 'SLOW');
    const calls = () => netBackup.received.filter(({ target }) => target === '/netbackup/slow').length;
    const first = send();
    await netBackup.changes.until('the call', () => calls() === 1);
    return { ...scene, first, send, calls, release: () => release.resolve() };
  };
  const settingsOf = ({ origin, caCertificate }: PracticeNetBackup): GivenNetBackup => ({
    ...{ baseUrl: origin, caCertificate },
    credentials: { kind: 'none' },
  });

  it.each<[string, (former: PracticeNetBackup, other: PracticeNetBackup) => Partial<GivenNetBackup>]>([
    ['account', () => ({ credentials: { kind: 'api-key', apiKey: 'another' } })],
    ['CA certificate', (former, other) => ({ caCertificate: former.caCertificate + other.caCertificate })],
    ['address', (_former, other) => settingsOf(other)],
  ])(
    'decision 18: another %s of NetBackup cuts off no POST in flight, so its repetition is not carried out',
    async (_what, change) => {
      const { bench, netBackup, connection, first, send, calls, release } = await slowPost();
      const other = await startNetBackup();
      bench.service.netBackup.configure({ ...settingsOf(netBackup), ...change(netBackup, other) });
      const now = await connection.command({ uri: '/netbackup/ping', method: 'GET' }, 'NOW');
      expect(now.responseCode).toBe(200);
      release();
      expect(await first).toMatchObject({ responseCode: 201, body: 'done' });
      expect(await send()).toMatchObject({ responseCode: 201, body: 'done' });
      expect(calls()).toBe(1);
    },
  );

  it('decision 18: what the former NetBackup answers says nothing of the one that is set; the end waits for neither', async () => {
    const { bench, netBackup, connection, first, release } = await slowPost();
    const other = await startNetBackup();
    await other.setOnline(false);
    bench.service.netBackup.configure(settingsOf(other));
    await bench.until('it fails', () => bench.service.frame().netBackup.state === 'failing');
    release();
    expect(await first).toMatchObject({ responseCode: 201 });
    expect(bench.service.frame().netBackup.state).toBe('failing');
    netBackup.intercept = () => 'never';
    await other.setOnline(true);
    bench.service.netBackup.configure(settingsOf(netBackup));
    const command = connection.command({ uri: '/netbackup/never', method: 'POST' }, 'NEVER');
    const cutOff = expect(command).rejects.toThrow('closed');
    await netBackup.changes.until('the call', () => callsTo(netBackup).length === 2);
    bench.service.netBackup.configure(settingsOf(other));
    await bench.service.stop();
    await cutOff;
    expect(bench.logged.some(({ fields }) => fields.detail?.startsWith('502'))).toBe(true);
  });

  it('decision 18: an endpoint that is deleted has no call of its own cut off, but its connections to NetBackup go with it', async () => {
    const { bench, netBackup, application, connection, first, release } = await slowPost();
    expect((await connection.command({ uri: '/netbackup/ping', method: 'GET' }, 'IDLE')).responseCode).toBe(200);
    const lost = expect(first).rejects.toThrow('closed');
    bench.service.endpoints.delete([application.hostName]);
    await lost;
    release();
    await bench.until('the answer', () => bench.logged.some(({ event }) => event === 'command answer not sent'));
    const { rows } = await bench.service.history.search({ text: '/netbackup/slow' });
    expect(rows).toMatchObject([{ status: 201, verdict: 'relayed' }]);
    const before = netBackup.listener.connections.length;
    await bench.add(application);
    await bench.connected(application.hostName);
    await application.connection.command({ uri: '/netbackup/ping', method: 'GET' }, 'NEW');
    expect(netBackup.listener.connections).toHaveLength(before + 1); // the idle ones were those of another
  });

  it('decision 17: an answer that comes after the connection has ended is dropped, not sent on the next one', async () => {
    const { bench, netBackup, application, connection } = await practice();
    const release = Promise.withResolvers<void>();
    netBackup.intercept = async ({ target }) => {
      if (target === '/netbackup/ping') return undefined;
      await release.promise;
      return { status: 200, body: 'late' };
    };
    const lost = connection.command({ uri: '/netbackup/late', method: 'POST' }, 'LATE');
    await netBackup.changes.until('the call', () => callsTo(netBackup).length === 1);
    await bench.clock.advance(30 * second); // decision 7: a connection that lasted comes back at once
    connection.close(1001, 'restart');
    await expect(lost).rejects.toThrow('closed (1001)');
    await bench.until('lost', () => bench.row('localhost').closeStatus === 'GOING_AWAY');
    await bench.clock.advance(1500);
    await bench.connected('localhost');
    release.resolve();
    await bench.until('the answer is dropped', () =>
      bench.logged.some(({ event }) => event === 'command answer not sent'),
    );
    const next = await application.connection.command({ uri: '/netbackup/ping', method: 'GET' }, 'NEXT');
    expect(next.responseCode).toBe(200);
    const ids = application.received.flatMap((entry) =>
      entry.kind === 'message' && entry.message?.type === 'COMMAND' ? [entry.message.id] : [],
    );
    expect(ids).toEqual(['NEXT']);
    expect(bench.row('localhost').commands).toBe(2);
  });
});
