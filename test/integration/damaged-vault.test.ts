import { chmodSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { withConsole } from '../faults/service-console.ts';
import { DamageScene, hosts, makePipe, shownBy, useDataFolder } from '../support/damage/damage-scene.ts';
import { type DamageId, damage, named, said } from '../support/damage/damaged-files.ts';
import { changeSecretsIn, savedSecretsIn } from '../support/saved-secrets.ts';
import { permanentFolder } from '../support/temp-folder.ts';

/** The sealed secrets and their key, damaged; each row of docs/damaged-files.md is a test of that name. */

const used = permanentFolder();
let secrets: Record<string, string>;
beforeAll(async () => {
  await useDataFolder(join(used, 'data'));
  secrets = savedSecretsIn(join(used, 'data'));
});
const scene = () => new DamageScene(join(used, 'data'));
const [file, copy] = ['vault.json', 'vault.backup.json'];
const half = (made: DamageScene, name: string) => truncateSync(made.file(name), made.bytes(name).length >> 1);

describe('decision 42 vault.json', () => {
  const mended: [DamageId, (made: DamageScene) => void][] = [
    ['vault-truncated', (made) => half(made, file)],
    ['vault-zeroed', (made) => writeFileSync(made.file(file), Buffer.alloc(made.bytes(file).length))],
    [
      'vault-wrong-types',
      (made) => writeFileSync(made.file(file), '{"version":1,"revision":0,"secrets":["SENTINEL"]}'),
    ],
    ['vault-missing', (made) => rmSync(made.file(file))],
  ];
  it.each(named(mended))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    makeDamage(made);
    const damaged = made.hex(file);
    const { shown } = await made.openedHere();
    expect(shown().text).toMatch(said(id));
    expect(shown().text).not.toMatch(/cannot be read|SENTINEL/);
    expect([savedSecretsIn(made.data), shown().endpoints.length]).toEqual([secrets, 2]);
    expect(made.setAside('vault').map((name) => made.hex(name))).toEqual(damaged === undefined ? [] : [damaged]);
    await expect.poll(() => made.log()).toMatch(said(id));
  });

  it(damage('vault-changed-while-running'), async () => {
    const made = scene();
    const { ready } = await made.opened();
    const putBack = '{"version":1,"revision":1,"secrets":{"of another time":"sealed"}}';
    writeFileSync(made.file(file), putBack);
    await withConsole(ready, ({ endpoints }) => endpoints.delete({ hostNames: [hosts.first] }));
    expect((await shownBy(ready)).text).toMatch(said('vault-changed-while-running'));
    expect(made.setAside('vault').map((name) => made.text(name))).toEqual([putBack]);
    const left = Object.entries(secrets).filter(([name]) => !name.endsWith(` ${hosts.first}`));
    expect(savedSecretsIn(made.data)).toEqual(Object.fromEntries(left));
    await withConsole(ready, ({ endpoints }) => endpoints.delete({ hostNames: [hosts.second] }));
    expect(made.setAside('vault')).toHaveLength(1);
  });

  it(damage('vault-both-damaged'), async () => {
    const made = scene();
    for (const name of [file, copy]) half(made, name);
    const { shown } = await made.openedHere();
    expect(shown().text).toMatch(said('vault-both-damaged'));
    await expect
      .poll(() => shown().endpoints.map(({ detail }) => detail))
      .toEqual(
        Object.values(hosts).map(() => expect.objectContaining({ kind: 'failed', cause: 'credentials-unreadable' })),
      );
    expect(made.setAside('vault')).toHaveLength(1);
  });

  const refused: [DamageId, (path: string) => void][] = [
    ['vault-future', (path) => writeFileSync(path, '{"version":9,"new":true}')],
    ['vault-pipe', makePipe],
  ];
  it.each(named(refused))('%s', async (_name, id, make) => {
    const made = scene();
    rmSync(made.file(file));
    make(made.file(file));
    const before = [made.stateOf(file), made.stateOf('config.json')];
    const { shown } = await made.openedHere();
    expect(shown().frame.service.state).toBe('failed');
    expect(shown().text).toMatch(said(id));
    expect([made.stateOf(file), made.stateOf('config.json')]).toEqual(before);
  });
});

describe('decision 42 what seals it', () => {
  const unreadable: [DamageId, (made: DamageScene) => void][] = [
    [
      'vault-swapped',
      (made) =>
        changeSecretsIn(made.data, (saved) => {
          const [one = '', two = ''] = Object.keys(saved);
          return { [one]: saved[two] ?? '', [two]: saved[one] ?? '' };
        }),
    ],
    ['key-missing', (made) => rmSync(made.file('vault.key'))],
    ['key-damaged', (made) => writeFileSync(made.file('vault.key'), 'SENTINEL')],
  ];
  it.each(named(unreadable))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    makeDamage(made);
    const before = [savedSecretsIn(made.data), made.hex('vault.key')];
    const { shown } = await made.openedHere();
    expect(shown().text).toMatch(said(id));
    expect(shown().text).not.toContain('SENTINEL');
    await expect
      .poll(() => shown().endpoints.map(({ detail }) => detail))
      .toEqual(
        Object.values(hosts).map(() => expect.objectContaining({ kind: 'failed', cause: 'credentials-unreadable' })),
      );
    expect([savedSecretsIn(made.data), made.hex('vault.key')]).toEqual(before);
    expect(readFileSync(made.file('config.json'), 'utf8')).toContain(hosts.first);
  });

  it.skipIf(process.platform === 'win32')(damage('key-open'), async () => {
    const made = scene();
    chmodSync(made.file('vault.key'), 0o644);
    const { host, shown } = await made.openedHere();
    expect(shown().frame.warnings).toEqual([expect.stringMatching(said('key-open'))]);
    expect(statSync(made.file('vault.key')).mode & 0o777).toBe(0o600);
    expect(shown().endpoints).toHaveLength(2);
    await host.stop();
    expect(made.log()).toMatch(/could be read by other users.*"vault key"/);
  });
});
