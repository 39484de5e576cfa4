import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { DamageScene, hosts, isRoot, makePipe, useDataFolder } from '../support/damage/damage-scene.ts';
import { type DamageId, damage, named, said } from '../support/damage/damaged-files.ts';
import { permanentFolder } from '../support/temp-folder.ts';

/** The two databases, damaged in every way; each row of docs/damaged-files.md is a test of that name. */

const used = permanentFolder();
beforeAll(() => useDataFolder(join(used, 'data')));
const scene = (as?: 'nobody') => new DamageScene(join(used, 'data'), as);

const fileOf = (id: DamageId) => `${id.slice(0, id.indexOf('-'))}.sqlite`;
const replaceByPipe = (made: DamageScene, file: string) => {
  rmSync(made.file(file));
  makePipe(made.file(file));
};
/** As after a kill: what was committed last is in the journal alone. */
const withJournal = (made: DamageScene, file: string) => writeFileSync(made.file(`${file}-wal`), 'what was committed');

const halve = (made: DamageScene, file: string) => truncateSync(made.file(file), made.bytes(file).length >> 1);
const zero = (made: DamageScene, file: string) => writeFileSync(made.file(file), Buffer.alloc(made.bytes(file).length));
const empty = (made: DamageScene, file: string) => {
  truncateSync(made.file(file));
  withJournal(made, file);
};
const raiseFormat = (made: DamageScene, file: string) => {
  const database = new DatabaseSync(made.file(file));
  database.exec('PRAGMA user_version = 99');
  database.close();
};

describe('N-15, decision 19 a damaged database is set aside with its journal, and a new one is begun', () => {
  const damages: [DamageId, (made: DamageScene, file: string) => void][] = [
    ['notifications-truncated', halve],
    ['notifications-zeroed', zero],
    ['notifications-garbage', (made, file) => writeFileSync(made.file(file), 'something else '.repeat(1000))],
    ['notifications-empty', empty],
    [
      'notifications-missing',
      (made, file) => {
        rmSync(made.file(file));
        withJournal(made, file);
      },
    ],
    [
      'notifications-directory',
      (made, file) => {
        rmSync(made.file(file));
        mkdirSync(made.file(file));
      },
    ],
    ['notifications-pipe', replaceByPipe],
    ['notifications-future', raiseFormat],
    ['history-truncated', halve],
    ['history-zeroed', zero],
    ['history-empty', empty],
    ['history-pipe', replaceByPipe],
    ['history-future', raiseFormat],
  ];

  it.each(named(damages))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    const file = fileOf(id);
    makeDamage(made, file);
    const before = contentsOf(made, file);
    const { host, shown } = await made.openedHere();
    expect(shown().text).toMatch(said(id));
    expect(shown().frame.warnings).toHaveLength(1);
    expect(shown().endpoints).toMatchObject([{ hostName: hosts.first }, { hostName: hosts.second }]);
    const kept = made.setAside(file.replace('.sqlite', '')).find((name) => !name.endsWith('-shm')) ?? '';
    expect(contentsOf(made, kept.replace(/-wal$/, ''))).toEqual(before);
    // The new one is in use.
    expect(host.service.notifications.groups()).toHaveLength(2);
    expect((await host.service.history.search({ text: '' })).rows).toEqual([]);
  });
});

/** Bytes of the database and of its journal, where they are plain files. */
function contentsOf(made: DamageScene, file: string): (string | undefined)[] {
  return [file, `${file}-wal`].map((name) => made.hex(name));
}

describe('N-15, decision 19 a database that cannot be used now stays as it is', () => {
  it.skipIf(!isRoot)(`${damage('notifications-no-permission')}; ${damage('history-no-permission')}`, async () => {
    const made = scene('nobody');
    const files = ['notifications.sqlite', 'history.sqlite'];
    const contents = files.map((file) => made.bytes(file));
    for (const [index, file] of files.entries()) {
      rmSync(made.file(file));
      writeFileSync(made.file(file), contents[index] ?? '', { mode: 0o600 }); // root's
    }
    const { shown } = await made.opened();
    expect(shown.text).toMatch(said('notifications-no-permission'));
    expect(shown.text).toMatch(said('history-no-permission'));
    expect(shown.endpoints).toHaveLength(2);
    expect(files.map((file) => made.bytes(file))).toEqual(contents);
  });
});
