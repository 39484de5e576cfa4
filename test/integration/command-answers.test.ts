import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fetchFrom } from '../support/practice-tools.ts';
import { callsTo, refusalIn, useRelay } from '../support/relay-bench.ts';

describe('what NetBackup answers goes back as it came', () => {
  const { startNetBackup, startScripted, connected, practice } = useRelay();
  it.each([
    [401, 'GET', '/netbackup/admin/jobs', {}, undefined],
    [404, 'GET', '/netbackup/nothing', {}, undefined],
    [405, 'DELETE', '/netbackup/admin/jobs', {}, undefined],
    [
      406,
      'GET',
      '/netbackup/admin/jobs',
      { Accept: 'application/vnd.netbackup+json;version=99.0', Authorization: 'x' },
      undefined,
    ],
    [415, 'POST', '/netbackup/login', { 'Content-Type': 'text/plain' }, 'userName=x'],
  ])('X-7: %i to %s %s', async (status, method, uri, headers: Record<string, string>, parameters) => {
    const { netBackup, connection } = await practice();
    const body = parameters === undefined ? {} : { body: parameters };
    const direct = await fetchFrom(`${netBackup.origin}${uri}`, netBackup.caCertificate, {
      method,
      headers,
      ...body,
    });
    const relayed = await connection.command({ uri, method, headers, ...(parameters ? { parameters } : {}) });
    expect(direct.status).toBe(status);
    expect(relayed).toMatchObject({ responseCode: status, body: direct.text });
    expect(relayed.headers['content-type']).toBe(direct.headers['content-type']);
    expect(relayed.headers['content-length']).toBe(direct.headers['content-length']);
  });

  it('X-7: a 500 with a body that is no JSON, non-ASCII characters and quotes included', async () => {
    const { netBackup, connection } = await practice();
    const body = 'Störung: "Datenbank"\r\n\u2028 𝄞';
    netBackup.intercept = ({ target }) => (target.endsWith('/jobs') ? { status: 500, body } : undefined);
    expect(await connection.command({ uri: '/netbackup/admin/jobs', method: 'GET' })).toMatchObject({
      responseCode: 500,
      body,
    });
  });

  it('decision 15: a redirect is not followed: the 3xx goes back, and nobody else hears of it', async () => {
    const { netBackup, connection } = await practice();
    const elsewhere = await startNetBackup();
    const location = `${elsewhere.origin}/netbackup/admin/jobs`;
    for (const status of [301, 302, 303, 307, 308]) {
      netBackup.intercept = ({ target }) =>
        target === '/netbackup/ping' ? undefined : { status, headers: { location } };
      const answer = await connection.command({
        uri: '/netbackup/admin/jobs',
        method: 'GET',
        headers: { Authorization: 'secret' },
      });
      expect(answer).toMatchObject({ responseCode: status, headers: { location }, body: '' });
    }
    expect(callsTo(netBackup)).toHaveLength(5);
    expect(elsewhere.listener.connections).toEqual([]);
  });

  it('decision 16: repeated headers are joined with a comma and a blank', async () => {
    const server = await startScripted((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1; Path=/', 'b=2']);
      response.setHeader('X-Part', ['one', 'two', 'three']);
      response.end('{}');
    });
    const { connection } = await connected(server.settings);
    const { headers } = await connection.command({ uri: '/netbackup/x', method: 'GET' });
    expect(headers).toMatchObject({ 'set-cookie': 'a=1; Path=/, b=2', 'x-part': 'one, two, three' });
  });

  const text = JSON.stringify({ text: 'ü'.repeat(1000) });
  it.each([
    ['gzip', gzipSync(text)],
    ['X-GZIP', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('decision 16: a body in %s is decoded', async (coding, body) => {
    const server = await startScripted((_request, response) =>
      response.writeHead(200, { 'content-encoding': coding, 'content-type': 'application/json' }).end(body),
    );
    const { connection } = await connected(server.settings);
    const answer = await connection.command({ uri: '/netbackup/x', method: 'GET' });
    expect(answer).toMatchObject({ responseCode: 200, body: text });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.headers['content-type']).toBe('application/json');
  });

  it.each([
    ['not text', {}, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe])],
    ['in an unknown coding', { 'content-encoding': 'dcb' }, Buffer.from('{}')],
    ['not what its coding says', { 'content-encoding': 'gzip' }, Buffer.from('{}')],
  ])('decision 16: a body that is %s is answered 502 with a message', async (_name, headers, body) => {
    const server = await startScripted((_request, response) => response.writeHead(200, headers).end(body));
    const { connection, answerCounts } = await connected(server.settings);
    const answer = await connection.command({ uri: '/netbackup/x', method: 'GET' }, 'ODD');
    expect(refusalIn(answer)).toMatchObject({ code: 502 });
    expect(await answerCounts()).toEqual({ ODD: 1 });
  });

  it('decision 16: the answers to HEAD and with 204 have an empty body, also when a coding is named', async () => {
    const server = await startScripted(({ method }, response) =>
      response.writeHead(method === 'HEAD' ? 200 : 204, { 'content-encoding': 'gzip', 'x-kept': 'yes' }).end(),
    );
    const { connection } = await connected(server.settings);
    for (const [method, responseCode] of [
      ['HEAD', 200],
      ['DELETE', 204],
    ] as const) {
      expect(await connection.command({ uri: '/netbackup/x', method })).toMatchObject({
        responseCode,
        headers: { 'x-kept': 'yes' },
        body: '',
      });
    }
  });
});
