import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformanceRules } from '../../electron/conformance/rules.ts';
import { cloudApplication } from '../support/conformance-scene.ts';
import { type Ended, OwnProcess } from '../support/headless-process.ts';
import { useServers } from '../support/open-servers.ts';
import { tempFolder } from '../support/temp-folder.ts';

const run = (...args: string[]): Promise<Ended> => new OwnProcess('electron/conformance-command.ts', args).ended;

interface Results {
  endpoint: string | null;
  rules: { id: string; text: string; result: string; detail: string }[];
}
const resultsIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Results;

/** A details file; `change` spoils it. */
function detailsFile(details: object, change: (text: string) => string = (text) => text): string {
  const file = join(tempFolder(), 'details.json');
  writeFileSync(file, change(JSON.stringify(details)));
  return file;
}

const valid = {
  token: 'qwerrtrtrtrt2234344==',
  priority: 1,
  groupId: 'g',
  hostName: 'h.example',
  url: 'wss://h.example/x',
};

describe('npm run conformance', () => {
  const { closeLater } = useServers();

  it('E-1, C-11, N-10: a proper endpoint passes every rule within a minute: exit 0, report, results file, no token', async () => {
    const application = closeLater(await cloudApplication());
    const { sha256Fingerprint } = application.listener.identity;
    const results = join(tempFolder(), 'results.json');
    const fingerprint = sha256Fingerprint.replaceAll(':', '').toLowerCase(); // without colons, and in small letters
    const args = ['--details', detailsFile(application.details), '--accept-certificate', fingerprint];
    const { status, stdout, stderr } = await run(...args, '--json', results);
    expect(stdout).toMatch(/^Conformance of wss:\/\/localhost:\d+\/netbackup\/face1\n/);
    expect(stdout).toMatch(/\n19 rules: 19 passed, 0 failed, 0 not tried\n$/);
    expect(status).toBe(0);
    const { endpoint, rules } = resultsIn(results);
    expect(endpoint).toBe(application.endpointUrl);
    expect(rules).toEqual(
      conformanceRules.map(({ id, text }) => ({ id, text, result: 'pass', detail: expect.any(String) })),
    );
    expect(Object.keys(resultsIn(results))).toEqual(['endpoint', 'rules']);
    for (const said of [stdout, stderr, readFileSync(results, 'utf8')])
      expect(said).not.toContain(application.token.slice(0, 12));
  }, 60_000);

  it('D-9: without an accepted certificate: exit 1, the fingerprint, how to accept it, and nothing else is tried', async () => {
    const application = closeLater(await cloudApplication());
    const { status, stdout } = await run('--details', detailsFile(application.details));
    expect(status).toBe(1);
    expect(stdout).toContain(`--accept-certificate ${application.listener.identity.sha256Fingerprint}`);
    expect(stdout).toMatch(/✗ certificate: .*\n {4}seen: .*\n {4}the guide: D-9, D-17: .*\n {4}to mend: /);
    expect(stdout).toMatch(/\n19 rules: 2 passed, 1 failed, 16 not tried\n$/);
    expect(application.received).toEqual([]);
  });

  it('D-17: another certificate than the accepted one: exit 1, both fingerprints, and not a byte is sent', async () => {
    const application = closeLater(await cloudApplication());
    const other = 'AB:'.repeat(32).slice(0, -1);
    const { status, stdout } = await run('--details', detailsFile(application.details), '--accept-certificate', other);
    expect(status).toBe(1);
    expect(stdout).toContain(
      `The server presented ${application.listener.identity.sha256Fingerprint}, accepted is ${other}.`,
    );
    const { connections } = application.listener;
    await application.changes.until('all are closed', () => connections.every(({ closed }) => closed));
    expect(connections.map(({ bytesReceived }) => bytesReceived)).toEqual([0]);
    expect(application.received).toEqual([]);
  });

  it.each([
    [
      'T-1, E-3: priority in quotes',
      (text: string) => text.replace(':1,', ':"1",'),
      'JSON contents not valid. priority:',
    ],
    ['T-1, E-11: an apostrophe', (text: string) => text.replace('"g"', '"g\'"'), 'JSON contents not valid. groupId:'],
    ['T-1, E-8: no JSON', () => 'token=x', 'JSON contents not valid. The document is not JSON'],
    [
      'T-2, E-6: ws://',
      (text: string) => text.replace('wss:', 'ws:'),
      'Invalid websocket protocol. Only wss protocol supported',
    ],
  ])('%s: exit 1, details fails with the exact string', async (_what, change, seen) => {
    const results = join(tempFolder(), 'results.json');
    const { status, stdout } = await run('--details', detailsFile(valid, change), '--json', results);
    expect(status).toBe(1);
    const { endpoint, rules } = resultsIn(results);
    expect(endpoint).toBeNull();
    expect(rules.map(({ result }) => result)).toEqual(['fail', ...Array.from({ length: 18 }, () => 'not tried')]);
    expect(rules[0]?.detail.startsWith(seen)).toBe(true);
    expect(stdout).toContain(`seen:      ${seen}`);
    expect(stdout).not.toContain(valid.token);
  });

  it('--help says what the flags and the exit status are', async () => {
    const { status, stdout, stderr } = await run('--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/--details FILE .*--accept-certificate SHA256 .*--json FILE .*Exit status/s);
  });

  it.each([
    ['no --details', [], /--details FILE is missing; usage: npm run conformance/],
    ['an unknown flag', ['--detials', 'x'], /--detials.*; usage: npm run conformance/],
    ['a file that is not there', ['--details', '/nowhere/details.json'], /cannot be read \(ENOENT\)/],
    [
      'a fingerprint that is none',
      ['--details', 'package.json', '--accept-certificate', 'AB:CD'],
      /SHA-256 fingerprint: 64 hexadecimal digits/,
    ],
    [
      'a results file that cannot be written',
      ['--json', '/nowhere/r.json', '--details', 'package.json'],
      /--json .*ENOENT/,
    ],
    [
      'the results in the place of the details',
      ['--json', './package.json', '--details', 'package.json'],
      /--json would take the place of the file of --details/,
    ],
    ['an empty name', ['--json', '', '--details', 'package.json'], /--json is empty/],
  ])('%s: exit 2 and one clear line', async (_what, args, line) => {
    const { status, stdout, stderr } = await run(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.skipIf(process.platform !== 'linux')(
    'results that find no room: they are told all the same, and exit 2',
    async () => {
      const { status, stdout, stderr } = await run(
        '--details',
        detailsFile(valid, () => '{}'),
        '--json',
        '/dev/full',
      );
      expect(stdout).toContain('JSON contents not valid');
      expect([status, stderr]).toEqual([2, 'conformance: --json /dev/full cannot be written (ENOSPC)\n']);
    },
  );

  it('a folder in the place of the details: exit 2', async () => {
    const folder = join(tempFolder(), 'details.json');
    mkdirSync(folder);
    const { status, stderr } = await run('--details', folder);
    expect(status).toBe(2);
    expect(stderr).toMatch(/cannot be read \(EISDIR\)/);
  });
});
