import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultDataFolder, openDataFolder } from '../../electron/service/data-folder.ts';
import { DataFolderError } from '../../electron/service/data-folder-error.ts';
import type { Holder } from '../../electron/service/folder-lock.ts';
import { thrownBy } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const since = '2026-01-15T12:00:00Z';
const script = fileURLToPath(new URL('../support/hold-data-folder.ts', import.meta.url));

/** Another process that tries to open the folder, and what it says about it. */
async function otherProcess(folder: string): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [says] = await once(createInterface(child.stdout), 'line');
  return { child, says };
}

/** Opens a folder until the test is over. */
function open(folder: string, holder?: Partial<Holder>) {
  const opened = openDataFolder(folder, holder);
  onTestFinished(() => opened.release());
  return opened;
}

function refusalOf(folder: string): string {
  const error = thrownBy(() => openDataFolder(folder));
  if (!(error instanceof DataFolderError)) throw error;
  return error.message;
}

describe('L-1, decision 46 where things lie', () => {
  it('L-1 the paths in the folder', () => {
    const path = join(tempFolder(), 'a', 'data');
    expect(open(path)).toMatchObject({
      path,
      trustStore: join(path, 'truststore'),
      properties: join(path, 'nbwss.properties'),
      vaultKey: join(path, 'vault.key'),
      logs: join(path, 'logs', 'nbwebservice'),
    });
  });

  it('P-6 a missing folder is made, for its owner only, with the trust store in it', () => {
    const path = join(tempFolder(), 'a', 'data');
    open(path);
    for (const folder of [path, join(path, 'truststore')]) expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', {}, join(homedir(), '.config', 'App')],
    ['linux', { XDG_CONFIG_HOME: '' }, join(homedir(), '.config', 'App')],
    ['linux', { XDG_CONFIG_HOME: '/xdg', APPDATA: 'C:\\x' }, join('/xdg', 'App')],
    ['freebsd', {}, join(homedir(), '.config', 'App')],
    ['darwin', { XDG_CONFIG_HOME: '/xdg' }, join(homedir(), 'Library', 'Application Support', 'App')],
    [
      'win32',
      { APPDATA: 'C:\\Users\\a\\AppData\\Roaming', XDG_CONFIG_HOME: '/xdg' },
      join('C:\\Users\\a\\AppData\\Roaming', 'App'),
    ],
    ['win32', {}, join(homedir(), 'AppData', 'Roaming', 'App')],
  ])('decision 46 on %s with %j the default folder is %s', (platform, env, folder) => {
    expect(defaultDataFolder('App', platform, env)).toBe(folder);
  });
});

describe('a folder that cannot be used is refused in one line', () => {
  it.each([
    ['a file in its place', (folder: string) => writeFileSync(folder, ''), /is not writable \(EEXIST\)$/],
    [
      'a file in the place of the trust store',
      (folder: string) => {
        mkdirSync(folder);
        writeFileSync(join(folder, 'truststore'), '');
      },
      /is not writable \(EEXIST\)$/,
    ],
    [
      'a directory in the place of the lock',
      (folder: string) => mkdirSync(join(folder, 'lock'), { recursive: true }),
      /^The lock of the data folder .* cannot be taken: /,
    ],
    [
      'a large file of somebody else in the place of the lock',
      (folder: string) => {
        mkdirSync(folder);
        writeFileSync(join(folder, 'lock'), 'something else '.repeat(10_000));
      },
      /^The lock of the data folder .* cannot be taken: it is larger than 64 KiB\. Remove .*lock when no NBWSS Console/,
    ],
  ])('%s', (_what, prepare, message) => {
    const folder = join(tempFolder(), 'data');
    prepare(folder);
    const refusal = refusalOf(folder);
    expect(refusal).toMatch(message);
    expect(refusal).toContain(folder);
    expect(refusal).not.toContain('\n');
  });
});

it.skipIf(process.platform !== 'linux')('where the system makes no folder, that is told at once', () => {
  expect(refusalOf('/proc/nbwss/data')).toBe('The data folder /proc/nbwss/data is not writable (ENOENT)');
});

describe('T-12 one process at a time holds a folder', () => {
  it('T-12 a second process is told the pid of the first', async () => {
    const folder = tempFolder();
    open(folder, { now: Date.parse(since) });
    const { says } = await otherProcess(folder);
    expect(says).toBe(
      `DataFolderError: The data folder ${folder} is in use by the headless host (pid ${process.pid}, since ${since})`,
    );
  });

  it('T-12 and so is this one, when another holds it', async () => {
    const folder = tempFolder();
    const { child, says } = await otherProcess(folder);
    expect(says).toBe('held');
    expect(refusalOf(folder)).toMatch(
      new RegExp(`^The data folder ${folder} is in use by the headless host \\(pid ${child.pid}, since .{19}Z\\)$`),
    );
  });

  it('T-12 a folder that was released can be taken by another process', async () => {
    const folder = tempFolder();
    openDataFolder(folder).release();
    expect((await otherProcess(folder)).says).toBe('held');
  });

  it('T-12 a process that was killed leaves no lock behind', async () => {
    const folder = tempFolder();
    const { child } = await otherProcess(folder);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(() => open(folder)).not.toThrow();
  });

  it('T-12 a second try in the same process is refused, and takes the lock from nobody', async () => {
    const folder = tempFolder();
    open(folder);
    expect(refusalOf(folder)).toContain(`(pid ${process.pid}, since`);
    expect((await otherProcess(folder)).says).toContain(`(pid ${process.pid}, since`);
  });

  it('T-12 two folders are independent', () => {
    open(tempFolder());
    expect(() => open(tempFolder())).not.toThrow();
  });
});
