import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { headlessHost } from '../../electron/launch/build.mjs';
import { OwnProcess, type Ready, startHeadless } from '../support/headless-process.ts';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A plain HTTP request with any headers, which fetch would not let one set. */
function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    sent.on('error', reject).end();
  });
}

/** The status that a WebSocket upgrade is answered with; 101 when it is taken. */
async function upgrade(url: string, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(url, { headers });
  const status = await new Promise<number>((resolve, reject) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
  socket.on('error', () => undefined);
  socket.terminate();
  return status;
}

describe('the headless host', () => {
  const running: OwnProcess[] = [];
  const folders: string[] = [];
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    folders.push(made);
    return join(made, 'data');
  };
  const start = (args: string[], env?: Record<string, string>) => {
    const host = startHeadless(args, env);
    running.push(host);
    return host;
  };
  afterEach(async () => {
    for (const host of running.splice(0)) await host.end('SIGKILL');
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  it('prints exactly one ready line with all that scripts rely on, and ends with 0 on SIGTERM and on SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const data = folder();
      const host = start(['--data', data]);
      const ready = await host.ready();
      const origin = new URL(ready.console).origin;
      expect(ready).toEqual({
        ready: true,
        console: `${origin}/#token=${ready.token}`,
        api: `${origin}/netbackup`,
        token: expect.stringMatching(/^.{32,}$/),
        data,
        pid: host.child.pid,
      });
      expect((await ask(`${origin}/healthz`)).text).toBe('ok');
      const { status, stdout } = await host.end(signal);
      expect(status).toBe(0);
      expect(stdout.trim().split('\n')).toHaveLength(1);
    }
  });

  it('takes its folder and token from the environment', async () => {
    const data = folder();
    const token = 'a-fixed-token-of-at-least-32-characters';
    expect(await start([], { NBWSS_DATA: data, NBWSS_TOKEN: token }).ready()).toMatchObject({ data, token });
  });

  it('a token of its own is in the line for people; one that lasts is not, since a service has a journal', async () => {
    const said = async (env: Record<string, string>) => {
      const host = new OwnProcess(headlessHost, ['--data', folder()], env);
      running.push(host);
      return host.line();
    };
    expect(await said({})).toMatch(/^NBWSS Console: http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    const token = 'a-fixed-token-of-at-least-32-characters';
    const line = await said({ NBWSS_TOKEN: token });
    expect(line).toMatch(/^NBWSS Console: http:\/\/127\.0\.0\.1:\d+\/#token=… /);
    expect(line).not.toContain(token);
  });

  it.each([
    ['an unknown flag', ['--nonsense'], /nonsense/],
    ['an address that is not loopback', ['--listen', '0.0.0.0:0'], /not a loopback address/],
    ['an address that is none', ['--listen', 'here'], /not host:port/],
    ['a public origin that is none', ['--public-origin', 'console'], /--public-origin/],
    ['a public origin with a path', ['--public-origin', 'https://host.example/console'], /--public-origin/],
    ['a public origin with a query', ['--public-origin', 'https://host.example/?x'], /--public-origin/],
    ['a public origin with user information', ['--public-origin', 'https://u@host.example'], /--public-origin/],
    [
      'a NetBackup address with a path',
      ['--netbackup', 'https://master:1556/other', '--netbackup-ca', 'package.json'],
      /--netbackup/,
    ],
    [
      'a CA file that is not there',
      ['--netbackup', 'https://master:1556', '--netbackup-ca', 'missing.pem'],
      /missing\.pem cannot be read \(ENOENT\)/,
    ],
    ['a NetBackup address without its CA', ['--netbackup', 'https://master:1556'], /go together/],
  ])('refuses %s with one clear line and exit status 2', async (_name, flags, message) => {
    const { status, stderr, stdout } = await start(['--data', folder(), ...flags]).ended;
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it.each([
    ['that is too short', 'short'],
    ['that no header carries as it is', 'a-fixed-token-of-at-least-32-characters '],
  ])('refuses a token %s', async (_what, token) => {
    expect(await start(['--data', folder()], { NBWSS_TOKEN: token }).ended).toMatchObject({ status: 2, stdout: '' });
  });

  it('refuses a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { status, stderr } = await start(['--data', folder(), '--listen', `127.0.0.1:${port}`]).ended;
    taken.close();
    expect({ status, stderr }).toEqual({ status: 2, stderr: `The port ${port} of 127.0.0.1 is taken\n` });
  });

  it('refuses a folder that another process holds, and says which; kill -9 leaves no lock behind', async () => {
    const data = folder();
    const first = start(['--data', data]);
    const { pid } = await first.ready();
    const second = await start(['--data', data]).ended;
    expect(second).toMatchObject({ status: 2, stdout: '' });
    expect(second.stderr).toContain(`is in use by the headless host (pid ${pid}, since `);
    await first.end('SIGKILL');
    expect(await start(['--data', data]).ready()).toMatchObject({ ready: true });
  });

  it('refuses a folder that cannot be made', async () => {
    const made = folder();
    writeFileSync(made, 'a file is in the way');
    const { status, stderr } = await start(['--data', join(made, 'data')]).ended;
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('is not writable') });
  });

  it('decision 47: practice mode runs on a folder of its own and leaves nothing behind', async () => {
    const data = folder();
    const host = start(['--data', data, '--practice']);
    const ready = await host.ready();
    expect(ready.data).not.toBe(data);
    expect(readFileSync(join(ready.data, 'config.json'), 'utf8')).toContain('"hostName": "localhost"');
    await host.end();
    expect(existsSync(ready.data)).toBe(false);
    expect(existsSync(data)).toBe(false);
  });

  it('whoever guesses is turned away with 429, at the session and at the WebSocket too; the right token never is', async () => {
    const { console: page, token } = await start(['--data', folder()]).ready();
    const { origin, host, port } = new URL(page);
    const cookie = `nbwss-${port}=${'x'.repeat(43)}`;
    const guess = () => upgrade(`ws://${host}/console`, { origin, cookie });
    for (let count = 0; count < 20; count++) expect(await guess()).toBe(401);
    expect(await guess()).toBe(429);
    for (const answer of [
      await ask(`${origin}/session`, { authorization: 'guess' }, 'POST'),
      await ask(`${origin}/session`, { cookie }),
      await ask(`${origin}/nbwss/status`, { authorization: 'guess' }),
    ]) {
      expect(answer.status).toBe(429);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await ask(`${origin}/nbwss/status`, { authorization: token })).status).toBe(200);
    expect((await ask(`${origin}/session`, { authorization: token }, 'POST')).status).toBe(204);
    expect((await ask(`${origin}/session`)).status).toBe(401); // nothing was guessed
  });

  describe('who may come in', () => {
    let host: OwnProcess;
    let ready: Ready;
    let origin: string;
    let address: string;
    let data: string;
    beforeAll(async () => {
      data = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
      host = startHeadless(['--data', data, '--public-origin', 'https://console.example.com']);
      ready = await host.ready();
      origin = new URL(ready.console).origin;
      address = new URL(origin).host;
    });
    afterAll(async () => {
      await host.end();
      rmSync(data, { recursive: true, force: true });
    });
    const session = async () => {
      const { headers, status } = await ask(`${origin}/session`, { authorization: ready.token }, 'POST');
      expect(status).toBe(204);
      const [cookie = ''] = headers['set-cookie'] ?? [];
      return cookie;
    };

    it('only the token opens a session, whose cookie scripts cannot read and other sites cannot send', async () => {
      expect((await ask(`${origin}/session`)).status).toBe(401);
      expect((await ask(`${origin}/session`, { authorization: 'x'.repeat(ready.token.length) }, 'POST')).status).toBe(
        401,
      );
      expect((await ask(`${origin}/session`, {}, 'POST')).status).toBe(401);
      const cookie = await session();
      expect(cookie).toMatch(/HttpOnly/);
      expect(cookie).toMatch(/SameSite=Strict/);
      expect(cookie).not.toContain(ready.token);
      expect((await ask(`${origin}/session`, { cookie: cookie.split(';')[0] ?? '' })).status).toBe(204);
    });

    it.each([
      ['another Host (DNS rebinding)', { host: 'evil.example.com' }],
      ['a Host with another port', { host: '127.0.0.1:1' }],
      ['another Origin', { origin: 'https://evil.example.com' }],
      ['Origin null', { origin: 'null' }],
    ])('%s is refused', async (_name, headers: Record<string, string>) => {
      for (const path of ['/', '/session', '/healthz'])
        expect((await ask(`${origin}${path}`, headers)).status).toBe(403);
      expect((await ask(`${origin}/session`, { ...headers, authorization: ready.token }, 'POST')).status).toBe(403);
      const cookie = (await session()).split(';')[0] ?? '';
      expect(await upgrade(`ws://${address}/console`, { origin, cookie, ...headers })).toBe(403);
    });

    it('a WebSocket to an address that is no URL is refused like any other, and the host goes on', async () => {
      for (const target of ['//', '/\\', 'http://[', '//:99999/console']) {
        const socket = connect(Number(new URL(origin).port), '127.0.0.1');
        socket.write(
          `GET ${target} HTTP/1.1\r\nHost: evil.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        );
        const [answer] = await once(socket, 'data');
        expect(String(answer)).toMatch(/^HTTP\/1\.1 403 /);
        socket.destroy();
      }
      expect((await ask(`${origin}/healthz`)).text).toBe('ok');
    });

    it('behind a reverse proxy with https the cookie is for https only', async () => {
      const proxied = { host: 'console.example.com', origin: 'https://console.example.com' };
      const { headers } = await ask(`${origin}/session`, { ...proxied, authorization: ready.token }, 'POST');
      expect(headers['set-cookie']?.[0]).toMatch(/; Secure/);
      expect(await session()).not.toMatch(/; Secure/); // http on loopback, where it would never be sent
    });

    it('CSRF: the cookie alone changes nothing, and no page of another port gets any answer', async () => {
      const cookie = (await session()).split(';')[0] ?? '';
      for (const [method, path] of [
        ['POST', '/nbwss/run'],
        ['DELETE', '/netbackup/config/servers/wssendpoints/host'],
        ['POST', '/session'],
      ] as const)
        expect((await ask(`${origin}${path}`, { cookie, origin }, method)).status).toBe(401);
      const elsewhere = { cookie, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' };
      expect((await ask(`${origin}/session`, elsewhere)).status).toBe(403);
      expect(await upgrade(`ws://${address}/console`, { ...elsewhere, origin })).toBe(403);
    });

    it('every answer has the security headers, refusals of an upgrade too', async () => {
      const cookie = (await session()).split(';')[0] ?? '';
      const answers = [
        await ask(`${origin}/`),
        await ask(`${origin}/nowhere.js`),
        await ask(`${origin}/session`),
        await ask(`${origin}/healthz`),
        await ask(`${origin}/openapi.json`),
        await ask(`${origin}/metrics`),
        await ask(`${origin}/nbwss/nowhere`, { authorization: ready.token }),
        await ask(`${origin}/`, { host: 'evil.example.com' }),
        await ask(`${origin}/`, {}, 'DELETE'),
        await ask(`${origin}/console`, { connection: 'upgrade', upgrade: 'websocket', cookie }),
      ];
      for (const { status, headers } of answers)
        expect({ status, ...headers }).toMatchObject({
          'content-security-policy': expect.stringContaining("default-src 'none'"),
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'referrer-policy': 'no-referrer',
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'cache-control': 'no-store',
        });
    });

    it("the console's own paths take no body, and a body that is not read ends the connection", async () => {
      const cookie = (await session()).split(';')[0] ?? '';
      const answer = await ask(`${origin}/session`, { cookie, 'content-length': '1' }, 'POST');
      expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
    });

    it('one session opens 16 windows at most; one that is closed makes room', async () => {
      const cookie = (await session()).split(';')[0] ?? '';
      const open = async () => {
        const socket = new WebSocket(`ws://${address}/console`, { headers: { origin, cookie } });
        await once(socket, 'open');
        return socket;
      };
      const windows = await Promise.all(Array.from({ length: 16 }, open));
      expect(await upgrade(`ws://${address}/console`, { origin, cookie })).toBe(503);
      const [first] = windows;
      first?.close();
      if (first) await once(first, 'close');
      await expect.poll(() => upgrade(`ws://${address}/console`, { origin, cookie })).toBe(101);
      for (const socket of windows) socket.terminate();
    });

    it('one window has 128 calls and streams open at most; one that is given up makes room', async () => {
      const cookie = (await session()).split(';')[0] ?? '';
      const socket = new WebSocket(`ws://${address}/console`, { headers: { origin, cookie } });
      await once(socket, 'open');
      const answered = new Map<string, string>();
      socket.on('message', (data) => {
        const text = data.toString();
        const { i: id } = JSON.parse(text) as { i: string };
        answered.set(id, (answered.get(id) ?? '') + text);
      });
      const watch = (id: string) => socket.send(JSON.stringify({ i: id, p: { u: '/logs/watch' } }));
      for (let count = 0; count < 128; count++) watch(`s${count}`);
      await expect.poll(() => answered.size).toBe(128);
      watch('one too many');
      await expect.poll(() => answered.get('one too many')).toContain('128 calls open already');
      socket.send(JSON.stringify({ i: 's0', t: 4 }));
      watch('another');
      await expect.poll(() => answered.get('another')).toBeDefined();
      expect(answered.get('another')).not.toContain('calls open already');
      socket.terminate();
    });

    it('the public origin and its host are accepted', async () => {
      const headers = { host: 'console.example.com', origin: 'https://console.example.com' };
      expect((await ask(`${origin}/healthz`, headers)).status).toBe(200);
    });

    it('the Console API needs the session and an Origin', async () => {
      const cookie = (await session()).split(';')[0] ?? '';
      expect(await upgrade(`ws://${address}/console`, { origin, cookie })).toBe(101);
      expect(await upgrade(`ws://${address}/console`, { origin })).toBe(401);
      expect(await upgrade(`ws://${address}/console`, { cookie })).toBe(403);
      expect(await upgrade(`ws://${address}/other`, { origin, cookie })).toBe(403);
      expect(await upgrade(`ws://${address}/console?master=this-computer`, { origin, cookie })).toBe(101);
      expect(await upgrade(`ws://${address}/console?master=nobody`, { origin, cookie })).toBe(404);
      expect(await upgrade(`ws://${address}/console?master=nobody`, { origin })).toBe(401);
    });

    it('there is no way out of the folder of the console, and no listing', async () => {
      for (const path of [
        '/..%2f..%2fpackage.json',
        '/%2e%2e/%2e%2e/package.json',
        '/assets',
        '/assets/',
        '/package.json',
        '/main.tsx',
        '/%00.js',
        '/%',
      ]) {
        expect([400, 404]).toContain((await ask(`${origin}${path}`)).status);
      }
    });
  });
});
