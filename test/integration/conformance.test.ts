import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RuleResult } from '../../electron/conformance/rule-sheet.ts';
import { conformanceRules } from '../../electron/conformance/rules.ts';
import { wrongToken } from '../../electron/conformance/wrong-token.ts';
import { type Message, makeMessage } from '../../shared/messages.ts';
import { ByteEndpoint } from '../support/byte-endpoint.ts';
import { faults } from '../support/conformance-faults.ts';
import { cloudApplication, conformanceOf, fastClock, fingerprintOf } from '../support/conformance-scene.ts';
import { closedPort, plainServer } from '../support/odd-servers.ts';
import { useServers } from '../support/open-servers.ts';

const failed = (results: readonly RuleResult[]) =>
  results.filter(({ result }) => result === 'fail').map(({ id }) => id);
const verdicts = (results: readonly RuleResult[]) => Object.fromEntries(results.map(({ id, result }) => [id, result]));
const everyRule = (result: RuleResult['result']) => Object.fromEntries(conformanceRules.map(({ id }) => [id, result]));

describe.concurrent('each fault of an endpoint is found, and the rule that it breaks is named', () => {
  it.each(faults)('an endpoint that $name: $rule', { timeout: 60_000 }, async ({ rule, seen, start, times }) => {
    const endpoint = await start();
    try {
      const { details } = endpoint;
      const clock = fastClock(times ?? 1);
      const results = await conformanceOf(details, await fingerprintOf(details).catch(() => undefined), clock);
      expect(failed(results)).toEqual([rule]);
      expect(results.find(({ id }) => id === rule)?.detail).toMatch(seen);
      for (const secret of [details.token, wrongToken(details.token)])
        expect(JSON.stringify(results)).not.toContain(secret.slice(0, 12));
    } finally {
      await endpoint.close();
    }
  });

  it('and there are more than twenty of them, of nearly every rule', () => {
    const rules = new Set(faults.map(({ rule }) => rule));
    expect(faults.length).toBeGreaterThan(20);
    // The details are read before there is an endpoint.
    expect(conformanceRules.filter(({ id }) => !rules.has(id)).map(({ id }) => id)).toEqual(['details']);
  });
});

describe('without a fault', () => {
  const { closeLater } = useServers();

  it('E-2, M-4, M-9, N-10, N-12, C-9, C-12, X-1, K-2: the practice cloud application keeps every rule', async () => {
    const application = closeLater(await cloudApplication());
    const results = await conformanceOf(application.details, application.listener.identity.sha256Fingerprint);
    expect(verdicts(results)).toEqual(everyRule('pass'));
    // What it told the application is a job and two images that are gone again.
    const told = application.received.flatMap((entry) =>
      entry.kind === 'message' && entry.message?.type === 'NOTIFICATION' ? [entry.message] : [],
    );
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length - 2);
    expect(JSON.stringify(told.at(-1))).toContain('"DELETE"');
  });

  it('decision 9, M-4: an endpoint that writes every byte as it should be keeps every rule', async () => {
    const endpoint = closeLater(await ByteEndpoint.start());
    const { details } = endpoint.server;
    expect(verdicts(await conformanceOf(details, await fingerprintOf(details)))).toEqual(everyRule('pass'));
    // One connection at a time (C-4), and the token is given in no other way than by CONNECT.
    expect(endpoint.server.lines.map(({ request }) => request ?? '').join()).not.toContain(details.token);
  });

  it('M-10: where it sends no command, command-shape was not tried, and says why', async () => {
    const application = closeLater(
      await cloudApplication({
        onConnect: (request, connection, right) => connection.answerConnect(request, right),
      }),
    );
    const results = await conformanceOf(application.details, application.listener.identity.sha256Fingerprint);
    expect(verdicts(results)).toEqual({ ...everyRule('pass'), 'command-shape': 'not tried' });
    expect(results.find(({ id }) => id === 'command-shape')?.detail).toMatch(/sent no COMMAND REQUEST within/);
  });

  it('M-4, decision 13: ids in another case, and a clock that is wrong, pass with a remark', async () => {
    const small = (message: Message): string =>
      JSON.stringify({ ...message, id: message.id.toLowerCase(), timeStamp: 1_444_944_191 });
    const application = closeLater(
      await cloudApplication({
        onNotification: ({ id }, connection) =>
          connection.send(small(makeMessage('NOTIFICATION', 'RESPONSE', id, 1, []))),
      }),
    );
    const results = await conformanceOf(application.details, application.listener.identity.sha256Fingerprint);
    expect(verdicts(results)).toEqual(everyRule('pass'));
    expect(results.find(({ id }) => id === 'ack-id')?.detail).toMatch(/Remark: The id came back in another case/);
    expect(results.find(({ id }) => id === 'ack-time')?.detail).toMatch(/Remark: .* s off the clock here/);
  });
});

describe('decision 35: nothing is sent to a certificate that was not accepted', () => {
  const { closeLater } = useServers();

  it.each([
    ['another one was accepted', 'AB:'.repeat(32).slice(0, -1), /accepted is AB:.*Nothing was sent to it/],
    [
      'none was accepted, and this computer does not trust it',
      undefined,
      /If this is your certificate \(on the server: openssl x509 .*\), run this check again with --accept-certificate [\dA-F:]{95}$/,
    ],
  ])('D-9, D-17: %s', async (_what, accepted, seen) => {
    const application = closeLater(await cloudApplication());
    const results = await conformanceOf(application.details, accepted);
    expect(failed(results)).toEqual(['certificate']);
    const { detail } = results.find(({ id }) => id === 'certificate') ?? {};
    expect(detail).toMatch(seen);
    expect(detail).toContain(application.listener.identity.sha256Fingerprint);
    expect(verdicts(results)).toEqual({
      ...everyRule('not tried'),
      details: 'pass',
      tls: 'pass',
      certificate: 'fail',
    });
    const { connections } = application.listener;
    expect(connections.length).toBeGreaterThan(0);
    await application.changes.until('all are closed', () => connections.every(({ closed }) => closed));
    expect(connections.map(({ bytesReceived }) => bytesReceived)).toEqual(connections.map(() => 0));
    expect(application.received).toEqual([]);
  });
});

describe('T-3, E-6: a server that is not there, or speaks no TLS', () => {
  let plain: Awaited<ReturnType<typeof plainServer>>;
  beforeAll(async () => {
    plain = await plainServer();
  });
  afterAll(() => plain.close());
  const at = (port: number) => ({
    token: 'secret of the test',
    priority: 1,
    groupId: 'g',
    hostName: '127.0.0.1',
    url: `wss://127.0.0.1:${port}/x`,
  });

  it.each([
    ['nothing listens', () => closedPort(), /nothing listens on this port/],
    ['it speaks no TLS', async () => plain.port, /does not speak TLS/],
  ])('%s: tls', async (_what, port, seen) => {
    const results = await conformanceOf(at(await port()), undefined);
    expect(verdicts(results)).toEqual({ ...everyRule('not tried'), details: 'pass', tls: 'fail' });
    expect(results.find(({ id }) => id === 'tls')?.detail).toMatch(seen);
  });
});
