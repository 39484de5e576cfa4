import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { connectionCauses } from '../../shared/connection-causes.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { acceptAndAdd } from '../support/certified-endpoints.ts';
import { answerStatus, ConnectProxy } from '../support/connect-proxy.ts';
import { DiagnosisCourse, diagnose } from '../support/diagnose.ts';
import { useServers } from '../support/open-servers.ts';
import type { ServiceBench } from '../support/service-bench.ts';

/** Nothing is tried by itself before the first hour is over. */
const byHand = `${shippedPropertiesFile.replace('connectionInfo.period=60', 'connectionInfo.period=3600')}connectionInfo.earlyRun=false\n`;
const hour = 3_600_000;
const ip = '127.0.0.1';
const connectRequests = (application: PracticeCloudApplication) =>
  application.received.filter((entry) => entry.kind === 'message' && entry.message?.type === 'CONNECT').length;
const upgrades = (application: PracticeCloudApplication) =>
  application.received.filter(({ kind }) => kind === 'upgrade').length;
const allPassed = (proxy = 'not tried') => [
  'name-resolution passed',
  'tcp passed',
  `proxy ${proxy}`,
  'tls passed',
  'certificate passed',
  'upgrade passed',
  'connect passed',
  'ping passed',
];
/** After a step that failed. */
const notTriedFrom = (first: string) => {
  const steps = allPassed().map((line) => line.replace(/ .*/, ''));
  return steps.slice(steps.indexOf(first)).map((step) => `${step} not tried`);
};
/** The connection process then connects as usual. */
async function connectsAsUsual(bench: ServiceBench, application: PracticeCloudApplication): Promise<void> {
  const { hostName } = application;
  const before = connectRequests(application);
  bench.service.runNow();
  await bench.connected(hostName);
  expect(connectRequests(application)).toBe(before + 1);
  await application.changes.until('one connection', () => application.connections.length === 1);
  await application.changes.until('one socket', () => open(application) === 1);
}
const open = ({ listener }: PracticeCloudApplication) => listener.connections.filter(({ closed }) => !closed).length;
const nothingOpen = (application: PracticeCloudApplication) =>
  application.changes.until('no socket is left', () => open(application) === 0);

describe('decision 41: Diagnose… goes the whole way of a connection', () => {
  const { bench, cloud, byteServer, closeLater } = useServers();

  it('a healthy endpoint: every step passes and says what was seen; then the group is connected', async () => {
    const ep1 = await cloud({ hostName: ip });
    const console = bench({ properties: byHand.replace('earlyRun=false', 'earlyRun=true') });
    await ep1.setOnline(false).then(() => ep1.setOnline(true));
    ep1.behaviour = { ...ep1.behaviour, onUpgrade: () => ({ status: 503 }) };
    await console.add(ep1);
    await console.failed(ip);
    ep1.behaviour = { ...ep1.behaviour, onUpgrade: () => 'accept' };
    const course = await diagnose(console, ip);
    expect(course.verdicts).toEqual(allPassed());
    expect(course.step('name-resolution').detail).toBe('127.0.0.1 is an IP address');
    expect(course.step('tcp').detail).toBe(`127.0.0.1 port ${ep1.listener.port}`);
    expect(course.step('proxy').detail).toBe('No proxy: connections to this host go directly');
    expect(course.step('tls').detail).toMatch(/^TLSv1\.3, TLS_/);
    expect(course.step('certificate').detail).toContain(
      `SHA-256 ${ep1.listener.identity.sha256Fingerprint}, valid to `,
    );
    expect(course.step('certificate').detail).toMatch(/\(\d+ days left\)$/);
    expect(course.step('connect').detail).toBe('The cloud application accepted the token');
    expect(course.step('ping').detail).toMatch(/^Pong after \d+\.\d ms$/);
    await console.connected(ip);
    expect(connectRequests(ep1)).toBe(2);
    await ep1.changes.until('one connection', () => ep1.connections.length === 1);
  });

  it('DNS: a name that does not resolve ends there, with the advice of its cause', async () => {
    const ep1 = await cloud();
    const lookup = () => Promise.reject(Object.assign(new Error('nothing'), { code: 'ENOTFOUND' }));
    const console = bench({ properties: byHand, lookup });
    await console.add(ep1);
    const course = await diagnose(console, 'localhost');
    expect(course.verdicts).toEqual(['name-resolution failed', ...notTriedFrom('tcp')]);
    const { meaning, actions } = connectionCauses['name-resolution'];
    expect(course.failed).toMatchObject({ meaning, advice: actions });
    expect(course.failed?.detail).toContain('(ENOTFOUND)');
  });

  it('TCP: each address has a line of its own; one that is down beside others of its kind is a warning', async () => {
    const ep1 = await cloud();
    let addresses = [ip, '127.0.0.2'];
    const console = bench({ properties: byHand, lookup: () => Promise.resolve(addresses) });
    await console.add(ep1);
    const course = await diagnose(console, 'localhost');
    const { port } = ep1.listener;
    expect(course.step('name-resolution').detail).toBe('127.0.0.1, 127.0.0.2');
    expect(course.step('tcp')).toMatchObject({
      verdict: 'warning',
      parts: [
        { verdict: 'passed', detail: `127.0.0.1 port ${port}` },
        { verdict: 'failed', detail: expect.stringMatching(`^127\\.0\\.0\\.2 port ${port}: .*ECONNREFUSED`) },
      ],
      advice: connectionCauses.refused.actions,
    });
    expect(course.step('ping').verdict).toBe('passed');
    addresses = ['127.0.0.2', '127.0.0.3'];
    const down = await diagnose(console, 'localhost');
    expect(down.verdicts).toEqual(['name-resolution passed', 'tcp failed', ...notTriedFrom('proxy')]);
    expect(down.step('tcp').parts).toHaveLength(2);
    await connectsAsUsual(console, ep1);
  });

  it('decision 2: TLS that is never answered is given up after 10 s', async () => {
    const server = await byteServer({ hostName: ip });
    const console = bench({ properties: byHand });
    await acceptAndAdd(console, server);
    server.onConnection = (socket) => void socket.resume();
    const course = await new DiagnosisCourse(console, ip).after('proxy');
    const tls = course.next();
    await server.changes.until('TCP for TLS', () => server.connections === 4);
    await console.clock.advance(10_000);
    expect(await tls).toMatchObject({
      verdict: 'failed',
      duration: 10_000,
      meaning: connectionCauses['no-answer'].meaning,
    });
  });

  it('decision 14: with a proxy, name and TCP are those of the proxy; it refuses, wants a login, or connects', async () => {
    const proxy = closeLater(await ConnectProxy.start());
    const ep1 = await cloud({ hostName: 'cloud.inside.example' });
    const HTTPS_PROXY = proxy.url.replace('//', '//user:SENTINEL-proxy@');
    const console = bench({ properties: byHand, environment: { HTTPS_PROXY } });
    await console.add(ep1);
    proxy.behaviour = answerStatus(407, 'Proxy-Authenticate: Basic realm="SENTINEL-proxy"\r\n');
    const login = await diagnose(console, ep1.hostName);
    expect(login.verdicts).toEqual(['name-resolution passed', 'tcp passed', 'proxy failed', ...notTriedFrom('tls')]);
    expect(login.step('name-resolution').detail).toBe(
      '127.0.0.1 is an IP address (of the proxy, which resolves the name cloud.inside.example itself)',
    );
    expect(login.step('tcp').detail).toBe(`127.0.0.1 port ${proxy.port}`);
    expect(login.failed?.detail).toBe(
      `the proxy 127.0.0.1:${proxy.port} did not accept the user name and password (status 407)`,
    );
    expect(login.failed?.advice).toEqual(connectionCauses.proxy.actions);
    proxy.behaviour = answerStatus(403);
    expect((await diagnose(console, ep1.hostName)).failed).toMatchObject({
      step: 'proxy',
      detail: expect.stringContaining('does not allow connections'),
    });
    proxy.behaviour = 'allow';
    const through = await diagnose(console, ep1.hostName);
    expect(through.verdicts).toEqual(allPassed('passed'));
    for (const { steps } of [login, through]) expect(JSON.stringify(steps)).not.toContain('SENTINEL');
  });

  it('decision 35: another certificate ends it, and the server gets not one byte', async () => {
    const server = await byteServer({ hostName: ip });
    const console = bench({ properties: byHand });
    await acceptAndAdd(console, server);
    const other = await makeCertificate({ commonName: ip });
    server.present(other);
    const before = server.lines.length;
    const course = await diagnose(console, ip);
    expect(course.verdicts.slice(3)).toEqual(['tls passed', 'certificate failed', ...notTriedFrom('upgrade')]);
    expect(course.failed?.detail).toContain(other.sha256Fingerprint);
    expect(course.failed).toMatchObject(told('certificate-changed'));
    await server.changes.until('all gone', () => server.lines.every(({ closed }) => closed));
    expect(server.lines.length).toBeGreaterThan(before);
    expect(server.lines.map(({ bytesReceived }) => bytesReceived)).toEqual(server.lines.map(() => 0));
  });

  it('decision 35: a certificate that expires within 30 days is a warning, and the way goes on', async () => {
    const validTo = new Date(Date.now() + 10.5 * 24 * hour);
    const ep1 = await cloud({ hostName: ip, identity: await makeCertificate({ commonName: ip, validTo }) });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const course = await diagnose(console, ip);
    expect(course.step('certificate')).toMatchObject({
      verdict: 'warning',
      detail: expect.stringMatching('10 days left'),
    });
    expect(course.step('certificate').advice).toHaveLength(2);
    expect(course.step('ping').verdict).toBe('passed');
  });

  it('decision 2: a CONNECT that is never answered is given up after 30 s', async () => {
    const ep1 = await cloud({ hostName: ip, behaviour: { onConnect: () => undefined } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const course = await new DiagnosisCourse(console, ip).after('upgrade');
    const connect = course.next();
    await ep1.changes.until('CONNECT', () => connectRequests(ep1) === 1);
    await console.clock.advance(30_000);
    expect(await connect).toMatchObject({ verdict: 'failed', duration: 30_000, ...told('no-connect-response') });
    await course.toEnd();
    expect(course.verdicts.at(-1)).toBe('ping not tried');
    await nothingOpen(ep1);
  });

  it('decision 2: an upgrade that is never answered is given up after 10 s', async () => {
    const ep1 = await cloud({ hostName: ip, behaviour: { onUpgrade: () => 'never' } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const course = await new DiagnosisCourse(console, ip).after('certificate');
    const upgrade = course.next();
    await ep1.changes.until('upgrade', () => upgrades(ep1) === 1);
    await console.clock.advance(10_000);
    expect(await upgrade).toMatchObject({ verdict: 'failed', duration: 10_000, ...told('no-upgrade') });
  });

  it('C-12: a peer that answers no ping', async () => {
    const ep1 = await cloud({ hostName: ip, behaviour: { onPing: () => undefined } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const course = await new DiagnosisCourse(console, ip).after('connect');
    const ping = course.next();
    await ep1.changes.until('ping', () => ep1.received.some(({ kind }) => kind === 'ping'));
    await console.clock.advance(10_000);
    expect(await ping).toMatchObject({ verdict: 'failed', detail: 'no pong within 10 s', ...told('no-pong') });
    await course.toEnd();
    await nothingOpen(ep1);
  });

  const told = (cause: keyof typeof connectionCauses) => {
    const { meaning, actions } = connectionCauses[cause];
    return { meaning, advice: [...actions] };
  };
});

describe('decision 41, C-3, C-4: Diagnose… disturbs nothing', () => {
  const { bench, cloud } = useServers();

  it('a connected endpoint: no second connection, and the live one is pinged', async () => {
    const ep1 = await cloud({ hostName: ip });
    const console = bench();
    await console.add(ep1);
    await console.connected(ip);
    await console.clock.advance(10_000);
    const since = new Date(console.row(ip).since ?? Number.NaN).toISOString().slice(0, 19).replace('T', ' ');
    const course = await diagnose(console, ip);
    expect(course.verdicts).toEqual([
      ...allPassed().slice(0, 5),
      'upgrade not tried',
      'connect not tried',
      'ping passed',
    ]);
    expect(course.step('connect').detail).toBe(`Connected since ${since} UTC, not tried again`);
    expect(ep1.received.filter(({ kind }) => kind === 'ping')).toHaveLength(1);
    expect(console.row(ip)).toMatchObject({ connectionState: 'CONNECTED', roundTrip: expect.any(Number) });
    expect([upgrades(ep1), connectRequests(ep1)]).toEqual([1, 1]);
    // C-12: the next ping of the keep-alive is due a whole interval after that of the diagnosis.
    await console.clock.advance(29_000);
    await diagnose(console, ip); // a pong has come: a ping before it would have arrived
    expect(ep1.received.filter(({ kind }) => kind === 'ping')).toHaveLength(2);
    await console.clock.advance(30_000);
    await ep1.changes.until('ping', () => ep1.received.filter(({ kind }) => kind === 'ping').length === 3);
  });

  it('a connected endpoint whose server shows another certificate now: that is told, and the live connection is pinged', async () => {
    const ep1 = await cloud({ hostName: ip });
    const console = bench();
    await console.add(ep1);
    await console.connected(ip);
    ep1.listener.replaceCertificate(await makeCertificate({ commonName: ip }));
    const course = await diagnose(console, ip);
    expect(course.verdicts.slice(4)).toEqual([
      'certificate failed',
      'upgrade not tried',
      'connect not tried',
      'ping passed',
    ]);
    expect(console.row(ip)).toMatchObject({ connectionState: 'CONNECTED', changedCertificate: null });
  });

  it('an endpoint that stands by: up to the certificate, and no WebSocket is opened', async () => {
    const ep1 = await cloud({ hostName: 'localhost', priority: 1 });
    const ep2 = await cloud({ hostName: ip, priority: 2 });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.add(ep2);
    const course = await diagnose(console, ip);
    expect(course.verdicts).toEqual([...allPassed().slice(0, 5), ...notTriedFrom('upgrade')]);
    expect(course.step('connect').detail).toBe('sg1 is served by localhost');
    expect(ep2.received).toEqual([]);
  });

  it('C-15: a deactivated endpoint: up to the certificate, and it says why', async () => {
    const ep1 = await cloud({ hostName: ip });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    console.service.endpoints.deactivate([ip]);
    const course = await diagnose(console, ip);
    expect(course.verdicts).toEqual([...allPassed().slice(0, 5), ...notTriedFrom('upgrade')]);
    expect(course.step('connect').detail).toBe('It is deactivated: no WebSocket is opened to it');
    expect(ep1.received).toEqual([]);
  });

  it('while the connection process is trying the group, it does not open a WebSocket beside it', async () => {
    const ep1 = await cloud({ hostName: ip, behaviour: { onConnect: () => undefined } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    console.service.runNow();
    await ep1.changes.until('CONNECT', () => connectRequests(ep1) === 1);
    const course = await diagnose(console, ip);
    expect(course.verdicts.slice(5)).toEqual(notTriedFrom('upgrade'));
    expect(course.step('upgrade').detail).toMatch(/^The connection process is trying 127\.0\.0\.1 now/);
    expect(ep1.connections).toHaveLength(1);
  });

  it('a run that comes meanwhile waits, and then connects from the highest priority (C-1)', async () => {
    const ep1 = await cloud({ hostName: 'localhost', priority: 1 });
    const ep2 = await cloud({ hostName: ip, priority: 2, behaviour: { onPing: () => undefined } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    await console.add(ep2);
    const course = await new DiagnosisCourse(console, ip).after('connect');
    const ping = course.next();
    await ep2.changes.until('ping', () => ep2.received.some(({ kind }) => kind === 'ping'));
    console.service.runNow();
    await console.service.endpoints.activate(['localhost']);
    await console.clock.advance(9000);
    await setImmediate();
    expect(console.row('localhost').timeline).toEqual([]); // not even begun
    await console.clock.advance(1000);
    expect(await ping).toMatchObject({ step: 'ping', verdict: 'failed' });
    await course.toEnd();
    await console.connected('localhost');
    expect([connectRequests(ep1), connectRequests(ep2)]).toEqual([1, 1]);
  });

  it('decision 3: a rejected token is told, and does not count; one that is accepted again ends the rejection', async () => {
    const ep1 = await cloud({ hostName: ip });
    const { onConnect } = ep1.behaviour;
    ep1.behaviour = { ...ep1.behaviour, onConnect: (request, connection) => onConnect(request, connection, false) };
    const console = bench({ properties: byHand.replace('earlyRun=false', 'earlyRun=true') });
    await console.add(ep1);
    await console.failed(ip);
    const course = await diagnose(console, ip);
    expect(course.failed).toMatchObject({ step: 'connect', detail: 'Token rejected by the cloud application' });
    expect(console.row(ip).tokenRejections).toBe(1);
    ep1.behaviour = { ...ep1.behaviour, onConnect };
    expect((await diagnose(console, ip)).failed).toBeUndefined();
    await console.connected(ip);
  });

  it.each([
    ['deactivated', (console: ServiceBench) => console.service.endpoints.deactivate([ip])],
    ['deleted', (console: ServiceBench) => console.service.endpoints.delete([ip])],
  ])('C-15, decision 9: an endpoint that is %s meanwhile is disconnected at once', async (_how, change) => {
    const ep1 = await cloud({ hostName: ip, behaviour: { onConnect: () => undefined } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const course = await new DiagnosisCourse(console, ip).after('upgrade');
    const connect = course.next();
    await ep1.changes.until('CONNECT', () => connectRequests(ep1) === 1);
    change(console);
    expect(await connect).toMatchObject({ verdict: 'failed', meaning: connectionCauses['closed-by-us'].meaning });
    await course.toEnd();
    await nothingOpen(ep1);
    expect(ep1.received.at(-1)).toMatchObject({ kind: 'closed', code: 1000 });
  });

  it('a second diagnosis of the same endpoint ends the first', async () => {
    const ep1 = await cloud({ hostName: ip, behaviour: { onConnect: () => undefined } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const first = await new DiagnosisCourse(console, ip).after('upgrade');
    const rest = first.toEnd();
    await ep1.changes.until('CONNECT', () => connectRequests(ep1) === 1);
    const second = new DiagnosisCourse(console, ip);
    await rest;
    expect(first.verdicts.slice(6)).toEqual(notTriedFrom('connect'));
    expect(first.step('connect').detail).toBe('Another diagnosis of this endpoint was started');
    ep1.behaviour = { ...ep1.behaviour, onConnect: (request, connection) => connection.answerConnect(request, true) };
    await second.toEnd();
    expect(second.failed).toBeUndefined();
    await nothingOpen(ep1);
  });

  it('stopped in each step: no socket and no place is left behind', async () => {
    for (const last of ['name-resolution', 'tcp', 'tls', 'upgrade', 'connect', 'ping'] as const) {
      const ep1 = await cloud({ groupId: last });
      const never = last === 'name-resolution' ? { lookup: () => new Promise<string[]>(() => undefined) } : {};
      const console = bench({ properties: byHand, ...never });
      const { behaviour } = ep1;
      if (last === 'upgrade') ep1.behaviour = { ...behaviour, onUpgrade: () => 'never' };
      if (last === 'connect') ep1.behaviour = { ...behaviour, onConnect: () => undefined };
      if (last === 'ping') ep1.behaviour = { ...behaviour, onPing: () => undefined };
      await console.add(ep1);
      const timers = console.clock.waiting;
      const course = new DiagnosisCourse(console, ep1.hostName);
      const reached = ['name-resolution', 'tcp', 'proxy', 'tls', 'certificate', 'upgrade', 'connect', 'ping'] as const;
      const before = reached[reached.indexOf(last) - 1];
      if (before) await course.after(before);
      const step = course.next();
      const stopped = expect(step).rejects.toThrow('stopped by the test');
      if (last === 'upgrade') await ep1.changes.until('upgrade', () => upgrades(ep1) === 1);
      if (last === 'connect') await ep1.changes.until('CONNECT', () => connectRequests(ep1) === 1);
      if (last === 'ping') await ep1.changes.until('ping', () => ep1.received.some(({ kind }) => kind === 'ping'));
      course.stop();
      await stopped;
      await nothingOpen(ep1);
      expect([last, console.clock.waiting]).toEqual([last, timers]);
      ep1.behaviour = behaviour;
      await connectsAsUsual(console, ep1);
    }
  });

  it('a service that stops in the middle closes with 1001, and ends it', async () => {
    const ep1 = await cloud({ hostName: ip, behaviour: { onConnect: () => undefined } });
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const course = await new DiagnosisCourse(console, ip).after('upgrade');
    const rest = course.toEnd();
    await ep1.changes.until('CONNECT', () => connectRequests(ep1) === 1);
    await console.service.stop();
    await rest;
    expect(course.verdicts.at(-1)).toBe('ping not tried');
    await nothingOpen(ep1);
  });

  it('decision 43: what the peer writes into its close reason holds no token', async () => {
    const ep1 = await cloud({ hostName: ip, token: 'SENTINEL-token' });
    ep1.behaviour = {
      ...ep1.behaviour,
      onConnect: (_request, connection) => connection.close(1008, 'no SENTINEL-token'),
    };
    const console = bench({ properties: byHand });
    await console.add(ep1);
    const course = await diagnose(console, ip);
    expect(course.failed?.detail).toContain('VIOLATED_POLICY (1008), no ');
    expect(JSON.stringify(course.steps)).not.toContain('SENTINEL');
  });
});
