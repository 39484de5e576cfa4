import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { openTunnel } from '../../electron/service/tls/proxy-tunnel.ts';
import { asNbwssError, type ErrorReport } from '../../shared/error-catalogue.ts';
import { answerStatus, ConnectProxy, type ProxyBehaviour } from '../support/connect-proxy.ts';
import { closedPort } from '../support/odd-servers.ts';
import { useServers } from '../support/open-servers.ts';

const insideName = 'cloud.inside.example';
const settled = (action: Promise<unknown>): Promise<ErrorReport> =>
  action.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: unknown) => asNbwssError(error).report,
  );
const says = (text: string) => (client: Socket) => void client.end(text);

/** Writes as fast as it is read, until the client has had enough. */
function endlessHeaders(client: Socket): void {
  client.write('HTTP/1.1 200 OK\r\n');
  const write = () => {
    while (!client.destroyed && client.write('X-Filler: x\r\n'.repeat(100)));
    if (!client.destroyed) client.once('drain', write);
  };
  write();
}

describe('decision 14: a proxy that opens no tunnel is told by words, with its host and port', () => {
  const { bench, cloud, closeLater, byteServer } = useServers();
  const proxyServer = async () => closeLater(await ConnectProxy.start());

  it.each<[string, ProxyBehaviour, string]>([
    [
      '407',
      answerStatus(407, 'Proxy-Authenticate: Basic realm="x"\r\n'),
      'wants a user name and a password (status 407)',
    ],
    ['407 without a challenge', answerStatus(407), 'wants a user name and a password (status 407)'],
    [
      '407 with other ways only',
      answerStatus(407, 'Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM abc=\r\n'),
      'wants a login by Negotiate or NTLM; only Basic is supported here (status 407)',
    ],
    [
      '407 with several ways',
      answerStatus(407, 'Proxy-Authenticate: Digest realm="a, b", nonce="c", Basic realm="x"\r\n'),
      'wants a user name and a password (status 407)',
    ],
    ['403', answerStatus(403), 'does not allow connections to TARGET (status 403)'],
    ['502', answerStatus(502), 'could not connect to TARGET: wrong name, or nothing there (status 502)'],
    ['503', answerStatus(503), 'could not connect to TARGET now (status 503)'],
    ['504', answerStatus(504), 'got no answer from TARGET (status 504)'],
    ['another status', answerStatus(418), 'answered CONNECT to TARGET with status 418'],
    ['a redirect', answerStatus(302, 'Location: http://127.0.0.1/\r\n'), 'answered CONNECT to TARGET with status 302'],
    ['100 before the answer', says('HTTP/1.1 100 Continue\r\n\r\n'), 'answered CONNECT to TARGET with status 100'],
    ['garbage', says('SSH-2.0-OpenSSH_9.9\r\n'), 'did not answer CONNECT in HTTP (HPE_INVALID_CONSTANT)'],
    ['bytes before ours', says('HTTP/1.1 200 OK\r\n\r\n\u0016'), 'sent something of its own into the tunnel to TARGET'],
    ['a close', says(''), 'closed the connection instead of answering CONNECT'],
    ['a close half way', says('HTTP/1.1 200 O'), 'closed the connection instead of answering CONNECT'],
    ['a reset', (client) => void client.resetAndDestroy(), 'closed the connection instead of answering CONNECT'],
    ['a header without end', endlessHeaders, 'answered CONNECT with more than 16 KiB of headers'],
  ])('%s', async (_what, behaviour, problem) => {
    const proxy = await proxyServer();
    proxy.behaviour = behaviour;
    const ep1 = await cloud({ hostName: insideName });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    const { lines, causes } = await settled(console.service.details.validateFile(ep1.details));
    expect(lines).toEqual([`Unable to establish connection with host: ${insideName}`]);
    const words = problem.replace('TARGET', `${insideName}:${ep1.listener.port}`);
    expect(causes).toEqual([`the proxy 127.0.0.1:${proxy.port} ${words}`]);
    await proxy.changes.until('closed', () => proxy.connections.every(({ closed }) => closed));
    expect(ep1.listener.connections).toEqual([]);
  });

  it('a proxy that is not there: DNS and refusal are told apart from those of the server', async () => {
    const ep1 = await cloud();
    const port = await closedPort();
    const console = bench({ environment: { HTTPS_PROXY: `http://127.0.0.1:${port}` } });
    expect((await settled(console.service.details.validateFile(ep1.details))).causes).toEqual([
      `the proxy 127.0.0.1:${port} could not be reached: the connection was refused: nothing listens on this port (ECONNREFUSED)`,
    ]);
    expect(ep1.listener.connections).toEqual([]);
  });

  it('the row says that it is the proxy, and the connection process tries again', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud({ hostName: insideName });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    await console.add(ep1);
    await console.connected(insideName);
    proxy.behaviour = answerStatus(503);
    console.service.endpoints.reconnect([insideName]);
    await console.failed(insideName);
    expect(console.row(insideName).detail).toMatchObject({ kind: 'failed', cause: 'proxy' });
    expect(console.row(insideName).lastError).toContain(`the proxy 127.0.0.1:${proxy.port} could not connect`);
    proxy.behaviour = 'allow';
    await console.clock.advance(60_000);
    await console.connected(insideName);
  });

  it('a variable that cannot be used: a warning and a failure, and never a way round the proxy', async () => {
    const ep1 = await cloud();
    const console = bench({ environment: { HTTPS_PROXY: 'socks5://a:SENTINEL@127.0.0.1:1080' } });
    const why =
      'The environment variable HTTPS_PROXY cannot be used as a proxy: it must begin with http:// or https://';
    expect((await settled(console.service.details.validateFile(ep1.details))).causes).toEqual([why]);
    expect(console.service.frame().warnings).toEqual([`${why}.`]);
    expect(ep1.listener.connections).toEqual([]);
  });

  it('decision 2: a proxy that does not answer has 10 s, and is let go then', async () => {
    const proxy = await proxyServer();
    proxy.behaviour = () => undefined;
    const ep1 = await cloud({ hostName: insideName });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    const outcome = settled(console.service.details.validateFile(ep1.details));
    const { client } = await proxy.asked();
    await console.clock.advance(9_999);
    expect(client.destroyed).toBe(false);
    await console.clock.advance(1);
    expect((await outcome).causes).toEqual([
      `the proxy 127.0.0.1:${proxy.port} opened no connection to ${insideName}:${ep1.listener.port} within 10 s`,
    ]);
    await proxy.changes.until('closed', () => proxy.connections.every(({ closed }) => closed));
  });

  it('decision 2: the same 10 s hold for what is behind the proxy', async () => {
    const proxy = await proxyServer();
    const silent = await byteServer({ hostName: insideName });
    silent.onConnection = () => undefined;
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    const outcome = settled(console.service.details.validateFile(silent.details));
    await silent.changes.until('a connection', () => silent.connections === 1);
    await proxy.changes.until('TLS has begun', () => proxy.passed.includes(0x16));
    await console.clock.advance(10_000);
    expect((await outcome).causes[0]).toMatch(
      /^no answer from cloud\.inside\.example:\d+ behind the proxy within 10 s$/,
    );
    await proxy.changes.until('closed', () => proxy.connections.every(({ closed }) => closed));
  });

  it('giving up ends the wait for the proxy at once', async () => {
    const proxy = await proxyServer();
    proxy.behaviour = () => undefined;
    const ep1 = await cloud({ hostName: insideName });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    const { waiting } = console.clock;
    const abort = new AbortController();
    const outcome = console.service.details
      .validateFile(ep1.details, undefined, undefined, abort.signal)
      .catch((error: unknown) => error);
    await proxy.asked();
    const reason = new Error('the administrator gave up');
    abort.abort(reason);
    expect(await outcome).toBe(reason);
    await proxy.changes.until('closed', () => proxy.connections.every(({ closed }) => closed));
    expect(console.clock.waiting).toBe(waiting); // nor is the time limit any more
  });

  it('a proxy that breaks the tunnel later is a lost connection, and nothing else', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud({ hostName: insideName });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    await console.add(ep1);
    await console.connected(insideName);
    for (const { client } of proxy.connections) client.resetAndDestroy();
    await console.until('lost', () => console.row(insideName).closeStatus === 'CLOSED_ABNORMALLY');
    console.service.runNow();
    await console.connected(insideName);
  });

  it('a host or credentials that a header cannot hold do not reach the proxy', async () => {
    const proxy = await proxyServer();
    const { signal } = new AbortController();
    const via = { secure: false, host: '127.0.0.1', port: proxy.port };
    const anchors = () => [];
    for (const host of ['a\r\nX-Evil: 1', 'a b', 'a\u0000b'])
      await expect(openTunnel(via, { host, port: 443 }, { anchors, signal })).rejects.toThrow();
    const { port } = await byteServer().then(({ details }) => new URL(details.url));
    const target = { host: 'a.example', port: Number(port) };
    const socket = await openTunnel({ ...via, credentials: 'a:\r\nX-Evil: 1' }, target, { anchors, signal });
    socket.destroy();
    expect(proxy.connections.map(({ head }) => head)).toEqual([expect.not.stringContaining('X-Evil')]);
    expect(proxy.connections[0]?.credentials).toBe('a:\r\nX-Evil: 1');
  });

  describe('a proxy that is itself spoken to over TLS', () => {
    it('opens the tunnel when its certificate is trusted and is for its name', async () => {
      const identity = await makeCertificate({ commonName: '127.0.0.1' });
      const proxy = closeLater(await ConnectProxy.start(identity));
      const server = await byteServer({ hostName: insideName });
      const target = { host: insideName, port: Number(new URL(server.details.url).port) };
      const via = { secure: true, host: '127.0.0.1', port: proxy.port };
      const { signal } = new AbortController();
      const socket = await openTunnel(via, target, { anchors: () => [identity.certificate], signal });
      socket.destroy();
      expect(proxy.targets).toEqual([`${insideName}:${target.port}`]);
    });

    it('gets nothing when its certificate is not trusted', async () => {
      const proxy = closeLater(await ConnectProxy.start(await makeCertificate({ commonName: '127.0.0.1' })));
      const ep1 = await cloud({ hostName: insideName });
      const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
      const [cause] = (await settled(console.service.details.validateFile(ep1.details))).causes;
      expect(cause).toMatch(
        `the proxy 127.0.0.1:${proxy.port} could not be spoken to over TLS: self-signed certificate`,
      );
      expect(proxy.passed).toHaveLength(0);
    });
  });
});
