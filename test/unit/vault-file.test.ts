import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { vaultVersion } from '../../electron/service/credentials/vault-file.ts';
import { openConf } from '../support/config-store.ts';
import { refusalOf, thrownBy } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const textOf = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8');
const open = (folder: string) => new ConfigFile(openConf, folder);
/** A folder whose vault has these secrets. */
function filled(vault: Record<string, string> = { a: 'one', b: 'two' }): string {
  const folder = tempFolder();
  const file = open(folder);
  file.save({ ...file.config, vault });
  return folder;
}
/** What was set aside in a folder. */
const asideIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('vault.damaged-'))
    .map((name) => textOf(folder, name));
const saved = (folder: string) => open(folder).config.vault;

describe('decision 42 vault.json', () => {
  it('decision 42 holds the secrets, for its owner only, and so does its copy', () => {
    const folder = filled();
    expect(saved(folder)).toEqual({ a: 'one', b: 'two' });
    for (const file of ['vault.json', 'vault.backup.json']) {
      expect(JSON.parse(textOf(folder, file))).toEqual({
        version: vaultVersion,
        revision: 1,
        secrets: { a: 'one', b: 'two' },
      });
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('decision 42 what is replaced or removed is gone from both', () => {
    const folder = filled();
    const file = open(folder);
    file.save({ ...file.config, vault: { a: 'other' } });
    for (const name of ['vault.json', 'vault.backup.json']) expect(textOf(folder, name)).not.toMatch(/one|two/);
  });

  it('decision 42 a change of the settings alone does not write it', () => {
    const folder = filled();
    const before = statSync(join(folder, 'vault.json')).ino;
    const file = open(folder);
    file.save({ ...file.config, netBackup: { baseUrl: 'https://master:1556', caCertificate: 'PEM' } });
    expect(statSync(join(folder, 'vault.json')).ino).toBe(before);
  });

  it.each([
    ['config.json', 'vault.json is newer than config.json.'],
    ['vault.json', 'vault.json is older than config.json.'],
  ])('decision 42 a former %s that was put back beside the other is told', (name, warning) => {
    const folder = filled();
    const former = textOf(folder, name);
    const file = open(folder);
    file.save({ ...file.config, vault: { a: 'other' } });
    expect(open(folder).vaultWarnings).toEqual([]);
    writeFileSync(join(folder, name), former);
    expect(open(folder).vaultWarnings).toEqual([expect.stringContaining(warning)]);
  });

  it('decision 42 names that are none of ours do no harm', () => {
    const folder = filled(JSON.parse('{"__proto__":"x","constructor":"y","":"z"}'));
    expect(saved(folder)).toMatchObject({ constructor: 'y', '': 'z' });
    expect(Object.getPrototypeOf(saved(folder))).toBe(Object.prototype);
  });
});

describe('decision 42 format 1 had the secrets in config.json', () => {
  const first = { version: 1, endpoints: [], netBackup: null, vault: { a: 'one' } };

  it('decision 42 they move', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...first, note: 'ours' }));
    expect(saved(folder)).toEqual({ a: 'one' });
    expect(JSON.parse(textOf(folder, 'config.json'))).toMatchObject({ version: 2, note: 'ours' });
    expect(textOf(folder, 'config.json')).not.toMatch(/one|"vault"/);
    expect(saved(folder)).toEqual({ a: 'one' });
  });

  it('decision 42 a kill after vault.json was written, or after the store library migrated config.json, loses nothing', () => {
    for (const config of [first, { ...first, version: 2, __internal__: { migrations: { version: '2.0.0' } } }]) {
      const folder = filled({ a: 'one' });
      writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
      expect(saved(folder)).toEqual({ a: 'one' });
      expect(textOf(folder, 'config.json')).not.toContain('one');
    }
  });

  it('decision 42 with no room for vault.json they stay where they are', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'config.json'), JSON.stringify(first));
    mkdirSync(join(folder, 'vault.json'));
    expect(refusalOf(() => open(folder))).toMatchObject({
      code: 'storeNotOpened',
      causes: ['vault.json cannot be used: it is a directory, not a file'],
    });
    expect(JSON.parse(textOf(folder, 'config.json'))).toEqual(first);
  });
});

describe('decision 42 a kill in the middle of a change', () => {
  /** What is on the disk before, between and after the writes of a change from `a` and `b` to another `a` and `c`. */
  function stages(): Record<string, Record<string, string>> {
    const folder = filled();
    const files = ['config.json', 'vault.json', 'vault.backup.json'];
    const look = () => Object.fromEntries(files.map((file) => [file, textOf(folder, file)]));
    const before = look();
    const file = open(folder);
    let announced = '';
    // The moment at which config.json would be written: it cannot be, so what was written before it stays.
    rmSync(join(folder, 'config.json'));
    mkdirSync(join(folder, 'config.json', 'in the way'), { recursive: true });
    const change = { ...file.config, vault: { a: 'other', c: 'three' } };
    expect(refusalOf(() => file.save(change)).code).toBe('storeNotWritten');
    announced = textOf(folder, 'vault.json');
    expect(file.config.vault).toEqual({ a: 'one', b: 'two' });
    rmSync(join(folder, 'config.json'), { recursive: true });
    for (const [name, text] of Object.entries(before)) writeFileSync(join(folder, name), text);
    const again = open(folder);
    again.save({ ...again.config, vault: { a: 'other', c: 'three' } });
    const after = look();
    return {
      before,
      'after vault.json has it beside the old': { ...before, 'vault.json': announced },
      'after config.json': { ...before, 'vault.json': announced, 'config.json': after['config.json'] ?? '' },
      'before the copy': { ...after, 'vault.backup.json': before['vault.backup.json'] ?? '' },
      after,
    };
  }

  it('decision 42 the secrets are those of config.json, whichever write was the last', () => {
    const [old, changed] = [
      { a: 'one', b: 'two' },
      { a: 'other', c: 'three' },
    ];
    const expected = [old, old, changed, changed, changed];
    for (const [index, [stage, files]] of Object.entries(stages()).entries()) {
      const folder = tempFolder();
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      expect({ stage, vault: saved(folder) }).toEqual({ stage, vault: expected[index] });
      // Nothing of the change that did not come about, or of what was before it, is left.
      const kept = JSON.stringify([textOf(folder, 'vault.json')]);
      expect({ stage, next: kept.includes('next') }).toEqual({ stage, next: false });
      expect(saved(folder)).toEqual(expected[index]);
    }
  });

  it('T-10 when config.json cannot be written, the secrets stay what they were, and the next change works', () => {
    const folder = filled();
    const file = open(folder);
    const config = textOf(folder, 'config.json');
    rmSync(join(folder, 'config.json'));
    mkdirSync(join(folder, 'config.json', 'in the way'), { recursive: true });
    refusalOf(() => file.save({ ...file.config, vault: { a: 'lost' } }));
    rmSync(join(folder, 'config.json'), { recursive: true });
    writeFileSync(join(folder, 'config.json'), config);
    expect(saved(folder)).toEqual({ a: 'one', b: 'two' });
    file.save({ ...file.config, vault: { ...file.config.vault, c: 'three' } });
    expect(saved(folder)).toEqual({ a: 'one', b: 'two', c: 'three' });
  });

  it('decision 42 a last step that fails is told and done again: the change holds', () => {
    const folder = filled();
    const file = open(folder);
    rmSync(join(folder, 'vault.backup.json'));
    mkdirSync(join(folder, 'vault.backup.json', 'in the way'), { recursive: true });
    file.save({ ...file.config, vault: { a: 'other' } });
    expect(file.vaultWarnings).toEqual([
      expect.stringMatching(/^vault\.json could not be brought up to date.*EISDIR|EEXIST/),
    ]);
    expect(file.config.vault).toEqual({ a: 'other' });
    rmSync(join(folder, 'vault.backup.json'), { recursive: true });
    file.save({ ...file.config, netBackup: null });
    expect(file.vaultWarnings).toEqual([]);
    expect(JSON.parse(textOf(folder, 'vault.backup.json')).secrets).toEqual({ a: 'other' });
  });
});

describe('decision 42 a damaged vault.json', () => {
  const whole = JSON.stringify({ version: vaultVersion, revision: 1, secrets: { a: 'SENTINEL' } });
  const damages: [string, string][] = [
    ['nothing', ''],
    ['half of it', whole.slice(0, 40)],
    ['no JSON', 'SENTINEL'],
    ['zeros', '\0'.repeat(512)],
    ['a list', '[]'],
    ['null', 'null'],
    ['no secrets', JSON.stringify({ version: vaultVersion, revision: 1 })],
    ['a secret that is no text', JSON.stringify({ version: vaultVersion, revision: 1, secrets: { SENTINEL: 1 } })],
    ['a revision that is none', whole.replace('"revision":1', '"revision":-1')],
    ['a change that is none', whole.replace('}}', '},"next":"SENTINEL"}')],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ];

  it.each(damages)('decision 42 %s: set aside byte for byte, and its copy is used', (_what, text) => {
    const folder = filled();
    writeFileSync(join(folder, 'vault.json'), text);
    const file = open(folder);
    expect(file.config.vault).toEqual({ a: 'one', b: 'two' });
    expect(file.vaultWarnings).toEqual([
      expect.stringMatching(
        /^vault\.json is not .*, and was set aside as vault\.damaged-.*\.json\. Its copy vault\.backup\.json is used\.$/,
      ),
    ]);
    expect(JSON.stringify(file.vaultWarnings)).not.toContain('SENTINEL');
    expect(asideIn(folder)).toEqual([text]);
    expect(open(folder).vaultWarnings).toEqual([]);
  });

  it.each(damages)('decision 42 %s, and no copy: set aside, and the rows are without secrets', (_what, text) => {
    const folder = filled();
    writeFileSync(join(folder, 'vault.json'), text);
    writeFileSync(join(folder, 'vault.backup.json'), text);
    const file = open(folder);
    expect(file.config.vault).toEqual({});
    expect(file.vaultWarnings).toEqual([
      expect.stringMatching(/Put a copy of it back, or renew the credentials of each row/),
    ]);
    file.save({ ...file.config, vault: { a: 'renewed' } });
    expect(saved(folder)).toEqual({ a: 'renewed' });
    expect(asideIn(folder)).toEqual([text]);
  });

  it('decision 42 a second one does not take the place of the first', () => {
    const folder = filled();
    for (const text of ['first', 'second']) {
      writeFileSync(join(folder, 'vault.json'), text);
      open(folder);
    }
    expect(asideIn(folder).sort()).toEqual(['first', 'second']);
  });

  it('decision 42 when its copy is missing, too, the rows stay and that is told; a new folder is no such case', () => {
    const folder = filled();
    for (const name of ['vault.json', 'vault.backup.json']) rmSync(join(folder, name));
    expect(open(folder).vaultWarnings).toEqual([expect.stringMatching(/^vault\.json and its copy are missing/)]);
    expect(open(tempFolder()).vaultWarnings).toEqual([]);
  });

  it('decision 42 one that is missing: its copy is used, and that is told', () => {
    const folder = filled();
    rmSync(join(folder, 'vault.json'));
    const file = open(folder);
    expect(file.config.vault).toEqual({ a: 'one', b: 'two' });
    expect(file.vaultWarnings).toEqual(['vault.json was missing. Its copy vault.backup.json is used.']);
    expect(open(folder).vaultWarnings).toEqual([]);
  });

  it.each([
    ['a later format', (file: string) => writeFileSync(file, JSON.stringify({ version: vaultVersion + 1, new: [] }))],
    ['a folder', (file: string) => mkdirSync(file)],
    ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
  ])('T-22 %s is refused, and stays; the settings are not touched', (_what, make) => {
    const folder = filled();
    const path = join(folder, 'vault.json');
    rmSync(path);
    make(path);
    const before = [statSync(path).ino, readdirSync(folder), textOf(folder, 'config.json')];
    const error = thrownBy(() => open(folder));
    expect(String(error)).toMatch(/EMM/);
    expect(refusalOf(() => open(folder)).causes[0]).toMatch(
      /^vault\.json (has format 2; this version reads up to 1|cannot be used: it is a (directory|pipe), not a file)$/,
    );
    expect([statSync(path).ino, readdirSync(folder), textOf(folder, 'config.json')]).toEqual(before);
  });
});
