import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { DocumentedAnswers } from '../support/documented-answers.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';
import { type RestAnswer, type RestCall, RestClient } from '../support/rest-client.ts';

const vendor = 'application/vnd.netbackup+json;version=12.0';
const base = '/netbackup/config/servers/wssendpoints';
/** Everything that needs the token, with a body where one is wanted. */
const guarded = [
  ['POST', `${base}/validatehost`],
  ['POST', `${base}/validateurl`],
  ['POST', `${base}/save`],
  ['POST', `${base}/renew`],
  ['POST', `${base}/update`],
  ['DELETE', `${base}/host`],
  ['GET', base],
  ['GET', '/nbwss/status'],
  ['POST', '/nbwss/run'],
  ['GET', '/metrics'],
] as const;
const withBody = guarded.slice(0, 5);

const errorOf = ({ status, text }: RestAnswer) => {
  const { errorCode, errorMessage } = JSON.parse(text) as { errorCode: number; errorMessage: string };
  expect(errorCode).toBe(status);
  return [status, errorMessage];
};

describe('the REST API', () => {
  let folder: string;
  let host: OwnProcess;
  let client: RestClient;
  let documented: DocumentedAnswers;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    host = startHeadless(['--data', join(folder, 'data')]);
    client = new RestClient(await host.ready());
    documented = await DocumentedAnswers.of(client);
  });
  afterAll(async () => {
    client?.close();
    await host?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('who may call', () => {
    it.each(guarded)('%s %s: only the token, bare or behind Bearer', async (method, path) => {
      const noToken = [401, 'The token is missing or wrong'];
      const anonymous = await client.call(method, path, { anonymous: true });
      expect(errorOf(anonymous)).toEqual(noToken);
      expect(anonymous.headers['www-authenticate']).toBe('Bearer');
      for (const authorization of [client.token, `Bearer ${client.token}`])
        expect((await client.call(method, path, { headers: { authorization } })).status).not.toBe(401);
    });

    it("the console's session cookie does not count, so no page can call in the name of a console that is open", async () => {
      const { headers } = await client.call('POST', '/session');
      const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      expect(cookie).not.toBe('');
      expect((await client.call('GET', '/session', { anonymous: true, headers: { cookie } })).status).toBe(204);
      for (const [method, path] of guarded) {
        const origin = client.origin;
        expect((await client.call(method, path, { anonymous: true, headers: { cookie, origin } })).status).toBe(401);
      }
    });

    it.each([
      ['another Host (DNS rebinding)', { host: 'evil.example.com' }],
      ['another Origin', { origin: 'https://evil.example.com' }],
      ['Origin null', { origin: 'null' }],
    ])('%s is refused, even with the token', async (_what, headers) => {
      for (const [method, path] of [...guarded, ['GET', '/healthz'] as const, ['GET', '/openapi.json'] as const]) {
        const answer = await client.call(method, path, { headers });
        expect(answer.status).toBe(403);
        expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
      }
    });

    it('healthz and openapi.json need no token', async () => {
      expect(await client.call('GET', '/healthz', { anonymous: true })).toMatchObject({ status: 200, text: 'ok' });
      expect((await client.call('GET', '/openapi.json', { anonymous: true })).status).toBe(200);
    });

    it('many wrong tokens are turned away, the right one is let in, and nothing of them is in the log', async () => {
      const other = startHeadless(['--data', join(folder, 'flooded')]);
      const flooded = new RestClient(await other.ready());
      const guess = (count: number) => ({ headers: { authorization: `guess-number-${count}` } });
      const statuses: number[] = [];
      for (let count = 0; count < 25; count++) statuses.push((await flooded.call('GET', base, guess(count))).status);
      expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
      const turnedAway = await flooded.call('GET', base, guess(99));
      expect(errorOf(turnedAway)).toEqual([429, 'Too many wrong tokens']);
      expect(Number(turnedAway.headers['retry-after'])).toBeGreaterThan(0);
      expect((await flooded.call('POST', '/session', guess(100))).status).toBe(429);
      expect((await flooded.call('GET', base)).status).toBe(200);
      flooded.close();
      await other.end();
      const logs = join(folder, 'flooded', 'logs', 'nbwebservice');
      const text = readdirSync(logs)
        .map((name) => readFileSync(join(logs, name), 'utf8'))
        .join();
      expect(text.match(/wrong access token/g)).toHaveLength(2);
      expect(text).not.toContain('guess-number');
      expect(text).not.toContain(flooded.token);
    });
  });

  describe('media types', () => {
    it.each([
      [undefined, 'application/json'],
      ['*/*', 'application/json'],
      [vendor, vendor],
      [`text/html, ${vendor};q=0.8`, vendor],
    ])('Accept %s: the answer and every error come as %s', async (accept, mediaType) => {
      const headers: Record<string, string> = accept === undefined ? {} : { accept };
      const calls: [string, string, RestCall][] = [
        ['GET', base, { headers }],
        ['DELETE', `${base}/nobody`, { headers }],
        ['POST', `${base}/save`, { headers, body: {} }],
        ['PUT', base, { headers }],
        ['GET', '/netbackup/none', { headers }],
        ['GET', base, { headers, anonymous: true }],
      ];
      for (const [method, path, call] of calls)
        expect((await client.call(method, path, call)).headers['content-type']).toBe(mediaType);
    });

    it.each(guarded.slice(0, -1))(
      '%s %s: 406 for what cannot be answered, before anything is done',
      async (method, path) => {
        const answer = await client.call(method, path, { headers: { accept: 'text/html' }, body: {} });
        expect(errorOf(answer)).toEqual([406, 'None of the media types in Accept can be answered']);
        expect(answer.headers['content-type']).toBe('application/json');
      },
    );

    it.each(withBody)('%s %s: 415 for another Content-Type, none, or a coding', async (method, path) => {
      const refusal = [415, 'The media type of the request body is not supported'];
      for (const headers of [
        { 'content-type': 'text/plain' },
        { 'content-type': 'application/x-www-form-urlencoded' },
        { 'content-type': 'application/vnd.netbackup+json' },
        { 'content-type': '' },
        { 'content-encoding': 'gzip' },
      ])
        expect(errorOf(await client.call(method, path, { body: '{}', headers }))).toEqual(refusal);
      const taken = await client.call(method, path, { body: '{}', headers: { 'content-type': vendor } });
      expect(taken.status).toBe(400);
    });

    it('a body is UTF-8, with a byte order mark or without', async () => {
      const state = Buffer.from('{"hostName":"nobody","state":"ACTIVATED"}');
      const mark = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), state]);
      expect((await client.endpoints('POST', '/update', { body: mark })).status).toBe(404);
      const latin1 = Buffer.from('{"hostName":"n\u00f6body","state":"ACTIVATED"}', 'latin1');
      expect((await client.endpoints('POST', '/update', { body: latin1 })).status).toBe(400);
    });
  });

  describe('what HTTP refuses', () => {
    it.each(withBody)('%s %s: 413 over 1 MiB, with a length or without', async (method, path) => {
      const body = ' '.repeat(1024 * 1024 + 1);
      const tooLarge = [413, 'The request body is larger than 1 MiB'];
      expect(errorOf(await client.call(method, path, { body }))).toEqual(tooLarge);
      expect((await client.call(method, path, { body: ' '.repeat(1024 * 1024) })).status).toBe(400);
      expect(await chunked(client, method, path, body)).toMatch(/^HTTP\/1\.1 413 /);
      expect((await client.call('GET', base)).status).toBe(200);
    });

    it('405 names the methods that a path has', async () => {
      const allowed = async (method: string, path: string) => {
        const answer = await client.call(method, path);
        expect(errorOf(answer)).toEqual([405, 'This path does not have this method']);
        return answer.headers['allow'];
      };
      expect(await allowed('PUT', base)).toBe('GET, HEAD');
      expect(await allowed('GET', `${base}/save`)).toBe('POST, DELETE');
      expect(await allowed('GET', `${base}/some-host`)).toBe('DELETE');
      expect(await allowed('DELETE', '/nbwss/status')).toBe('GET, HEAD');
      expect(await allowed('GET', '/nbwss/run')).toBe('POST');
      expect(await allowed('POST', '/metrics')).toBe('GET, HEAD');
      expect(await allowed('POST', '/openapi.json')).toBe('GET, HEAD');
      expect(await allowed('OPTIONS', base)).toBe('GET, HEAD');
      expect(await allowed('TRACE', base)).toBe('GET, HEAD');
    });

    it('404 for a path that there is not', async () => {
      for (const path of ['/netbackup', '/netbackup/config', `${base}/`, `${base}/a/b`, '/nbwss', '/nbwss/none'])
        for (const method of ['GET', 'POST'])
          expect(errorOf(await client.call(method, path)), path).toEqual([404, 'There is nothing at this path']);
    });

    it('HEAD is GET without the body', async () => {
      for (const path of [base, '/nbwss/status', '/metrics', '/healthz', '/openapi.json']) {
        const [head, get] = [await client.call('HEAD', path), await client.call('GET', path)];
        expect(head).toMatchObject({ status: 200, text: '' });
        expect(head.headers['content-type']).toBe(get.headers['content-type']);
      }
      expect((await client.call('HEAD', base, { anonymous: true })).status).toBe(401);
    });

    it('a host name in the path is taken as it was encoded', async () => {
      for (const name of ['%3A%3A1', 'a%2Fb', '%zz', '%00', '..%2f..', '%F0%9F%98%80'])
        expect(errorOf(await client.endpoints('DELETE', `/${name}`))).toEqual([404, 'no entity was found']);
    });
  });

  it('what is answered is not kept by anybody on the way', async () => {
    for (const [method, path] of guarded) {
      const { headers } = await client.call(method, path, { body: {} });
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    }
  });

  it('each answer of a life with two endpoints is one that the document lists', async () => {
    const application = await PracticeCloudApplication.start({ hostName: 'localhost' });
    const breaches: unknown[] = [];
    const call = async (method: string, path: string, status: number, body?: object) => {
      const pathTemplate = method === 'DELETE' ? `${base}/{hostName}` : path;
      const answer = await client.call(method, path, body ? { body } : {});
      const breach = documented.breach(documented.operation(method, pathTemplate), answer);
      if (breach !== undefined) breaches.push([method, path, breach]);
      expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
      return answer.headers['content-type'] === 'application/json' ? JSON.parse(answer.text) : answer.text;
    };
    const validatedHost = await call('POST', `${base}/validatehost`, 200, application.details);
    const { detailsServer } = await call('POST', `${base}/validateurl`, 200, { url: application.detailsUrl });
    const { url, certificate } = detailsServer;
    expect(await call('POST', `${base}/validateurl`, 200, { url, certificate })).toEqual(validatedHost);
    // A certificate may have gone through an editor of Windows.
    const { certificate: pem } = validatedHost;
    await call('POST', `${base}/save`, 201, { ...validatedHost, certificate: pem.replaceAll('\n', '\r\n') });
    await call('POST', `${base}/save`, 409, validatedHost);
    await call('POST', `${base}/renew`, 200, validatedHost);
    await call('POST', `${base}/update`, 200, { hostName: 'localhost', state: 'DEACTIVATED' });
    await call('POST', `${base}/update`, 400, { hostName: 'localhost', state: 'NONE' });
    await call('GET', base, 200);
    await call('GET', '/nbwss/status', 200);
    await call('POST', '/nbwss/run', 200);
    await call('DELETE', `${base}/localhost`, 200);
    await call('DELETE', `${base}/localhost`, 404);
    await call('GET', '/metrics', 200);
    await call('GET', '/healthz', 200);
    await call('GET', '/openapi.json', 200);
    expect(breaches).toEqual([]);
    await application.close();
  });

  it('decision 47: in practice mode it serves the service that is shown', async () => {
    const other = startHeadless(['--data', join(folder, 'practice'), '--practice']);
    const practising = new RestClient(await other.ready());
    expect(JSON.parse((await practising.call('GET', base)).text)).toMatchObject([{ hostName: 'localhost' }]);
    practising.close();
    await other.end();
  });
});

/** Head of the answer to a body that is sent in chunks, so that its length is not told. */
function chunked({ origin, token }: RestClient, method: string, path: string, body: string): Promise<string> {
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)));
    socket.on('close', () => resolve(text));
    const headers = [
      `Host: ${host}`,
      `Authorization: ${token}`,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ];
    socket.write(`${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    const piece = 64 * 1024;
    for (let at = 0; at < body.length; at += piece) {
      const part = body.slice(at, at + piece);
      socket.write(`${part.length.toString(16)}\r\n${part}\r\n`);
    }
    socket.write('0\r\n\r\n');
  });
}
