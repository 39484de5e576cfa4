import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type LoopbackServerOptions,
  serverLimits,
  startLoopbackServer,
} from '../../electron/bridge/loopback-server.ts';
import { systemClock } from '../../electron/service/clock.ts';
import { ManualClock } from '../support/manual-clock.ts';

const quick = { ...serverLimits, headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 };

async function scene(options: Partial<LoopbackServerOptions> = {}) {
  const lines: string[] = [];
  const take = (event: string, fields?: { detail?: string }) => void lines.push(`${event}: ${fields?.detail ?? ''}`);
  const log = { debug: take, info: take, warn: take, error: take, close: () => Promise.resolve() };
  const server = await startLoopbackServer(
    {
      log,
      clock: systemClock,
      publicOrigin: undefined,
      limits: quick,
      routes: (app) => {
        app.get('/here', (c) => c.text('here'));
        app.get('/large', (c) => c.text('x'.repeat(64 * 1024 * 1024)));
        app.post('/here', async (c) => c.text(await c.req.text()));
        app.get('/broken', () => {
          throw new Error('a secret of the inside');
        });
      },
      ...options,
    },
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(() => server.close());
  return { server, lines, open: () => openConnection(server.port) };
}

/** A bare connection, and all that the server says on it until it ends it. */
function openConnection(port: number): { socket: Socket; said: Promise<string>; ended: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('error', () => undefined); // the server may reset it
  socket.on('data', (part) => {
    text += part;
  });
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    said: new Promise((resolve) => socket.once('data', () => resolve(text))),
    ended: new Promise((resolve) => socket.once('close', () => resolve(text))), // also after a reset
  };
}

const securityHeaders = [
  "content-security-policy: default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options: nosniff',
  'x-frame-options: DENY',
  'referrer-policy: no-referrer',
  'cross-origin-resource-policy: same-origin',
  'cache-control: no-store',
];
const request = (host: string, line: string, ...headers: string[]) =>
  `${[`${line} HTTP/1.1`, `Host: ${host}`, ...headers].join('\r\n')}\r\n\r\n`;

describe('slow and greedy clients of the server on loopback', () => {
  it.each([
    ['says nothing', ''],
    ['says half of a header', 'GET /here HTTP/1.1\r\nHost: '],
  ])('one that %s is answered 408 and dropped', async (_what, text) => {
    const { open } = await scene();
    const { socket, ended } = open();
    socket.write(text);
    expect(await ended).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });

  it('one that sends a header a little at a time, or a body, is dropped when the time for a request is over', async () => {
    const { server, open } = await scene();
    const host = new URL(server.origin).host;
    const drip = async (first: string) => {
      const { socket, ended } = open();
      let isOpen = true;
      void ended.then(() => {
        isOpen = false;
      });
      socket.write(first);
      for (let count = 0; isOpen && count < 400; count++) {
        socket.write('a');
        await pause(10); // it is the slowness that is tested
      }
      return isOpen;
    };
    expect(
      await Promise.all([
        drip(`GET /here HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `),
        drip(request(host, 'POST /here', 'Content-Length: 1000').replace('\r\n\r\n', '\r\nOrigin: null\r\n\r\n')),
        drip(request(host, 'POST /here', 'Content-Length: 1000')),
      ]),
    ).toEqual([false, false, false]);
  });

  it('one that asks a thousand times ahead is dropped, and no more than four of its requests are looked at', async () => {
    let asked = 0;
    const { server, open } = await scene({
      routes: (app) =>
        app.get('/here', (c) => {
          asked++;
          return c.text('here');
        }),
    });
    const { socket, ended } = open();
    socket.write(request(new URL(server.origin).host, 'GET /here').repeat(1000));
    await ended;
    expect(asked).toBeLessThanOrEqual(4);
  });

  it('one that asks a little ahead is answered in order', async () => {
    const { server, open } = await scene();
    const { host } = new URL(server.origin);
    const { socket, ended } = open();
    socket.write(
      request(host, 'GET /here') + request(host, 'GET /nowhere') + request(host, 'GET /here', 'Connection: close'),
    );
    expect((await ended).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  });

  it('one that does not read its answer is dropped', async () => {
    const { server, open } = await scene({ limits: { ...quick, silence: 150 } });
    const accepted = once(server.http, 'connection');
    const { socket } = open();
    socket.pause();
    const [ours] = (await accepted) as [Socket];
    socket.write(request(new URL(server.origin).host, 'GET /large'));
    await once(ours, 'close');
  });

  it('connections beyond the limit are not taken, and those within it go on', async () => {
    const { server, open } = await scene({ limits: { ...serverLimits, connections: 3 } });
    const host = new URL(server.origin).host;
    const within = [open(), open(), open()];
    await Promise.all(within.map(({ socket }) => once(socket, 'connect')));
    expect(await open().ended).toBe('');
    within[0]?.socket.write(request(host, 'GET /here'));
    expect(await within[0]?.said).toContain('200 OK');
  });

  it('a header over 16 KiB is answered 431', async () => {
    const { server, open } = await scene();
    const { socket, ended } = open();
    socket.write(request(new URL(server.origin).host, 'GET /here', `X-Long: ${'x'.repeat(20_000)}`));
    expect(await ended).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('answers of the server on loopback', () => {
  it.each([
    ['a page that is there', 'GET /here', [], 200],
    ['a path that is not', 'GET /nowhere', [], 404],
    ['a fault', 'GET /broken', [], 500],
    ['another Origin', 'GET /here', ['Origin: null'], 403],
    ['a request that is no HTTP', 'nonsense', [], 400],
    ['two lengths', 'POST /here', ['Content-Length: 1', 'Content-Length: 2'], 400],
    ['a length and chunks', 'POST /here', ['Content-Length: 1', 'Transfer-Encoding: chunked'], 400],
    ['a header over 16 KiB', 'GET /here', [`X-Long: ${'x'.repeat(20_000)}`], 431],
  ] as const)('%s has the security headers', async (_what, line, headers, status) => {
    const { server, open } = await scene();
    const { socket, said } = open();
    socket.write(request(new URL(server.origin).host, line, ...headers));
    const answer = await said;
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    for (const header of securityHeaders) expect(answer.toLowerCase()).toContain(header.toLowerCase());
    expect(answer).not.toContain('a secret of the inside');
    expect(answer).not.toMatch(/access-control-|server:|x-powered-by/i);
  });

  it('a request without Host, or with two, is refused with them, too', async () => {
    const { server, open } = await scene();
    const { host } = new URL(server.origin);
    for (const hosts of ['', `Host: evil.example.com\r\nHost: ${host}\r\n`]) {
      const { socket, said } = open();
      socket.write(`GET /here HTTP/1.1\r\n${hosts}\r\n`);
      const answer = await said;
      expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
      for (const header of securityHeaders) expect(answer.toLowerCase()).toContain(header.toLowerCase());
    }
  });

  it('another page of this computer may not ask, but a link to here may be followed', async () => {
    const { server, open } = await scene();
    const status = async (...headers: string[]) => {
      const { socket, said } = open();
      socket.write(request(new URL(server.origin).host, 'GET /here', ...headers));
      return Number((await said).slice(9, 12));
    };
    for (const site of ['same-origin', 'none']) expect(await status(`Sec-Fetch-Site: ${site}`)).toBe(200);
    for (const site of ['same-site', 'cross-site']) {
      expect(await status(`Sec-Fetch-Site: ${site}`, 'Sec-Fetch-Mode: no-cors')).toBe(403);
      expect(await status(`Sec-Fetch-Site: ${site}`, 'Sec-Fetch-Mode: navigate')).toBe(200);
    }
  });

  it('a flood of refused requests is one line a minute in the log', async () => {
    const clock = new ManualClock(0);
    const { server, lines } = await scene({ clock });
    const flood = async (count: number) => {
      for (let sent = 0; sent < count; sent++)
        expect((await fetch(`${server.origin}/here`, { headers: { origin: 'null' } })).status).toBe(403);
    };
    await flood(20);
    expect(lines).toEqual(['request refused: its Host, Origin or Sec-Fetch-Site is not of this console']);
    await clock.advance(60_000);
    await flood(1);
    expect(lines[1]).toContain('20 since the last line');
    expect(lines).toHaveLength(2);
  });
});
