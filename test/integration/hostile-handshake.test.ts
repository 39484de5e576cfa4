import type { Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../../shared/connection-causes.ts';
import type { Line } from '../support/byte-server.ts';
import { hostile, useHostileScenes } from '../support/hostile-scene.ts';

const second = 1000;

/** Lets TLS have all that comes before the server's first answer, and loses what comes after it. */
function onlyTheHello(socket: Socket, begin: (wire: Duplex) => Line): void {
  const [near, far] = duplexPair();
  let isAnswered = false;
  near.on('data', (data) => {
    isAnswered = true;
    socket.write(data);
  });
  socket.on('data', (data) => {
    if (!isAnswered) near.write(data);
  });
  begin(far);
}

const answer = (status: string, headers: readonly string[] = [], body = '') =>
  [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n');

describe('a peer that is slow to open the WebSocket', () => {
  const scene = useHostileScenes();

  it('decision 2: takes the TCP connection and never answers: given up after 10 s', async () => {
    const stage = await scene();
    const { peer, bench } = stage;
    peer.onConnection = (socket) => void socket.resume();
    const before = peer.connections;
    stage.attempt();
    await peer.changes.until('TCP', () => peer.connections > before);
    await bench.clock.advance(10 * second - 1);
    expect(bench.row(hostile).detail).toEqual({ kind: 'connecting' });
    await bench.clock.advance(1);
    await stage.ended({ cause: 'no-answer', reason: /^no answer .*from 127\.0\.0\.1:\d+ within 10 s/ });
  });

  it.each([
    ['TLSv1.2', 'no-answer', /^no answer .*from 127\.0\.0\.1:\d+ within 10 s/],
    // With TLS 1.3 the client is done when the server's first flight has come, so what is missing is the upgrade.
    ['TLSv1.3', 'no-upgrade', 'no WebSocket upgrade within 10 s'],
  ] as const)('decision 2: says its TLS hello (%s) and then nothing', async (version, cause, reason) => {
    const stage = await scene({ tls: { minVersion: version, maxVersion: version } });
    const { peer, bench } = stage;
    peer.onConnection = onlyTheHello;
    const before = peer.connections;
    stage.attempt();
    await peer.changes.until('TCP', () => peer.connections > before);
    await bench.clock.advance(10 * second);
    await stage.ended({ cause, reason });
  });

  it('decision 2: its 101 comes after 10 s: it was given up, and the late answer does no harm', async () => {
    const stage = await scene();
    stage.attempt();
    const line = await stage.peer.request();
    const late = line.switchingProtocols;
    await stage.bench.clock.advance(10 * second);
    line.write(late);
    await stage.ended({ cause: 'no-upgrade', reason: 'no WebSocket upgrade within 10 s' });
    await line.until('closed', () => line.closed);
    expect(line.frames).toEqual([]);
    await stage.othersGoOn();
  });

  it('decision 2: informational answers (100 Continue) without end hold up nothing', async () => {
    const stage = await scene();
    stage.attempt();
    const line = await stage.peer.request();
    for (let i = 0; i < 20; i++) line.write('HTTP/1.1 100 Continue\r\n\r\n'.repeat(500));
    await stage.othersGoOn();
    await stage.bench.clock.advance(10 * second);
    await stage.ended({ cause: 'no-upgrade', reason: 'no WebSocket upgrade within 10 s' });
  });
});

describe('a peer that answers the WebSocket upgrade with something else', () => {
  const scene = useHostileScenes();
  const status = (words: string) => `the server answered the WebSocket upgrade with status ${words}`;
  const redirect = '(a redirect, which is not followed)';
  const noHttp = /^the server did not answer the WebSocket upgrade in HTTP \(HPE_\w+\)$/;
  const invalid = (why: string) => `the answer to the WebSocket upgrade is not valid: ${why}`;
  const endless = invalid('its headers do not end (over 16 KiB)');

  it.each([
    { what: '200', bytes: answer('200 OK', [], '<html>'), reason: status('200') },
    { what: '301', bytes: answer('301 Moved Permanently', ['Location: /y']), reason: status(`301 ${redirect}`) },
    { what: '302', bytes: answer('302 Found', ['Location: https://example.com/']), reason: status(`302 ${redirect}`) },
    { what: '400', bytes: answer('400 Bad Request'), reason: status('400 (Bad Request)') },
    {
      what: '401',
      bytes: answer('401 Unauthorized', ['WWW-Authenticate: Basic']),
      reason: status(
        '401 (Unauthorized: it asks for a login, which the WebSocket endpoint of a cloud application does not)',
      ),
    },
    { what: '403', bytes: answer('403 Forbidden'), reason: status('403 (Forbidden)') },
    { what: '404', bytes: answer('404 Not Found'), reason: status('404 (Not Found: there is nothing at this path)') },
    { what: '426', bytes: answer('426 Upgrade Required'), reason: status('426 (Upgrade Required)') },
    { what: '500', bytes: answer('500 Internal Server Error'), reason: status('500 (Internal Server Error)') },
    { what: '503', bytes: answer('503 Service Unavailable'), reason: status('503 (Service Unavailable)') },
    { what: '200 without an end', bytes: 'HTTP/1.1 200 OK\r\n\r\nendless', reason: status('200') },
    { what: '999', bytes: 'HTTP/1.1 999 \r\n\r\n', reason: status('999') },
    { what: 'SSH', bytes: 'SSH-2.0-OpenSSH_9.9\r\n', reason: noHttp },
    { what: 'binary garbage', bytes: Buffer.alloc(1000, 0xfe), reason: noHttp },
    { what: 'endless headers', bytes: `HTTP/1.1 101 X\r\n${'A: b\r\n'.repeat(10_000)}`, reason: endless },
    { what: 'an endless header', bytes: `HTTP/1.1 101 X\r\nA: ${'b'.repeat(20_000)}`, reason: endless },
  ])('T-24: $what', async ({ bytes, reason }) => {
    const stage = await scene();
    stage.attempt();
    const line = await stage.peer.request();
    line.write(bytes);
    await stage.ended({ cause: 'upgrade-refused', reason });
    await line.until('closed', () => line.closed);
    expect(line.received.toString('latin1')).not.toContain(stage.peer.details.token);
    expect(stage.peer.lines.filter(({ request }) => request !== undefined)).toHaveLength(1);
  });

  it.each([
    [
      /Accept: .*/,
      'Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      'its header Sec-WebSocket-Accept does not answer the request',
    ],
    [/\r\nSec-WebSocket-Accept: .*/, '', 'its header Sec-WebSocket-Accept does not answer the request'],
    ['Upgrade: websocket', 'Upgrade: h2c', 'its header Upgrade is not websocket'],
    [
      'Connection: Upgrade',
      'Connection: Upgrade\r\nSec-WebSocket-Protocol: chat',
      'it names a subprotocol, though none was asked for',
    ],
    [
      'Connection: Upgrade',
      'Connection: Upgrade\r\nSec-WebSocket-Extensions: permessage-deflate',
      'it names an extension, though none was asked for',
    ],
  ])('T-24: a 101 in which %s is %j', async (right, wrong, why) => {
    const stage = await scene();
    stage.attempt();
    const line = await stage.peer.request();
    line.write(line.switchingProtocols.replace(right, wrong));
    await stage.ended({ cause: 'upgrade-refused', reason: invalid(why) });
    await line.until('closed', () => line.closed);
    expect(line.received.toString('latin1')).not.toContain(stage.peer.details.token);
  });
});

describe('a connection that breaks on its way', () => {
  const scene = useHostileScenes();
  const cut = {
    'a TCP reset': (line: Line) => line.reset(),
    'an end without a word': (line: Line) => void line.tls.end(),
  };

  const duringTls = /^the server closed the connection during the TLS handshake( \((ECONNRESET|EPIPE)\))?$/;

  it('C-11: a TCP reset on the TLS hello', async () => {
    const stage = await scene();
    stage.peer.onConnection = (socket) => void socket.once('data', () => socket.resetAndDestroy());
    stage.attempt();
    await stage.ended({ cause: 'tls', reason: duringTls });
  });

  it('C-11: a TCP reset at once: before or after the hello was sent, as it happens', async () => {
    const stage = await scene();
    stage.peer.onConnection = (socket) => void socket.resetAndDestroy();
    stage.attempt();
    await stage.ended({
      cause: ['unreachable', 'tls'],
      reason: new RegExp(`${duringTls.source}|^the connection was reset \\(ECONNRESET\\)$`),
    });
  });

  const steps: [
    string,
    (stage: Awaited<ReturnType<typeof scene>>) => Promise<Line>,
    FailureCause,
    RegExp,
    string | null,
  ][] = [
    [
      'after the upgrade request',
      (stage) => {
        stage.attempt();
        return stage.peer.request();
      },
      'upgrade-refused',
      /^the server closed the connection instead of answering the WebSocket upgrade$/,
      null,
    ],
    [
      'after CONNECT REQUEST',
      async (stage) => {
        const line = await stage.open();
        await line.connectRequest();
        return line;
      },
      'closed-before-accepted',
      /^the network connection broke(: the connection was reset \(ECONNRESET\))?, before CONNECT was answered$/,
      null,
    ],
    [
      'after it was accepted',
      (stage) => stage.accept(),
      'connection-lost',
      /^the network connection broke(: the connection was reset \(ECONNRESET\))?$/,
      'CLOSED_ABNORMALLY',
    ],
  ];
  for (const [how, act] of Object.entries(cut)) {
    it.each(steps)(`C-11, decision 9: ${how} %s`, async (_when, reach, cause, reason, closeStatus) => {
      const stage = await scene();
      const line = await reach(stage);
      act(line);
      await stage.ended({ cause, reason, closeStatus });
      await line.until('closed', () => line.closed);
      // And it can be connected afterwards.
      await stage.accept();
    });
  }
});
