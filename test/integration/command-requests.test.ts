import { describe, expect, it } from 'vitest';
import { makeMessage } from '../../shared/messages.ts';
import { callsTo, netBackupSettings, payloadOf, refusalIn, useRelay } from '../support/relay-bench.ts';

describe('what reaches NetBackup', () => {
  const { startNetBackup, startScripted, connected, practice } = useRelay();
  it('X-5, decision 16: the cloud application’s headers as they are, none added; hop-by-hop, Host and Content-Length dropped', async () => {
    const server = await startScripted((_request, response) => response.end('{}'));
    const { connection } = await connected({
      ...server.settings,
      credentials: { kind: 'api-key', apiKey: 'the-key-of-the-service' },
    });
    const kept = {
      Authorization: 'eyJ0eXAi.of.the-application',
      'content-TYPE': 'application/vnd.netbackup+json;version=1.0',
      'X-Empty': '',
      'X-Latin': 'Caf\u00e9',
      Cookie: 'a=b',
    };
    const dropped = {
      Host: 'evil.example.com',
      'Content-Length': '3',
      Connection: 'close, X-Of-This-Hop',
      'X-Of-This-Hop': '1',
      'Keep-Alive': 'timeout=9',
      'Proxy-Authorization': 'Basic x',
      'Proxy-Authenticate': 'Basic',
      'Proxy-Connection': 'close',
      TE: 'trailers',
      Trailer: 'x',
      'Transfer-Encoding': 'chunked',
      Upgrade: 'h2c',
      Expect: '100-continue',
    };
    const parameters = '{"a":"ü"}';
    const answer = await connection.command({
      uri: '/netbackup/x',
      method: 'POST',
      headers: { ...kept, ...dropped },
      parameters,
    });
    expect(answer.responseCode).toBe(200);
    const request = server.requests.find(({ target }) => target === '/netbackup/x');
    expect(request?.body).toBe(parameters);
    // What HTTP itself needs for this hop, and nothing else.
    const hop = { host: new URL(server.settings.baseUrl).host, connection: 'keep-alive', 'content-length': '10' };
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({ ...kept, ...hop });
    expect(request?.headers).toHaveLength(Object.keys({ ...kept, ...hop }).length);
  });

  it.each([
    ['without headers', {}],
    ['with headers null', { headers: null }],
  ])('K-24, decision 16: %s NetBackup gets none, not even the service’s own key', async (_name, extra) => {
    const server = await startScripted((_request, response) => response.end('{}'));
    const { connection } = await connected({
      ...server.settings,
      credentials: { kind: 'api-key', apiKey: 'the-key-of-the-service' },
    });
    await server.changes.until('the service’s own call', () =>
      server.requests.some(({ headers }) => headers.some(([, value]) => value === 'the-key-of-the-service')),
    );
    await connection.command({ uri: '/netbackup/of-the-application', method: 'GET', ...extra });
    const request = server.requests.find(({ target }) => target === '/netbackup/of-the-application');
    expect(request?.headers.map(([name]) => name.toLowerCase()).sort()).toEqual(['connection', 'host']);
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    'X-4, X-6, decision 16: %s with a body as it stands',
    async (method) => {
      const server = await startScripted((request, response) => response.end(request.method + request.body));
      const { connection } = await connected(server.settings);
      const body = ' {"in": "JSON", "and":"\\u00fc" }\n';
      const ask = (parameters?: unknown) => connection.command({ uri: '/netbackup/x?a=b', method, parameters });
      expect((await ask(body)).body).toBe(method + body);
      expect((await ask({ port: 0, name: 'x' })).body).toBe(`${method}{"port":0,"name":"x"}`);
      expect((await ask(null)).body).toBe(method);
      expect((await ask()).body).toBe(method);
      expect(server.requests.map(({ target }) => target)).toEqual(Array(4).fill('/netbackup/x?a=b'));
    },
  );

  it.each([
    '/netbackup',
    '/netbackup/config//servers',
    '/netbackup/admin/jobs?page%5Blimit%5D=1&filter=a..b',
    '/netbackup/x?next=../y',
    '/netbackup/%C3%BC/%20a',
    '/netbackup/a.b/..c/d..',
    '/netbackup/a%25252520b',
  ])('X-3, decision 15: %s is appended unchanged', async (uri) => {
    const server = await startScripted((_request, response) => response.end('{}'));
    const { connection } = await connected(server.settings);
    expect((await connection.command({ uri, method: 'GET' })).responseCode).toBe(200);
    expect(server.requests.map(({ target }) => target)).toEqual([uri]);
  });

  it('decision 15: no hostile uri reaches NetBackup or anybody else; each is answered 400', async () => {
    const { netBackup, connection, answerCounts } = await practice();
    const trap = await startNetBackup();
    const { host } = new URL(trap.origin);
    const hostile = [
      '',
      'netbackup/ping',
      '?a=b',
      '*',
      `https://${host}/netbackup/admin/jobs`,
      `//${host}/netbackup/admin/jobs`,
      `///${host}/netbackup`,
      `/\\${host}/netbackup`,
      `\\\\${host}\\netbackup`,
      `@${host}/netbackup`,
      `:1@${host}/netbackup`,
      `.${host}/netbackup`,
      '/',
      '/other',
      '/netbackupx',
      '/NetBackup/admin/jobs',
      '/netbackup/../other',
      '/netbackup/./admin',
      '/netbackup/..',
      '/netbackup/.',
      '/netbackup/..;/other',
      '/netbackup/..;a=b/other',
      '/netbackup/.;/admin',
      '/netbackup/%2e%2e/other',
      '/netbackup/%2E./other',
      '/netbackup/%252e%252e/other',
      '/netbackup/%25252e%25252e/other',
      '/netbackup/%2e%2e%3b/other',
      '/netbackup/%2e%2e%3bx=1/other',
      `/netbackup/%${'25'.repeat(20)}2e/other`,
      '/netbackup/a%2fb',
      '/netbackup/a%252Fb',
      '/netbackup/a%5cb',
      '/netbackup/a%255Cb',
      '/netbackup/a\\b',
      '/netbackup/a#b',
      '/netbackup/a b',
      '/netbackup/a\tb',
      '/netbackup/a\u0000b',
      '/netbackup/a%00b',
      '/netbackup/a%2500b',
      '/netbackup/a%0d%0aHost:%20evil',
      '/netbackup/a HTTP/1.1\r\nHost: evil\r\n\r\nGET /netbackup/admin/jobs',
      '/netbackup/a\r\nX: y',
      '/netbackup/a%7fb',
      '/netbackup/ü',
      '/netbackup/\u2028',
      '/netbackup/jobs?x=a%0ab',
      `/netbackup/${'a'.repeat(10_000)}`,
    ];
    for (const [index, uri] of hostile.entries()) {
      const answer = await connection.command({ uri, method: 'GET', headers: {} }, `HOSTILE-${index}`);
      expect({ uri, ...refusalIn(answer) }).toMatchObject({
        uri,
        code: 400,
        message: expect.stringContaining('uri'),
      });
    }
    expect(Object.values(await answerCounts())).toEqual(hostile.map(() => 1));
    expect(callsTo(netBackup)).toEqual([]);
    expect(trap.listener.connections).toEqual([]);
  });

  it('decision 4: a COMMAND before the connection is accepted is neither executed nor answered', async () => {
    const netBackup = await startNetBackup();
    const early = makeMessage('COMMAND', 'REQUEST', 'EARLY', 1, { uri: '/netbackup/early', method: 'GET' });
    const { bench, answerCounts } = await connected(netBackupSettings(netBackup), {
      behaviour: {
        onConnect: (request, connection, rightToken) => {
          connection.send(early);
          connection.answerConnect(request, rightToken);
        },
      },
    });
    expect(await answerCounts()).toEqual({});
    expect(callsTo(netBackup)).toEqual([]);
    expect(bench.logged).toContainEqual(expect.objectContaining({ event: 'message before CONNECT was accepted' }));
  });

  it('X-3: a server with a certificate of another CA gets no byte inside TLS; 502 says why', async () => {
    const [netBackup, other] = [await startNetBackup(), await startNetBackup()];
    const { connection, answerCounts } = await connected({
      baseUrl: netBackup.origin,
      caCertificate: other.caCertificate,
    });
    const answer = await connection.command(payloadOf('COMMAND REQUEST, POST'), 'SECRET');
    expect(refusalIn(answer)).toMatchObject({ code: 502, message: expect.stringContaining('not trusted') });
    expect(await answerCounts()).toEqual({ SECRET: 1 });
    expect(netBackup.listener.connections).not.toEqual([]);
    expect(netBackup.listener.connections.map(({ bytesReceived }) => bytesReceived)).toEqual(
      netBackup.listener.connections.map(() => 0),
    );
    expect(netBackup.received).toEqual([]);
  });

  it('X-3: a certificate of the right CA for another host name is no better', async () => {
    const server = await startScripted((_request, response) => response.end('{}'), {
      commonName: 'other.example.com',
    });
    const { connection } = await connected(server.settings);
    const answer = await connection.command(payloadOf('COMMAND REQUEST, POST'));
    expect(refusalIn(answer)).toMatchObject({ code: 502, message: expect.stringContaining('not trusted') });
    expect(server.listener.connections.every(({ bytesReceived }) => bytesReceived === 0)).toBe(true);
    expect(server.requests).toEqual([]);
  });
});
