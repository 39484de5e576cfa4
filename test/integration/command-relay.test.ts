import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type CloudApplicationOptions, PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { NetBackupSettings } from '../../electron/service/netbackup-connection.ts';
import { type CommandResponsePayload, makeMessage } from '../../shared/messages.ts';
import { guideMessage } from '../support/guide-messages.ts';
import { fetchFrom } from '../support/practice-tools.ts';
import { type Script, ScriptedNetBackup, type ScriptedNetBackupOptions } from '../support/scripted-netbackup.ts';
import { ServiceBench } from '../support/service-bench.ts';

const second = 1000;
const mebibyte = 1024 * 1024;
const vmServers = '/netbackup/config/servers/vmservers';
const jsonType = { 'Content-Type': 'application/json' };
const payloadOf = (name: string) => guideMessage(name).payload as Record<string, unknown>;

/** Decision 17: the one form of an answer that is ours. @returns its code and message */
const refusalIn = ({ headers, responseCode, body }: CommandResponsePayload) => {
  expect(headers).toEqual({ 'content-type': 'application/json' });
  const { errorCode, errorMessage, ...others } = JSON.parse(body) as Record<string, unknown>;
  expect({ errorCode, others }).toEqual({ errorCode: responseCode, others: {} });
  expect(errorMessage).toEqual(expect.stringMatching(/\S/));
  return { code: responseCode, message: String(errorMessage) };
};

describe('the relay of REST calls', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of open.splice(0).reverse()) await server.close();
  });

  const startNetBackup = async () => {
    const netBackup = await PracticeNetBackup.start();
    open.push(netBackup);
    return netBackup;
  };
  const startScripted = async (script: Script, options?: ScriptedNetBackupOptions) => {
    const server = await ScriptedNetBackup.start(script, options);
    open.push(server);
    return server;
  };
  const addressOf = ({ origin, caCertificate }: PracticeNetBackup): NetBackupSettings => ({
    baseUrl: origin,
    caCertificate,
  });
  /** What reached NetBackup on behalf of the cloud application; the service itself only pings. */
  const callsTo = (netBackup: PracticeNetBackup) =>
    netBackup.received.filter(({ target }) => target !== '/netbackup/ping');

  /** The service, connected to a cloud application. */
  const connected = async (settings?: NetBackupSettings, options: CloudApplicationOptions = {}) => {
    const application = await PracticeCloudApplication.start({ groupId: 'sg1', ...options });
    open.push(application);
    const bench = new ServiceBench(settings ? { netBackup: settings } : {});
    open.push(bench);
    await bench.add(application);
    await bench.connected(application.hostName);
    const { connection } = application;
    /** COMMAND RESPONSEs that came, in their order. */
    const answers = () =>
      application.received.flatMap((entry) =>
        entry.kind === 'message' && entry.message?.type === 'COMMAND' ? [entry.message] : [],
      );
    return {
      bench,
      application,
      connection,
      answers,
      /** Sends any payload at all. @returns the answer to it */
      async sendAny(payload: unknown, id: string): Promise<CommandResponsePayload> {
        connection.send(JSON.stringify({ ...makeMessage('COMMAND', 'REQUEST', id, 1, {}), payload }));
        await application.changes.until(`an answer to ${id}`, () => answers().some((answer) => answer.id === id));
        return answers().find((answer) => answer.id === id)?.payload as CommandResponsePayload;
      },
      /** How often each id was answered. A last command goes behind all others, so that a second answer would be seen. */
      async answerCounts(): Promise<Record<string, number>> {
        await connection.command({ uri: '/netbackup/ping', method: 'GET' }, 'THE-LAST');
        const counts: Record<string, number> = {};
        for (const { id } of answers()) if (id !== 'THE-LAST') counts[id] = (counts[id] ?? 0) + 1;
        return counts;
      },
    };
  };
  /** The service between a cloud application and the practice NetBackup server. */
  const practice = async () => {
    const netBackup = await startNetBackup();
    return { netBackup, ...(await connected(addressOf(netBackup))) };
  };
  /** logs in as a cloud application does. @returns the token */
  const logIn = async ({ netBackup, connection }: Awaited<ReturnType<typeof practice>>) => {
    const { userName, password } = netBackup.account;
    const parameters = JSON.stringify({ userName, password });
    const answer = await connection.command({
      uri: '/netbackup/login',
      method: 'POST',
      headers: jsonType,
      parameters,
    });
    expect(answer.responseCode).toBe(201);
    return (JSON.parse(answer.body) as { token: string }).token;
  };

  describe('the guide’s examples', () => {
    it('X-1, X-2, X-5, X-6, X-9: login by COMMAND, then POST vmservers and GET vmservers/{name} with its token', async () => {
      const relay = await practice();
      const { netBackup, connection } = relay;
      const Authorization = await logIn(relay);
      const post = payloadOf('COMMAND REQUEST, POST');
      const posted = await connection.command({ ...post, headers: { ...jsonType, Authorization } });
      expect(posted.responseCode).toBe(201);
      expect(callsTo(netBackup).at(-1)).toMatchObject({
        method: 'POST',
        target: post['uri'],
        body: post['parameters'],
        headers: { 'content-type': 'application/json', authorization: Authorization },
      });
      const fetched = await connection.command({
        uri: `${vmServers}/vcenterServer1`,
        method: 'GET',
        headers: { ...jsonType, Authorization },
      });
      expect(fetched.responseCode).toBe(200);
      const { password, ...shown } = JSON.parse(String(post['parameters'])) as Record<string, unknown>;
      expect(password).toBe('password@123');
      expect(JSON.parse(fetched.body)).toEqual({
        vmServer: { ...shown, password: '' },
        links: [{ rel: 'self', href: `${netBackup.origin}${vmServers}/vcenterServer1` }],
      });
    });

    it('X-3, X-7, X-8, X-9: GET vmservers/vCenter2.domain.com has the 200 answer that the guide prints', async () => {
      const relay = await practice();
      const { bench, connection, answers } = relay;
      const Authorization = await logIn(relay);
      const { id } = guideMessage('COMMAND REQUEST, GET');
      const payload = payloadOf('COMMAND REQUEST, GET');
      await connection.command({ ...payload, headers: { ...jsonType, Authorization } }, id);
      const printed = guideMessage('COMMAND RESPONSE');
      const [response = printed] = answers().filter((answer) => answer.id === id);
      expect(response).toEqual({
        ...printed,
        id,
        timeStamp: Math.floor(bench.clock.now() / 1000),
        payload: { headers: expect.any(Object), responseCode: 200, body: expect.any(String) },
      });
      const { headers, body } = response.payload as CommandResponsePayload;
      expect(Object.keys(headers)).toEqual(Object.keys(headers).map((name) => name.toLowerCase()));
      expect(headers).toMatchObject({ 'content-type': 'application/json', date: expect.any(String) });
      const example = JSON.parse((printed.payload as CommandResponsePayload).body) as { vmServer: object };
      expect(JSON.parse(body)).toMatchObject({
        vmServer: example.vmServer,
        links: [{ rel: 'self', href: expect.stringMatching(/\/config\/servers\/vmservers\/vCenter2\.domain\.com$/) }],
      });
    });

    it('X-9, K-24: the example without Authorization reaches NetBackup as it is, and NetBackup’s 401 comes back', async () => {
      const { netBackup, connection } = await practice();
      const payload = payloadOf('COMMAND REQUEST, GET without Authorization');
      expect(await connection.command(payload)).toMatchObject({ responseCode: 401 });
      expect(callsTo(netBackup).map(({ target }) => target)).toEqual([`${vmServers}/vCenter1.domain.com`]);
    });

    it('X-5: when NetBackup forgets the token, its 401 comes back, and a new login helps', async () => {
      const relay = await practice();
      const jobs = (Authorization: string) =>
        relay.connection.command({ uri: '/netbackup/admin/jobs', method: 'GET', headers: { Authorization } });
      const first = await logIn(relay);
      expect((await jobs(first)).responseCode).toBe(200);
      relay.netBackup.sessions.expireTokens();
      expect((await jobs(first)).responseCode).toBe(401);
      expect((await jobs(await logIn(relay))).responseCode).toBe(200);
    });
  });

  describe('what NetBackup answers goes back as it came', () => {
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

  describe('what reaches NetBackup', () => {
    it('X-5, decision 16: the cloud application’s headers as they are, none added; hop-by-hop, Host and Content-Length dropped', async () => {
      const server = await startScripted((_request, response) => response.end('{}'));
      const { connection } = await connected({ ...server.settings, apiKey: 'the-key-of-the-service' });
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
      const { connection } = await connected({ ...server.settings, apiKey: 'the-key-of-the-service' });
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
      const { bench, answerCounts } = await connected(addressOf(netBackup), {
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

  describe('every COMMAND is answered exactly once, with its own id', () => {
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
      const other = await PracticeCloudApplication.start({ hostName: '127.0.0.1', groupId: 'sg2' });
      open.push(other);
      await bench.add(other);
      await bench.connected('127.0.0.1');
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
});
