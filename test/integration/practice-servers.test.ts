import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startControlServer } from '../../electron/practice/control/control-server.ts';
import { type Practice, startPractice } from '../../electron/practice/practice.ts';
import { scenarioList } from '../../electron/practice/scenario-flag.ts';
import { readEndpointDetails } from '../../shared/endpoint-details.ts';
import { practiceStatusSchema } from '../../shared/practice.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fetchFrom, NbwssPeer } from '../support/practice-tools.ts';

let folder: string;
let clock: ManualClock;
let practice: Practice;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-test-'));
  clock = new ManualClock();
  practice = await startPractice({ folder, clock });
});
afterEach(async () => {
  await practice.close();
  await rm(folder, { recursive: true, force: true });
});

describe('decision 47 practice mode', () => {
  test('the status is what the console expects', () => {
    const status = practice.status();
    expect(practiceStatusSchema.parse(status)).toEqual(status);
    expect(
      status.applications.map(({ id, hostName, groupId, priority }) => ({ id, hostName, groupId, priority })),
    ).toEqual([
      { id: '1', hostName: 'localhost', groupId: 'practice-group', priority: 1 },
      { id: '2', hostName: '127.0.0.1', groupId: 'practice-group', priority: 2 },
    ]);
  });

  test('E-1, E-16 the details files are valid, and only for this user', async () => {
    for (const { application, detailsFile } of practice.applications) {
      const { details, warnings } = readEndpointDetails(await readFile(detailsFile), 'file');
      expect(details).toEqual(application.details);
      expect(warnings).toEqual([]);
      if (process.platform !== 'win32') expect((await stat(detailsFile)).mode & 0o777).toBe(0o600);
    }
    expect(await readFile(practice.caFile, 'utf8')).toBe(practice.netBackup.caCertificate);
  });

  test('N-17 events and outages are announced', async () => {
    let calls = 0;
    const stop = practice.onChange(() => {
      calls += 1;
    });
    await practice.trigger({ scenario: 'backup' });
    expect(calls).toBeGreaterThan(0);
    await practice.setOnline(null, false);
    await practice.setOnline('2', false);
    expect(practice.status()).toMatchObject({
      netBackup: { online: false },
      applications: [{ online: true }, { online: false }],
    });
    stop();
    const before = calls;
    await practice.trigger({ scenario: 'restore' });
    expect(calls).toBe(before);
    await expect(practice.setOnline('3', false)).rejects.toThrow(RangeError);
  });

  test('a backup at once and then every minute, until it is closed; images do not pile up', async () => {
    const { master } = practice.netBackup;
    const parents = () =>
      master.jobs.filter(({ jobId, parentJobId, jobType }) => jobId > 143 && parentJobId === 0 && jobType === 'BACKUP')
        .length;
    practice.runBackupsNowAndThen();
    practice.runBackupsNowAndThen();
    expect(parents()).toBe(1);
    await clock.advance(120_000);
    expect(parents()).toBe(3);
    await clock.advance(6 * 3600_000);
    expect(master.counts.images).toBeLessThan(500);
    await practice.close();
    expect(clock.waiting).toBe(0);
  });

  test('nothing runs when it could not be started', async () => {
    await expect(startPractice({ folder: join(folder, 'missing'), clock })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('control API', () => {
  const open = async () => {
    const entry = practice.applications[0];
    if (!entry) throw new Error('no application');
    const control = await startControlServer(entry.application);
    const ca = entry.application.listener.identity.certificate;
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetchFrom(`${control.url}${path}`, ca, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    return { control, ca, post, application: entry.application };
  };

  test('X-1 POST /commands sends a command and gives what came back', async () => {
    const { control, ca, post, application } = await open();
    const peer = new NbwssPeer(application.endpointUrl, { ca });
    await peer.connect(application.token);
    const answer = post('/commands', { method: 'GET', uri: '/netbackup/ping', headers: { Authorization: 'key' } });
    const request = await peer.message(1);
    peer.send('COMMAND', 'RESPONSE', { headers: { date: 'now' }, responseCode: 200, body: '1' }, request.id);
    expect(await answer).toMatchObject({
      status: 200,
      json: { id: request.id, status: 200, headers: { date: 'now' }, body: '1', problem: null },
    });
    expect((await fetchFrom(`${control.url}/exchanges`, ca)).json).toMatchObject([
      { id: request.id, uri: '/netbackup/ping' },
    ]);
    peer.socket.terminate();
    await control.close();
  });

  test('POST /online begins and ends an outage', async () => {
    const { control, post, application } = await open();
    expect((await post('/online', { online: false })).json).toMatchObject({ online: false });
    expect(application.online).toBe(false);
    expect((await post('/online', { online: true })).json).toMatchObject({ online: true });
    await control.close();
  });

  test('the page is static, with its script and style as own files', async () => {
    const { control, ca } = await open();
    const page = await fetchFrom(`${control.url}/`, ca);
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/<script>|<style>| on\w+=/);
    for (const path of ['page.js', 'page.css'])
      expect((await fetchFrom(`${control.url}/${path}`, ca)).status).toBe(200);
    await control.close();
  });

  test('other web pages are kept out', async () => {
    const { control, ca, post } = await open();
    const cases: [number, ReturnType<typeof post>][] = [
      [403, post('/commands', {}, { 'content-type': 'text/plain' })],
      [403, post('/online', { online: false }, { origin: 'https://other.example' })],
      [403, post('/online', { online: false }, { origin: 'null' })],
      [403, post('/online', { online: false }, { host: 'rebound.example' })],
      [403, fetchFrom(`${control.url}/exchanges`, ca, { headers: { 'sec-fetch-site': 'cross-site' } })],
      [200, post('/online', { online: true }, { origin: control.url })],
      [
        200,
        fetchFrom(`${control.url}/`, ca, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' } }),
      ],
      [400, post('/commands', { method: 'GET' })],
      [400, post('/commands', { method: 'GET', uri: '/x', headers: { a: 1 } })],
      [400, post('/online', { online: 'no' })],
      [400, post('/commands', [])],
      [404, post('/nothing', {})],
      [405, post('/exchanges', {})],
    ];
    for (const [status, answer] of cases) expect((await answer).status).toBe(status);
    await control.close();
  });
});

describe('npm run practice', { timeout: 30_000 }, () => {
  const script = fileURLToPath(new URL('../../electron/practice-command.ts', import.meta.url));
  const run = (...flags: string[]): ChildProcess =>
    spawn(process.execPath, [script, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const textOf = async (stream: NodeJS.ReadableStream | null) => {
    let text = '';
    for await (const chunk of stream ?? []) text += String(chunk);
    return text;
  };

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '--json prints one line; %s ends it with 0 and removes the folder',
    async (signal) => {
      const child = run('--json');
      const output = textOf(child.stdout);
      const exited = once(child, 'exit');
      if (!child.stdout) throw new Error('no stdout');
      const [chunk] = await once(child.stdout, 'data');
      const ready = JSON.parse(String(chunk));
      expect(ready).toMatchObject({
        ready: true,
        netbackup: {
          origin: expect.stringMatching(/^https:\/\/localhost:\d+$/),
          apiKey: expect.any(String),
          userName: expect.any(String),
          password: expect.any(String),
        },
        applications: [
          { hostName: 'localhost', groupId: 'practice-group', priority: 1, endpoint: expect.stringMatching(/^wss:/) },
          { hostName: '127.0.0.1', groupId: 'practice-group', priority: 2, control: expect.stringMatching(/^https:/) },
        ],
        pid: child.pid,
      });
      const ca = await readFile(ready.netbackup.ca, 'utf8');
      expect((await fetchFrom(`${ready.netbackup.origin}/netbackup/ping`, ca)).status).toBe(200);
      child.kill(signal);
      expect(await exited).toEqual([0, null]);
      expect((await output).trimEnd().split('\n')).toHaveLength(1);
      expect(existsSync(ready.folder)).toBe(false);
    },
  );

  test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s to the whole process group, which the command hears twice, ends it in order, too',
    async (signal) => {
      const launcher = fileURLToPath(new URL('../../electron/launch/practice.mjs', import.meta.url));
      const group = spawn(process.execPath, [launcher, '--json'], {
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      const exited = once(group, 'exit');
      if (!group.stdout || group.pid === undefined) throw new Error('not started');
      const ready = JSON.parse(String((await once(group.stdout, 'data'))[0]));
      process.kill(-group.pid, signal);
      expect(await exited).toEqual([0, null]);
      expect(existsSync(ready.folder)).toBe(false);
    },
  );

  test('--list-scenarios lists them and ends', async () => {
    const child = run('--list-scenarios');
    const [[code], output] = await Promise.all([once(child, 'exit'), textOf(child.stdout)]);
    expect(code).toBe(0);
    expect(output).toBe(`${scenarioList()}\n`);
  });

  test('--help says what the flags are, and starts nothing', async () => {
    const child = run('--help');
    const [[code], output] = await Promise.all([once(child, 'exit'), textOf(child.stdout)]);
    expect(code).toBe(0);
    expect(output).toMatch(/^npm run practice.*--json .*--scenario NAME .*--list-scenarios /s);
  });

  test('--scenario begins when NBWSS is connected, one after the other', async () => {
    const child = run('--json', '--scenario', 'burst:7', '--scenario', 'no-acknowledgements');
    const errors = textOf(child.stderr);
    const exited = once(child, 'exit');
    if (!child.stdout) throw new Error('no stdout');
    const ready = JSON.parse(String((await once(child.stdout, 'data'))[0]));
    const { netbackup, applications } = ready;
    const [first] = applications;
    const ca = await readFile(netbackup.ca, 'utf8');
    const burst = async () => {
      const url = `${netbackup.origin}/netbackup/admin/jobs?page%5Blimit%5D=100`;
      const { json } = await fetchFrom(url, ca, { headers: { authorization: netbackup.apiKey } });
      const { data } = json as { data: { attributes: { clientName: string } }[] };
      return data.filter(({ attributes }) => attributes.clientName.startsWith('burst-client-')).length;
    };
    expect(await burst()).toBe(0);
    const { token } = JSON.parse(await readFile(first.detailsFile, 'utf8')) as { token: string };
    const peer = new NbwssPeer(first.endpoint, { rejectUnauthorized: false });
    await peer.connect(token);
    await expect.poll(burst).toBe(7);
    peer.socket.terminate();
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(await errors).toBe('practice: burst begins\npractice: no-acknowledgements begins\n');
  });

  test.each([
    [['--nonsense'], "practice: Unknown option '--nonsense'"],
    [['--scenario'], "practice: Option '--scenario <value>' argument missing"],
    [
      ['--scenario', 'backup', '--scenario', 'nope'],
      'practice: there is no scenario "nope"; there are backup, restore,',
    ],
    [['--scenario', 'burst:0'], 'practice: burst takes 1 to 2000 jobs'],
  ])('a bad flag ends it with 2 and one line: %j', async (flags, line) => {
    const child = run(...flags);
    const [[code], errors, output] = await Promise.all([
      once(child, 'exit'),
      textOf(child.stderr),
      textOf(child.stdout),
    ]);
    expect(code).toBe(2);
    expect(errors.startsWith(line)).toBe(true);
    expect(errors.endsWith('usage: npm run practice -- [--json] [--scenario NAME]... [--list-scenarios]\n')).toBe(true);
    expect(errors.trimEnd().split('\n')).toHaveLength(1);
    expect(output).toBe('');
  });
});
