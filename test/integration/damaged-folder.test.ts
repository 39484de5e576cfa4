import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDataFolder } from '../../electron/service/data-folder.ts';
import { withConsole } from '../faults/service-console.ts';
import {
  DamageScene,
  hosts,
  isRoot,
  makePipe,
  refusalText,
  shownBy,
  useDataFolder,
} from '../support/damage/damage-scene.ts';
import { type DamageId, damage, named, said } from '../support/damage/damaged-files.ts';
import { SmallDisk } from '../support/damage/small-disk.ts';
import { thrownBy } from '../support/refusal.ts';
import { filesIn } from '../support/saved-files.ts';
import { permanentFolder } from '../support/temp-folder.ts';

/** The data folder and its lock, in every odd state; each row of docs/damaged-files.md is a test of that name. */

const used = permanentFolder();
beforeAll(() => useDataFolder(join(used, 'data')));
const scene = (as?: 'nobody') => new DamageScene(join(used, 'data'), as);

/** A process that holds the folder as one of the two hosts does. */
async function holdAs(host: 'desktop' | 'headless', folder: string): Promise<number | undefined> {
  const script = fileURLToPath(new URL('../support/hold-data-folder.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, host], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(await once(createInterface(child.stdout), 'line')).toEqual(['held']);
  return child.pid;
}

describe('T-12 a folder that cannot be used is refused in one line, exit status 2', () => {
  const refusal = (id: DamageId) => ({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`^${said(id).source}\n$`)),
  });

  it(damage('folder-held-by-headless'), async () => {
    const made = scene();
    const { ready } = await made.opened();
    const second = await made.refused();
    expect(second).toMatchObject(refusal('folder-held-by-headless'));
    expect(second.stderr).toContain(`(pid ${ready.pid}, since ${new Date().toISOString().slice(0, 10)}T`);
    expect((await shownBy(ready)).frame.service.state).toBe('ready');
  });

  it(damage('folder-held-by-desktop'), async () => {
    const made = scene();
    const pid = await holdAs('desktop', made.data);
    const second = await made.refused();
    expect(second).toMatchObject(refusal('folder-held-by-desktop'));
    expect(second.stderr).toContain(`(pid ${pid}, since `);
  });

  it('T-12 the desktop app is refused in the same words while a headless host runs', async () => {
    const made = scene();
    const { ready } = await made.opened();
    const error = thrownBy(() => openDataFolder(made.data, { host: 'desktop' }));
    expect(String(error)).toContain(`is in use by the headless host (pid ${ready.pid}, since `);
  });

  const damages: [DamageId, (made: DamageScene) => void][] = [
    ['lock-pipe', (made) => makePipe(made.file('lock'))],
    [
      'lock-link',
      (made) => {
        const elsewhere = new DatabaseSync(join(made.outer, 'elsewhere.sqlite'));
        elsewhere.exec('CREATE TABLE precious (number)');
        elsewhere.close();
        symlinkSync(join(made.outer, 'elsewhere.sqlite'), made.file('lock'));
      },
    ],
    ['lock-huge', (made) => writeFileSync(made.file('lock'), 'of somebody else '.repeat(10_000))],
    [
      'lock-database',
      (made) => {
        const lock = new DatabaseSync(made.file('lock'));
        lock.exec('CREATE TABLE precious (number); INSERT INTO precious VALUES (7)');
        lock.close();
      },
    ],
    [
      'folder-is-a-file',
      (made) => {
        rmSync(made.data, { recursive: true });
        writeFileSync(made.data, 'of somebody else');
      },
    ],
    [
      'truststore-is-a-file',
      (made) => {
        rmSync(made.file('truststore'), { recursive: true });
        writeFileSync(made.file('truststore'), 'of somebody else');
      },
    ],
    [
      'logs-is-a-file',
      (made) => {
        rmSync(made.file('logs'), { recursive: true });
        writeFileSync(made.file('logs'), 'of somebody else');
      },
    ],
  ];

  it.each(named(damages))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    if (id.startsWith('lock-')) rmSync(made.file('lock'));
    makeDamage(made);
    // A lock that was taken and let go of is no loss.
    const files = () =>
      Object.entries(filesIn(made.outer)).filter(([name]) => id.startsWith('lock-') || !name.endsWith('lock'));
    const before = files();
    await expect(made.openedHere()).rejects.toMatchObject({
      name: 'DataFolderError', // which the headless host prints, and ends with status 2
      message: expect.stringMatching(new RegExp(`^${said(id).source}$`)),
    });
    expect(files()).toEqual(before);
  });

  it(damage('lock-directory'), async () => {
    const made = scene();
    rmSync(made.file('lock'));
    mkdirSync(made.file('lock'));
    expect(await made.refused()).toMatchObject(refusal('lock-directory'));
    expect(statSync(made.file('lock')).isDirectory()).toBe(true);
  });

  it.skipIf(!isRoot)(damage('folder-read-only'), async () => {
    const disk = new SmallDisk();
    const made = scene();
    onTestFinished(() => disk.close());
    disk.mountOn(made.data, 'ro');
    expect(await made.refused()).toMatchObject(refusal('folder-read-only'));
  });

  it.skipIf(!isRoot)(damage('folder-no-permission'), async () => {
    const made = scene('nobody');
    const mine = join(made.outer, 'data');
    renameSync(mine, join(made.outer, 'of-nobody'));
    mkdirSync(mine, { mode: 0o700 }); // root's
    expect(await made.refused()).toMatchObject(refusal('folder-no-permission'));
  });
});

describe('T-12 a lock that nobody holds is never in the way', () => {
  const bothHosts = [{ hostName: hosts.first }, { hostName: hosts.second }];

  it(damage('lock-killed'), async () => {
    const made = scene();
    const { host } = await made.opened();
    await host.end('SIGKILL');
    const { shown } = await made.opened();
    expect(shown.frame.warnings).toEqual([]);
    expect(shown.endpoints).toMatchObject(bothHosts);
  });

  it(damage('half-written'), async () => {
    const made = scene();
    const good = made.bytes('config.json');
    const halves = ['.4711.new', join('truststore', '.4711.new')];
    for (const half of halves) writeFileSync(made.file(half), good.subarray(0, 100));
    const { shown } = await made.openedHere();
    expect(shown().frame.warnings).toEqual([]);
    expect(shown().endpoints).toMatchObject(bothHosts);
    expect(halves.map((half) => made.hex(half))).toEqual([undefined, undefined]);
    expect(made.bytes('config.json')).toEqual(good);
  });

  it(damage('lock-pid-reused'), async () => {
    const made = scene();
    const other = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 60_000)'], { stdio: 'ignore' });
    onTestFinished(() => void other.kill('SIGKILL'));
    const lock = new DatabaseSync(made.file('lock'));
    lock.prepare('UPDATE holder SET pid = ?').run(other.pid ?? 0);
    lock.close();
    const { shown } = await made.openedHere();
    expect(shown().frame.warnings).toEqual([]);
    expect(other.exitCode).toBeNull();
  });

  it.each(
    named([
      ['lock-garbage', Buffer.from('something else '.repeat(100))],
      ['lock-zeroed', Buffer.alloc(8192)],
    ]),
  )('%s', async (_name, id, garbage) => {
    const made = scene();
    const { ino } = statSync(made.file('lock'));
    writeFileSync(made.file('lock'), garbage);
    const { shown } = await made.openedHere();
    expect(shown().text).toMatch(said(id));
    const [kept = ''] = made.setAside('lock');
    expect(made.bytes(kept)).toEqual(garbage);
    // Not by another file: two processes could hold one each.
    expect(statSync(made.file('lock')).ino).toBe(ino);
    expect((await made.refused()).stderr).toContain(`(pid ${process.pid}, since `);
  });

  it('T-12 a lock that is overwritten while it is held is held all the same', async () => {
    const made = scene();
    const { host } = await made.opened();
    writeFileSync(made.file('lock'), 'something else '.repeat(100));
    expect(await made.refused()).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is in use by another process'),
    });
    expect(host.child.exitCode).toBeNull();
  });
});

describe('T-10, T-17 the data folder goes away while the service runs', () => {
  const gone: [DamageId, (made: DamageScene) => void][] = [
    ['folder-removed', () => undefined],
    ['folder-replaced', (made) => mkdirSync(made.data, { mode: 0o700 })],
    // Root lacks no permission; a link to itself cannot be looked through by anybody.
    ['folder-unreachable', (made) => symlinkSync(made.data, made.data)],
  ];

  it.each(named(gone))('%s', async (_name, id, replace) => {
    const made = scene();
    const { ready } = await made.opened();
    const away = join(made.outer, 'away');
    renameSync(made.data, away);
    replace(made);
    const deactivate = () => withConsole(ready, ({ endpoints }) => endpoints.deactivate({ hostNames: [hosts.first] }));
    const refusal = await refusalText(ready, ({ endpoints }) => endpoints.deactivate({ hostNames: [hosts.first] }));
    expect(refusal).toMatch(/^Communication with EMM failed\n/);
    expect(refusal).toMatch(said(id));
    const { text, endpoints } = await shownBy(ready);
    expect(text).toMatch(said(id));
    expect(endpoints).toMatchObject([{ state: 'ACTIVATED' }, { state: 'ACTIVATED' }]);
    const left = lstatSync(made.data, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(made.data) : [];
    expect(left.filter((name) => name.startsWith('config') || name === 'truststore')).toEqual([]);
    rmSync(made.data, { recursive: true, force: true });
    renameSync(away, made.data);
    await deactivate();
    expect((await shownBy(ready)).endpoints).toMatchObject([{ state: 'DEACTIVATED' }, { state: 'ACTIVATED' }]);
  });
});
