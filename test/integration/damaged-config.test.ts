import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
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
import { refusalOf } from '../support/refusal.ts';
import { filesIn } from '../support/saved-files.ts';
import { permanentFolder, tempFolder } from '../support/temp-folder.ts';

/** Decision 44: config.json, damaged in every way; each row of docs/damaged-files.md is a test of that name. */

const file = 'config.json';
const copy = 'config.json.last-good';
const used = permanentFolder();
beforeAll(() => useDataFolder(join(used, 'data')));
const scene = (as?: 'nobody') => new DamageScene(join(used, 'data'), as);

interface Saved {
  version: number;
  endpoints: { hostName: string; url?: string; state: string; addedAt: number }[];
}
const savedIn = (made: DamageScene, name = file): Saved => JSON.parse(made.text(name));
const edit = (made: DamageScene, change: (saved: Saved) => unknown) => {
  const saved = savedIn(made);
  writeFileSync(made.file(file), JSON.stringify(change(saved) ?? saved));
};
const bothHosts = [{ hostName: hosts.first }, { hostName: hosts.second }];
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('decision 44 a damaged config.json is set aside, and its last good copy goes on', () => {
  const damages: [DamageId, (made: DamageScene) => void][] = [
    ['config-empty', (made) => truncateSync(made.file(file))],
    ['config-zeroed', (made) => writeFileSync(made.file(file), Buffer.alloc(made.bytes(file).length))],
    [
      'config-not-utf8',
      (made) =>
        writeFileSync(made.file(file), Buffer.from(made.text(file).replace('group of', 'gr\u00fcppe'), 'latin1')),
    ],
    ['config-utf16', (made) => writeFileSync(made.file(file), Buffer.from(`\ufeff${made.text(file)}`, 'utf16le'))],
    ['config-wrong-types', (made) => edit(made, (saved) => ({ ...saved, endpoints: {} }))],
    ['config-endpoint-damaged', (made) => edit(made, ({ endpoints }) => void delete endpoints[1]?.url)],
    [
      'config-infinite',
      (made) => writeFileSync(made.file(file), made.text(file).replace(/"addedAt": \d+/, '"addedAt": 1e999')),
    ],
    [
      'config-duplicate-host',
      (made) =>
        edit(made, ({ endpoints }) => {
          if (endpoints[0]) endpoints.push({ ...endpoints[0], hostName: 'ONE.EXAMPLE' });
        }),
    ],
    [
      'config-deep',
      (made) => writeFileSync(made.file(file), made.text(file).replace('{', `{"extra":${nested(100_000)},`)),
    ],
    ['config-huge', (made) => truncateSync(made.file(file), 300_000_000)],
    [
      'config-directory',
      (made) => {
        rmSync(made.file(file));
        mkdirSync(made.file(file));
        writeFileSync(join(made.file(file), 'inside'), 'kept');
      },
    ],
    [
      'config-pipe',
      (made) => {
        rmSync(made.file(file));
        makePipe(made.file(file));
      },
    ],
  ];

  it.each(named(damages))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    const good = made.bytes(copy);
    makeDamage(made);
    const { size, ino } = statSync(made.file(file));
    const { shown } = await made.openedHere();
    expect(shown().text).toMatch(said(id));
    expect(shown().endpoints).toMatchObject(bothHosts);
    const [kept = ''] = made.setAside('config');
    expect(statSync(made.file(kept))).toMatchObject({ size, ino }); // the very file
    expect(made.bytes(file)).toEqual(good);
    expect(statSync(made.file(file)).mode & 0o777).toBe(0o600);
  });

  it(damage('config-truncated'), async () => {
    const made = scene();
    truncateSync(made.file(file), made.bytes(file).length >> 1);
    const { host, shown } = await made.opened();
    expect(shown.text).toMatch(said('config-truncated'));
    expect(shown.endpoints).toMatchObject(bothHosts);
    expect((await host.end()).stderr).toBe('');
    expect(made.log()).toMatch(said('config-truncated'));
  });

  it(damage('config-missing'), async () => {
    const made = scene();
    rmSync(made.file(file));
    const { shown } = await made.openedHere();
    expect(shown().text).toMatch(said('config-missing'));
    expect(shown().endpoints).toMatchObject(bothHosts);
  });

  it(damage('config-deleted-stays-deleted'), async () => {
    const made = scene();
    const { host, ready } = await made.opened();
    await withConsole(ready, ({ endpoints }) => endpoints.delete({ hostNames: [hosts.first] }));
    await withConsole(ready, ({ endpoints }) => endpoints.deactivate({ hostNames: [hosts.second] }));
    await host.end('SIGKILL'); // what was answered is in both files
    truncateSync(made.file(file), 100);
    const { shown } = await made.opened();
    expect(shown.text).toMatch(said('config-deleted-stays-deleted'));
    expect(shown.endpoints).toMatchObject([{ hostName: hosts.second, state: 'DEACTIVATED' }]);
    expect(made.text(copy)).not.toContain(hosts.first); // Z-2: nor is its sealed token
  });

  it('decision 44 whenever the process is killed, each change that was answered is in file and copy', async () => {
    const script = fileURLToPath(new URL('../support/save-config-endlessly.ts', import.meta.url));
    for (const saves of [1, 7, 20]) {
      const folder = tempFolder();
      const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'close');
      let answered = 0;
      for await (const line of createInterface(child.stdout)) {
        answered = Number(line);
        if (answered >= saves) child.kill('SIGKILL');
      }
      await ended;
      for (const name of [file, copy]) {
        const saved: Saved = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        expect(saved.endpoints.length).toBeGreaterThanOrEqual(answered);
      }
    }
  });

  it(damage('clock-set-back'), async () => {
    const made = scene();
    // Each second of the next minute has one already.
    for (let seconds = 0; seconds < 60; seconds++) {
      const stamp = new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19).replaceAll(':', '-');
      writeFileSync(made.file(`config.damaged-${stamp}.json`), 'of before');
    }
    truncateSync(made.file(file), 100);
    const { shown } = await made.openedHere();
    expect(shown().text).toMatch(said('clock-set-back'));
    const kept = made.setAside('config');
    expect(kept).toHaveLength(61);
    expect(kept.filter((name) => made.text(name) === 'of before')).toHaveLength(60);
  });

  it(damage('set-aside-before'), async () => {
    const made = scene();
    writeFileSync(made.file('config.damaged-2026-01-15T12-00-00.json'), 'of before');
    const { host, shown } = await made.openedHere();
    expect(shown().frame.warnings).toEqual([expect.stringMatching(said('set-aside-before'))]);
    await host.stop();
    rmSync(made.file('config.damaged-2026-01-15T12-00-00.json'));
    expect((await made.openedHere()).shown().frame.warnings).toEqual([]);
  });
});

describe('decision 44 odd, but good', () => {
  it(damage('config-bom'), async () => {
    const made = scene();
    writeFileSync(made.file(file), `\ufeff${made.text(file)}`);
    const { shown } = await made.openedHere();
    expect(shown().frame.warnings).toEqual([]);
    expect(shown().endpoints).toMatchObject(bothHosts);
  });

  it(damage('config-prototype'), async () => {
    const made = scene();
    const odd = '"__proto__": { "closeToTray": false, "state": "failed" }, "constructor": { "prototype": { "x": 1 } },';
    writeFileSync(made.file(file), made.text(file).replace('{', `{${odd}`));
    const { host, shown } = await made.openedHere();
    expect(shown().frame.warnings).toEqual([]);
    host.service.endpoints.deactivate([hosts.first]);
    expect(shown().endpoints).toMatchObject([{ state: 'DEACTIVATED' }, { state: 'ACTIVATED' }]);
    expect(Object.keys(savedIn(made))).toEqual(expect.arrayContaining(['__proto__', 'constructor']));
  });

  it(damage('config-100000'), async () => {
    const made = scene();
    edit(made, ({ endpoints: [one] }) => {
      const endpoints = Array.from({ length: 100_000 }, (_, index) => ({
        ...one,
        hostName: `host${index}.example`,
        url: `wss://host${index}.example/`,
        state: 'DEACTIVATED',
      }));
      return { ...savedIn(made), endpoints };
    });
    const { shown } = await made.openedHere();
    const { frame, endpoints } = shown();
    expect(frame.service.state).toBe('ready');
    expect(frame.warnings).toEqual([]);
    expect(endpoints).toHaveLength(100_000);
  });
});

describe('T-12, T-22, decision 44 a config.json that cannot be opened: nothing starts, and nothing is changed', () => {
  const damages: [DamageId, (made: DamageScene) => void][] = [
    [
      'config-both-damaged',
      (made) => {
        truncateSync(made.file(file), 100);
        writeFileSync(made.file(copy), '[]');
      },
    ],
    [
      'config-missing-copy-damaged',
      (made) => {
        rmSync(made.file(file));
        writeFileSync(made.file(copy), Buffer.from([0xff, 0xfe]));
      },
    ],
    ['config-future', (made) => edit(made, (saved) => ({ ...saved, version: 9, endpoints: 'another shape' }))],
    [
      'config-link',
      (made) => {
        renameSync(made.file(file), join(made.outer, 'elsewhere.json'));
        symlinkSync(join(made.outer, 'elsewhere.json'), made.file(file));
      },
    ],
    [
      'config-link-nowhere',
      (made) => {
        rmSync(made.file(file));
        symlinkSync(join(made.outer, 'not-mounted', file), made.file(file));
      },
    ],
  ];

  it.each(named(damages))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    const good = made.bytes(file);
    makeDamage(made);
    const before = savedFiles(made);
    const { host, shown } = await made.openedHere();
    expect(shown().text).toMatch(said(id));
    expect(shown().frame.service.state).toBe('failed');
    expect(refusalOf(() => host.service.retry()).code).toBe('storeNotOpened');
    expect(savedFiles(made)).toEqual(before);
    rmSync(made.file(file), { force: true });
    writeFileSync(made.file(file), good);
    host.service.retry();
    expect(shown().endpoints).toMatchObject(bothHosts);
  });

  it(damage('config-no-copy'), async () => {
    const made = scene();
    const good = made.bytes(file);
    truncateSync(made.file(file), 100);
    rmSync(made.file(copy));
    const before = savedFiles(made);
    const { ready, shown } = await made.opened();
    expect(shown.text).toMatch(said('config-no-copy'));
    expect(await refusalText(ready, ({ state }) => state.retry())).toMatch(said('config-no-copy'));
    expect(savedFiles(made)).toEqual(before);
    writeFileSync(made.file(file), good);
    await withConsole(ready, ({ state }) => state.retry());
    expect((await shownBy(ready)).endpoints).toMatchObject(bothHosts);
  });

  it.skipIf(!isRoot)(damage('config-no-permission'), async () => {
    const made = scene('nobody');
    const contents = made.bytes(file);
    rmSync(made.file(file));
    writeFileSync(made.file(file), contents, { mode: 0o600 }); // root's
    const { shown } = await made.opened();
    expect(shown.text).toMatch(said('config-no-permission'));
    expect(made.bytes(file)).toEqual(contents);
    expect(made.setAside('config')).toEqual([]);
  });
});

/** config.json and what belongs to it, byte for byte. */
const savedFiles = (made: DamageScene) =>
  Object.fromEntries(Object.entries(filesIn(made.data)).filter(([name]) => /^(config|truststore|vault)/.test(name)));

describe('T-10, decision 44 while the service runs', () => {
  const deactivate = (hostName: string) => (client: Parameters<Parameters<typeof withConsole>[1]>[0]) =>
    client.endpoints.deactivate({ hostNames: [hostName] });
  const activated = [{ state: 'ACTIVATED' }, { state: 'ACTIVATED' }];

  it(damage('config-changed-while-running'), async () => {
    const made = scene();
    const { ready } = await made.opened();
    const edited = made.text(file).replace('wss://127.0.0.1:9/0', 'wss://other.example/');
    writeFileSync(made.file(file), edited);
    await withConsole(ready, deactivate(hosts.first));
    expect((await shownBy(ready)).text).toMatch(said('config-changed-while-running'));
    const [kept = ''] = made.setAside('config');
    expect(made.text(kept)).toBe(edited);
    expect(savedIn(made).endpoints).toMatchObject([{ state: 'DEACTIVATED', url: 'wss://127.0.0.1:9/0' }, {}]);
    await withConsole(ready, deactivate(hosts.second));
    expect(made.setAside('config')).toEqual([kept]);
  });

  it(damage('copy-not-writable'), async () => {
    const made = scene();
    const { ready } = await made.opened();
    rmSync(made.file(copy));
    mkdirSync(made.file(copy));
    await withConsole(ready, deactivate(hosts.first));
    const { text, endpoints } = await shownBy(ready);
    expect(text).toMatch(said('copy-not-writable'));
    expect(endpoints[0]).toMatchObject({ state: 'DEACTIVATED' });
    rmSync(made.file(copy), { recursive: true });
    await withConsole(ready, deactivate(hosts.second));
    expect((await shownBy(ready)).frame.warnings).toEqual([]);
    expect(made.bytes(copy)).toEqual(made.bytes(file));
  });

  it.skipIf(!isRoot)(damage('config-read-only'), async () => {
    const made = scene('nobody');
    const { ready } = await made.opened();
    const before = savedFiles(made);
    chmodSync(made.file(file), 0o400);
    expect(await refusalText(ready, deactivate(hosts.first))).toMatch(said('config-read-only'));
    expect(savedFiles(made)).toEqual(before);
    expect((await shownBy(ready)).endpoints).toMatchObject(activated);
    chmodSync(made.file(file), 0o600);
    await withConsole(ready, deactivate(hosts.first));
    expect(savedIn(made).endpoints[0]).toMatchObject({ state: 'DEACTIVATED' });
  });

  it.skipIf(!isRoot)(damage('config-disk-full'), async () => {
    const disk = new SmallDisk();
    const made = scene();
    onTestFinished(() => disk.close());
    disk.mountOn(made.data);
    const { host, ready } = await made.opened();
    disk.fill();
    const before = savedFiles(made);
    expect(await refusalText(ready, deactivate(hosts.first))).toMatch(said('config-disk-full'));
    expect(savedFiles(made)).toEqual(before);
    expect((await shownBy(ready)).endpoints).toMatchObject(activated);
    disk.free();
    await withConsole(ready, deactivate(hosts.first));
    expect(savedIn(made).endpoints[0]).toMatchObject({ state: 'DEACTIVATED' });
    expect(made.bytes(copy)).toEqual(made.bytes(file));
    await host.end();
  });
});
