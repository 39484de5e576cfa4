import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect, it, type TestContext } from 'vitest';
import { makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';
import { OwnProcess } from '../support/headless-process.ts';
import { closedPort } from '../support/odd-servers.ts';
import { permanentFolder } from '../support/temp-folder.ts';

const samples = join(import.meta.dirname, '..', '..', 'docs', 'samples');
const python = process.platform === 'win32' ? 'python' : 'python3';

interface Sample {
  readonly program: string;
  readonly file: string;
  readonly env?: Record<string, string>;
  /** For its files. */
  readonly folder: string;
}

/** Starts a sample as its first lines say, and lets the conformance check loose on it. */
async function conformanceOf({ program, file, env = {}, folder }: Sample, { onTestFinished }: TestContext) {
  const identity = await makeCertificate({ commonName: '127.0.0.1' });
  const { cert, key } = tlsCredentials(identity);
  const url = `wss://127.0.0.1:${await closedPort()}/netbackup/face1`;
  const details = { token: 'cXdlcnJ0cnRydHJ0MjIzNDM0NA==', priority: 1, groupId: 'g', hostName: '127.0.0.1', url };
  const files = { 'details.json': JSON.stringify(details), 'certificate.pem': cert, 'key.pem': key };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const args = [join(samples, file), ...Object.keys(files).map((name) => join(folder, name))];
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const lines = createInterface({ input: child.stdout });
  const seen: string[] = [];
  lines.on('line', (line) => seen.push(line));
  await Promise.race([once(lines, 'line'), ended.then(() => Promise.reject(new Error(`it ended: ${said}`)))]);
  expect(seen[0]).toMatch(/^listening on port \d+$/);
  const check = await new OwnProcess('electron/conformance-command.ts', [
    '--details',
    join(folder, 'details.json'),
    '--accept-certificate',
    identity.sha256Fingerprint,
  ]).ended;
  return { ...check, seen, said };
}

/** Installs what the Python sample names in its first lines into a folder. @returns why it could not be installed */
async function problemOfPython(folder: string): Promise<string | undefined> {
  const [, requirement = ''] =
    /pip install (\S+==[\d.]+)/.exec(readFileSync(join(samples, 'endpoint.py'), 'utf8')) ?? [];
  const run = (...args: string[]) => promisify(execFile)(python, args, { timeout: 90_000 });
  try {
    const { stdout } = await run('-c', 'import sys; print(sys.version_info >= (3, 11))');
    if (stdout.trim() !== 'True') return 'it needs Python 3.11 or newer';
  } catch (error) {
    return `${python} cannot be run (${(error as Error).message})`;
  }
  try {
    await run('-m', 'pip', 'install', '--quiet', '--no-input', '--target', folder, requirement);
    return undefined;
  } catch (error) {
    const { stderr } = error as { stderr: string };
    return `pip could not install ${requirement}: ${stderr.trim().split('\n').at(-1)}`;
  }
}

describe('the sample endpoints of docs/endpoint-guide.md pass the conformance check', { timeout: 120_000 }, () => {
  const keepsEveryRule = /\n19 rules: 19 passed, 0 failed, 0 not tried\n$/;
  const told = ['JOB 2000000001', 'IMAGE nbwss-conformance.invalid_'];
  const folder = permanentFolder();
  const folderOfPython = permanentFolder();
  const packages = permanentFolder();

  // The check waits for much: both at once.
  it.concurrent('M-1, C-11, N-10, X-2: in Node', async (context) => {
    const sample = { program: process.execPath, file: 'endpoint.mjs', folder };
    const { status, stdout, seen, said } = await conformanceOf(sample, context);
    expect(stdout).toMatch(keepsEveryRule);
    expect(status).toBe(0);
    for (const beginning of told) expect(seen.some((line) => line.startsWith(beginning))).toBe(true);
    // Three connections of which one is refused, and the notification that comes three times is taken once.
    expect(seen.filter((line) => line === 'JOB 2000000001 DONE')).toHaveLength(1);
    expect(seen.filter((line) => line.startsWith('answer 502'))).toHaveLength(2);
    expect(said).toBe('');
  });

  it.concurrent('M-1, C-11, N-10, X-2: in Python', async (context) => {
    const problem = await problemOfPython(packages);
    if (problem !== undefined) {
      // Where the project itself is tested it has to run; who only uses the project may have no Python.
      if (process.env['CI'] === 'true') throw new Error(problem);
      context.skip(`The Python sample was not tested: ${problem}.`);
      return;
    }
    const env = { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' };
    const sample = { program: python, file: 'endpoint.py', env, folder: folderOfPython };
    const { status, stdout, seen, said } = await conformanceOf(sample, context);
    expect(stdout).toMatch(keepsEveryRule);
    expect(status).toBe(0);
    for (const beginning of told) expect(seen.some((line) => line.startsWith(beginning))).toBe(true);
    expect(seen.filter((line) => line.startsWith('answer 502'))).toHaveLength(2);
    expect(said).toBe('');
  });

  it.each(['endpoint.mjs', 'endpoint.py'])('%s is short enough to be read: under 80 lines', (file) => {
    expect(readFileSync(join(samples, file), 'utf8').trimEnd().split('\n').length).toBeLessThan(80);
  });
});
