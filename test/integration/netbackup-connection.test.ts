import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { type NetBackupOptions, PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { GivenCredentials, GivenNetBackup, NetBackupTestStep } from '../../shared/netbackup.ts';
import { closedPort, plainServer } from '../support/odd-servers.ts';
import { useServers } from '../support/open-servers.ts';
import { ScriptedNetBackup } from '../support/scripted-netbackup.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const minute = 60_000;
const password = 'SENTINEL-PASSWORD';
const apiKey = 'SENTINEL-KEY';
const jobsPath = '/netbackup/admin/jobs';

describe('the NetBackup connection', () => {
  const { bench, cloud, closeLater } = useServers();
  const startNetBackup = async (options: NetBackupOptions = {}) =>
    closeLater(await PracticeNetBackup.start({ account: { userName: 'nbwss', password, apiKey }, ...options }));
  const none: GivenCredentials = { kind: 'none' };
  const withKey: GivenCredentials = { kind: 'api-key', apiKey };
  const withUser: GivenCredentials = {
    kind: 'password',
    userName: 'nbwss',
    domainName: '',
    domainType: 'unixpwd',
    password,
  };
  const settings = (
    { origin, caCertificate }: Pick<PracticeNetBackup, 'origin' | 'caCertificate'>,
    credentials: GivenCredentials = none,
  ): GivenNetBackup => ({ baseUrl: origin, caCertificate, credentials });
  const status = (console: ServiceBench) => console.service.frame().netBackup;
  const becomes = (console: ServiceBench, state: 'ok' | 'failing') =>
    console.until(`NetBackup is ${state}`, () => status(console).state === state);
  const calls = ({ received }: PracticeNetBackup, path: string) =>
    received.filter(({ target }) => target.startsWith(path));
  const authorizations = (netBackup: PracticeNetBackup, path: string) =>
    calls(netBackup, path).map(({ headers }) => headers['authorization']);

  describe('its settings', () => {
    it('decision 15: are saved, shown without a secret, and in force at once and after a restart', async () => {
      const netBackup = await startNetBackup();
      const first = bench();
      expect(status(first)).toMatchObject({ state: 'not configured', baseUrl: null });
      const { baseUrl } = first.service.netBackup.configure({
        ...settings(netBackup, withUser),
        baseUrl: `${netBackup.origin}/netbackup/`,
      });
      expect(baseUrl).toBe(netBackup.origin);
      await becomes(first, 'ok');
      const shown = {
        state: 'ok',
        detail: '',
        baseUrl: netBackup.origin,
        apiVersion: '12.0',
        credentials: { kind: 'password', userName: 'nbwss', domainName: '', domainType: 'unixpwd' },
        caCertificates: [expect.objectContaining({ subject: 'CN=Practice NetBackup CA' })],
      };
      expect(status(first)).toMatchObject(shown);
      expect(JSON.stringify(first.service.frame())).not.toContain('SENTINEL');
      expect(readFileSync(join(first.dataFolder, 'config.json'), 'utf8')).not.toContain('SENTINEL');
      expect(JSON.stringify(first.logged)).not.toMatch(/SENTINEL|eyJ/);
    });

    it('decision 42: are there again after a restart, secret included', async () => {
      const netBackup = await startNetBackup();
      const dataFolder = tempFolder();
      const first = new ServiceBench({ dataFolder });
      first.service.netBackup.configure(settings(netBackup, withUser));
      await becomes(first, 'ok');
      await first.close();
      expect(netBackup.sessions.open).toBe(0);
      const again = bench({ dataFolder });
      await becomes(again, 'ok');
      expect(calls(netBackup, '/netbackup/login')).toHaveLength(2);
    });

    it('decision 42: what is left empty is kept, and calls go on with it', async () => {
      const netBackup = await startNetBackup();
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, withKey));
      await becomes(console, 'ok');
      console.service.netBackup.configure({
        baseUrl: netBackup.origin,
        caCertificate: '',
        credentials: { kind: 'api-key' },
      });
      await becomes(console, 'ok');
      expect(authorizations(netBackup, jobsPath)).toEqual([apiKey, apiKey]);
    });

    it('refused settings leave everything as it was', async () => {
      const netBackup = await startNetBackup();
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, withKey));
      await becomes(console, 'ok');
      const before = console.savedFiles();
      const shown = status(console);
      for (const given of [
        { ...settings(netBackup), baseUrl: 'http://master' },
        { ...settings(netBackup), caCertificate: 'nonsense' },
        {
          ...settings(netBackup),
          baseUrl: 'https://other',
          caCertificate: '',
          credentials: { kind: 'api-key' as const },
        },
      ])
        expect(() => console.service.netBackup.configure(given)).toThrow(
          'The NetBackup connection settings are not valid',
        );
      expect(console.savedFiles()).toEqual(before);
      expect(status(console)).toEqual(shown);
    });

    it('a bundle of CA certificates is fine: the right one counts', async () => {
      const netBackup = await startNetBackup();
      const { certificate } = await makeCertificate({ commonName: 'Former CA', purpose: 'authority' });
      const console = bench();
      console.service.netBackup.configure({
        ...settings(netBackup),
        caCertificate: `${certificate}\n${netBackup.caCertificate}`,
      });
      await becomes(console, 'ok');
      expect(status(console).caCertificates).toHaveLength(2);
    });

    it('another CA is not trusted: nothing is sent, the key least of all, and the state says why', async () => {
      const netBackup = await startNetBackup();
      const { certificate } = await makeCertificate({ commonName: 'Other CA', purpose: 'authority' });
      const console = bench();
      console.service.netBackup.configure({ ...settings(netBackup, withKey), caCertificate: certificate });
      await becomes(console, 'failing');
      expect(status(console).detail).toMatch(/certificate is not trusted/);
      expect(netBackup.received).toEqual([]);
    });
  });

  describe('its check, once a minute', () => {
    it('tells an outage and its end', async () => {
      const netBackup = await startNetBackup();
      const console = bench();
      console.service.netBackup.configure(settings(netBackup));
      await becomes(console, 'ok');
      await netBackup.setOnline(false);
      await console.clock.advance(minute);
      await becomes(console, 'failing');
      expect(status(console).detail).toMatch(/nothing listens on this port/);
      await netBackup.setOnline(true);
      await console.clock.advance(minute);
      await becomes(console, 'ok');
    });

    it('tells that the account is refused, also while COMMANDs reach NetBackup; and no login storm follows', async () => {
      const netBackup = await startNetBackup();
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, { ...withUser, password: 'SENTINEL-WRONG' }));
      await becomes(console, 'failing');
      expect(status(console).detail).toMatch(/status 401.*next login is tried in 5 min/);
      for (let passed = 1; passed <= 4; passed++) {
        const pings = calls(netBackup, '/netbackup/ping').length;
        await console.clock.advance(minute);
        await netBackup.changes.until('a ping', () => calls(netBackup, '/netbackup/ping').length > pings);
      }
      expect(calls(netBackup, '/netbackup/login')).toHaveLength(1);
      expect(status(console).state).toBe('failing');
      expect(JSON.stringify([console.logged, console.service.frame()])).not.toContain('SENTINEL');
    });

    it('tells that the account may not read jobs', async () => {
      const netBackup = await startNetBackup();
      netBackup.intercept = ({ target }) => (target.startsWith(jobsPath) ? { status: 403 } : undefined);
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, withKey));
      await becomes(console, 'failing');
      expect(status(console).detail).toMatch(/does not permit this to the account \(status 403\)/);
    });

    it('logs in again when NetBackup forgot the token, and before it ends by itself', async () => {
      const netBackup = await startNetBackup({ tokenValidity: 10 * 60 });
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, withUser));
      await becomes(console, 'ok');
      netBackup.sessions.expireTokens();
      await console.clock.advance(minute);
      await netBackup.changes.until('a second login', () => calls(netBackup, '/netbackup/login').length === 2);
      for (let passed = 1; passed <= 9; passed++) {
        const reads = calls(netBackup, jobsPath).length;
        await console.clock.advance(minute);
        await netBackup.changes.until('a read', () => calls(netBackup, jobsPath).length > reads);
      }
      await netBackup.changes.until('a third login', () => calls(netBackup, '/netbackup/login').length === 3);
      expect(status(console).state).toBe('ok');
    });
  });

  it('logs out from the former account when another one is set, and at the end', async () => {
    const netBackup = await startNetBackup();
    const console = bench();
    console.service.netBackup.configure(settings(netBackup, withUser));
    await becomes(console, 'ok');
    console.service.netBackup.configure(settings(netBackup, withKey));
    await netBackup.changes.until('the logout', () => calls(netBackup, '/netbackup/logout').length === 1);
    await console.service.stop();
    expect(calls(netBackup, '/netbackup/logout')).toHaveLength(1);
    expect(netBackup.sessions.open).toBe(0);
  });

  it('a NetBackup that does not answer the logout holds up neither a change nor the stop for more than 2 s', async () => {
    const netBackup = await startNetBackup();
    netBackup.intercept = ({ target }) => (target.endsWith('/logout') ? 'never' : undefined);
    const console = bench();
    console.service.netBackup.configure(settings(netBackup, withUser));
    await becomes(console, 'ok');
    const stopped = console.service.stop();
    await netBackup.changes.until('the logout', () => calls(netBackup, '/netbackup/logout').length === 1);
    await console.clock.advance(2_000);
    await stopped;
    expect(console.logged).toContainEqual(expect.objectContaining({ event: 'NetBackup logout failed' }));
  });

  it('decision 16: nothing of the account is ever added to a COMMAND, on whatever connection it goes', async () => {
    for (const credentials of [withKey, withUser]) {
      const netBackup = await startNetBackup();
      const application = await cloud();
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, credentials));
      await becomes(console, 'ok');
      await console.add(application);
      await console.connected('localhost');
      const own = netBackup.received.length;
      for (let sent = 0; sent < 3; sent++) {
        const uri = `${jobsPath}?page%5Blimit%5D=${sent + 2}`;
        expect(await application.connection.command({ uri, method: 'GET' })).toMatchObject({ responseCode: 401 });
      }
      const commands = netBackup.received.slice(own).filter(({ target }) => !target.endsWith('=1'));
      expect(commands).toHaveLength(3);
      for (const { headers } of commands)
        expect(headers).toEqual({ host: new URL(netBackup.origin).host, connection: 'keep-alive' });
    }
  });

  describe('the CA certificate, fetched from the server', () => {
    it('comes with what the server presents, verified against it, and nothing secret is sent', async () => {
      const netBackup = await startNetBackup();
      const console = bench();
      const fetched = await console.service.netBackup.fetchCaCertificate(`${netBackup.origin}/netbackup`);
      expect(fetched).toMatchObject({
        baseUrl: netBackup.origin,
        problem: null,
        certificate: {
          pem: netBackup.caCertificate,
          subject: 'CN=Practice NetBackup CA',
          warnings: [],
          chain: [{ subject: 'CN=localhost', sha256Fingerprint: netBackup.listener.identity.sha256Fingerprint }],
        },
      });
      expect(
        netBackup.received.map(({ method, target, headers }) => [method, target, headers['authorization']]),
      ).toEqual([['GET', '/netbackup/security/cacert', undefined]]);
      expect(status(console).state).toBe('not configured');
      console.service.netBackup.configure({ ...settings(netBackup), caCertificate: fetched.certificate.pem });
      await becomes(console, 'ok');
    });

    it.each<[string, (ca: string, other: string) => unknown]>([
      ['webRootCert alone', (ca) => ({ webRootCert: ca })],
      ['a list', (ca) => ({ cacert: [ca] })],
      ['one text', (ca) => ({ cacert: ca })],
      ['another CA first', (ca, other) => ({ webRootCert: other, cacert: [other, ca] })],
      ['several in one text', (ca, other) => ({ webRootCert: `${other}\n${ca}` })],
    ])('is found in %s: the one in which the server’s own chain ends', async (_what, body) => {
      const netBackup = await startNetBackup();
      const { certificate: other } = await makeCertificate({ commonName: 'Other CA', purpose: 'authority' });
      netBackup.intercept = () => ({ status: 200, body: body(netBackup.caCertificate, other) });
      const fetched = await bench().service.netBackup.fetchCaCertificate(netBackup.origin);
      expect(fetched).toMatchObject({ problem: null, certificate: { subject: 'CN=Practice NetBackup CA' } });
    });

    it('says when the server’s own chain does not end in it', async () => {
      const netBackup = await startNetBackup();
      const { certificate } = await makeCertificate({ commonName: 'Other CA', purpose: 'authority' });
      netBackup.intercept = () => ({ status: 200, body: { webRootCert: certificate } });
      const fetched = await bench().service.netBackup.fetchCaCertificate(netBackup.origin);
      expect(fetched.problem).toMatch(/does not chain to this one/);
    });

    it('says when the server’s certificate is for another host name', async () => {
      const server = closeLater(
        await ScriptedNetBackup.start(
          (_request, response) => response.end(JSON.stringify({ webRootCert: server.settings.caCertificate })),
          {
            commonName: 'master.example.com',
          },
        ),
      );
      const fetched = await bench().service.netBackup.fetchCaCertificate(server.settings.baseUrl);
      expect(fetched.problem).toMatch(/was not issued for localhost/);
    });

    it('says when it has expired', async () => {
      const netBackup = await startNetBackup();
      const { certificate } = await makeCertificate({
        commonName: 'Old CA',
        purpose: 'authority',
        validFrom: new Date(Date.now() - 48 * 60 * minute),
        validTo: new Date(Date.now() - 24 * 60 * minute),
      });
      netBackup.intercept = () => ({ status: 200, body: { webRootCert: certificate } });
      const fetched = await bench().service.netBackup.fetchCaCertificate(netBackup.origin);
      expect(fetched.certificate.warnings).toEqual(['expired']);
    });

    it.each<[string, unknown, number, RegExp]>([
      ['no JSON', 'hello', 200, /not JSON/],
      ['no certificate', {}, 200, /neither webRootCert nor cacert/],
      ['null', null, 200, /not JSON|neither/],
      ['a damaged certificate', { webRootCert: 'nonsense' }, 200, /cannot be used: CA certificate: is not/],
      ['numbers', { webRootCert: 1, cacert: [2] }, 200, /neither/],
      ['404', {}, 404, /status 404/],
      ['a redirect', {}, 302, /status 302/],
      ['too much', 'x'.repeat(300_000), 200, /larger than 256 KiB/],
    ])('an answer with %s is refused', async (_what, body, answered, cause) => {
      const netBackup = await startNetBackup();
      netBackup.intercept = () => ({ status: answered, body });
      await expect(bench().service.netBackup.fetchCaCertificate(netBackup.origin)).rejects.toMatchObject({
        report: { code: 'caNotFetched', causes: [expect.stringMatching(cause)] },
      });
    });

    it('a server that is not there, speaks no TLS, is cut or never answers is told apart', async () => {
      const port = await closedPort();
      const plain = closeLater(await plainServer());
      const netBackup = await startNetBackup();
      const console = bench();
      const failsWith = (baseUrl: string, cause: RegExp) =>
        expect(console.service.netBackup.fetchCaCertificate(baseUrl)).rejects.toMatchObject({
          report: { code: 'caNotFetched', causes: [expect.stringMatching(cause)] },
        });
      await failsWith(`https://127.0.0.1:${port}`, /nothing listens on this port/);
      await failsWith(`https://127.0.0.1:${plain.port}`, /TLS/);
      netBackup.intercept = () => 'cut';
      await failsWith(netBackup.origin, /could not be read/);
      netBackup.intercept = () => 'never';
      const arrived = netBackup.received.length;
      const late = failsWith(netBackup.origin, /no complete answer within 15 s/);
      await netBackup.changes.until('the request', () => netBackup.received.length > arrived);
      await console.clock.advance(15_000);
      await late;
      await expect(console.service.netBackup.fetchCaCertificate('http://x')).rejects.toThrow('settings are not valid');
    });

    it('can be stopped', async () => {
      const netBackup = await startNetBackup();
      netBackup.intercept = () => 'never';
      const stop = new AbortController();
      const fetched = bench().service.netBackup.fetchCaCertificate(netBackup.origin, stop.signal);
      await netBackup.changes.until('the request', () => netBackup.received.length === 1);
      stop.abort(new Error('enough'));
      await expect(fetched).rejects.toThrow('enough');
    });
  });

  describe('Test connection', () => {
    const collect = async (console: ServiceBench, given: GivenNetBackup) => {
      const steps: NetBackupTestStep[] = [];
      for await (const step of console.service.netBackup.test(given)) steps.push(step);
      return steps;
    };
    /** Such as `ping passed`. */
    const verdicts = (steps: readonly NetBackupTestStep[]) => steps.map(({ step, verdict }) => `${step} ${verdict}`);
    const names = ['name-resolution', 'tcp', 'tls', 'certificate', 'ping', 'api-version', 'credentials', 'first-read'];
    /** All steps before `failed` passed, those after it were not tried. */
    const endsAt = (steps: readonly NetBackupTestStep[], failed: string, detail: RegExp) => {
      const at = names.indexOf(failed);
      expect(verdicts(steps)).toEqual(
        names.map((name, index) => `${name} ${index < at ? 'passed' : index === at ? 'failed' : 'not tried'}`),
      );
      expect(steps[at]?.detail).toMatch(detail);
      expect(steps[at]?.detail).not.toMatch(/next login/); // a test tries once
      expect(steps[at]?.advice.length).toBeGreaterThan(0);
      expect(JSON.stringify(steps)).not.toContain('SENTINEL');
    };

    it.each<[string, GivenCredentials]>([
      ['an API key', withKey],
      ['a user', withUser],
    ])(
      'with %s: every step passes, with settings that are not saved; it logs out again',
      async (_what, credentials) => {
        const netBackup = await startNetBackup();
        const console = bench();
        const steps = await collect(console, settings(netBackup, credentials));
        expect(verdicts(steps)).toEqual(names.map((name) => `${name} passed`));
        expect(steps.every(({ duration }) => duration !== null && duration >= 0)).toBe(true);
        expect(steps.map(({ detail }) => detail).join('\n')).toMatch(
          /127\.0\.0\.1.*\n.*port \d+\nTLSv1\.3.*\nCN=localhost, issued by.*\n/,
        );
        expect(steps.find(({ step }) => step === 'api-version')?.detail).toBe('12.0');
        expect(netBackup.sessions.open).toBe(0);
        expect(status(console).state).toBe('not configured');
        expect(console.clock.waiting).toBe(bench().clock.waiting);
        expect(JSON.stringify([steps, console.logged])).not.toContain('SENTINEL');
      },
    );

    it('without credentials the last two steps are warnings: COMMANDs need none', async () => {
      const netBackup = await startNetBackup();
      const steps = await collect(bench(), settings(netBackup));
      expect(verdicts(steps).slice(5)).toEqual(['api-version passed', 'credentials warning', 'first-read warning']);
      expect(netBackup.received.every(({ target }) => target === '/netbackup/ping')).toBe(true);
    });

    it('ends at the step that failed: the name', async () => {
      const netBackup = await startNetBackup();
      endsAt(
        await collect(bench(), { ...settings(netBackup), baseUrl: 'https://no-such-host.invalid' }),
        'name-resolution',
        /could not be resolved|DNS/,
      );
    });

    it('the port', async () => {
      const netBackup = await startNetBackup();
      const port = await closedPort();
      endsAt(
        await collect(bench(), { ...settings(netBackup), baseUrl: `https://127.0.0.1:${port}` }),
        'tcp',
        /nothing listens/,
      );
    });

    it('TLS', async () => {
      const netBackup = await startNetBackup();
      const { port } = closeLater(await plainServer());
      endsAt(await collect(bench(), { ...settings(netBackup), baseUrl: `https://127.0.0.1:${port}` }), 'tls', /TLS/);
    });

    it('the certificate, of another CA: nothing is sent', async () => {
      const netBackup = await startNetBackup();
      const { certificate } = await makeCertificate({ commonName: 'Other CA', purpose: 'authority' });
      endsAt(
        await collect(bench(), { ...settings(netBackup, withKey), caCertificate: certificate }),
        'certificate',
        /./,
      );
      expect(netBackup.received).toEqual([]);
    });

    it('the certificate, of another host name', async () => {
      const server = closeLater(
        await ScriptedNetBackup.start((_request, response) => response.end(), { commonName: 'master' }),
      );
      endsAt(
        await collect(bench(), { ...server.settings, credentials: none }),
        'certificate',
        /not issued for localhost/,
      );
    });

    it.each<[string, string, 'cut' | { status: number; body?: unknown }, GivenCredentials, string, RegExp]>([
      ['the ping, answered with 404', '/netbackup/ping', { status: 404 }, withKey, 'ping', /status 404/],
      ['the ping, cut', '/netbackup/ping', 'cut', withKey, 'ping', /closed the connection/],
      ['the API key', jobsPath, { status: 401 }, withKey, 'credentials', /did not accept the credentials/],
      [
        'the login',
        '/netbackup/login',
        { status: 401, body: { errorMessage: 'locked' } },
        withUser,
        'credentials',
        /locked/,
      ],
      ['the permission', jobsPath, { status: 403 }, withKey, 'first-read', /does not permit/],
      ['the permission of a user', jobsPath, { status: 403 }, withUser, 'first-read', /does not permit/],
      ['the first read, answered with 500', jobsPath, { status: 500 }, withUser, 'first-read', /status 500/],
      ['the first read, cut', jobsPath, 'cut', withUser, 'first-read', /closed the connection/],
    ])('%s', async (_what, path, answer, credentials, step, detail) => {
      const netBackup = await startNetBackup();
      netBackup.intercept = ({ target }) => (target.startsWith(path) ? answer : undefined);
      endsAt(await collect(bench(), settings(netBackup, credentials)), step, detail);
    });

    it('a server that does not name its API version gets a warning, and one that is newer than we know is told', async () => {
      const silent = await startNetBackup();
      silent.intercept = ({ target }) => (target === '/netbackup/ping' ? { status: 200, body: '1' } : undefined);
      const steps = await collect(bench(), settings(silent, withKey));
      expect(verdicts(steps).slice(5)).toEqual(['api-version warning', 'credentials passed', 'first-read passed']);
      const newer = await startNetBackup({ apiVersion: 16 });
      expect((await collect(bench(), settings(newer))).find(({ step }) => step === 'api-version')?.detail).toBe(
        '14.0; the server speaks up to 16.0',
      );
    });

    it('uses the saved secret where none was typed, for the same server only', async () => {
      const netBackup = await startNetBackup();
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, withKey));
      await becomes(console, 'ok');
      const kept = { baseUrl: netBackup.origin, caCertificate: '', credentials: { kind: 'api-key' as const } };
      expect(verdicts(await collect(console, kept)).at(-1)).toBe('first-read passed');
      const other = await startNetBackup();
      expect(() => console.service.netBackup.test({ ...kept, baseUrl: other.origin })).toThrow(
        'settings are not valid',
      );
      expect(other.received).toEqual([]);
    });

    it('that passes with the settings in force ends the wait after a refused login', async () => {
      const netBackup = await startNetBackup();
      let isLocked = true;
      netBackup.intercept = ({ target }) => (isLocked && target.endsWith('/login') ? { status: 401 } : undefined);
      const console = bench();
      console.service.netBackup.configure(settings(netBackup, withUser));
      await becomes(console, 'failing');
      isLocked = false;
      const { password: _kept, ...account } = withUser;
      await collect(console, { baseUrl: netBackup.origin, caCertificate: '', credentials: account });
      await becomes(console, 'ok');
    });

    it('each step comes as it ends; stopped, it makes no further call and logs out', async () => {
      const netBackup = await startNetBackup();
      netBackup.intercept = ({ target }) => (target.startsWith(jobsPath) ? 'never' : undefined);
      const console = bench();
      const stop = new AbortController();
      const steps = console.service.netBackup.test(settings(netBackup, withUser), stop.signal);
      const seen: string[] = [];
      for (let step = 0; step < 7; step++) seen.push((await steps.next()).value?.step ?? 'none');
      expect(seen).toEqual(names.slice(0, 7));
      const last = expect(steps.next()).rejects.toThrow('enough');
      await netBackup.changes.until('the first read', () => calls(netBackup, jobsPath).length === 1);
      stop.abort(new Error('enough'));
      await last;
      expect(netBackup.sessions.open).toBe(0);
      expect(calls(netBackup, jobsPath)).toHaveLength(1);
    });

    it('a new one ends the one before, and so does the end of the service', async () => {
      const netBackup = await startNetBackup();
      netBackup.intercept = ({ target }) => (target === '/netbackup/ping' ? 'never' : undefined);
      const console = bench();
      const pings = () => calls(netBackup, '/netbackup/ping').length;
      const first = collect(console, settings(netBackup));
      const ended = expect(first).rejects.toThrow('another test was started');
      await netBackup.changes.until('a ping', () => pings() === 1);
      const second = collect(console, settings(netBackup));
      await ended;
      const stopped = expect(second).rejects.toThrow('the service stops');
      await netBackup.changes.until('a second ping', () => pings() === 2);
      await console.service.stop();
      await stopped;
    });
  });
});
