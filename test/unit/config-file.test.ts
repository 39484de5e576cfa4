import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Config, ConfigFile, configVersion } from '../../electron/service/credentials/config-file.ts';
import { openConf } from '../support/config-store.ts';
import { savedEndpoint as endpoint } from '../support/endpoint-samples.ts';
import { refusalOf } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const config: Config = {
  version: configVersion,
  endpoints: [endpoint],
  netBackup: { baseUrl: 'https://master:1556', caCertificate: 'PEM' },
  vault: { 'token of cloud.example.com': 'key-file-v1:AAAA', __internal__: 'x' },
};
const empty: Config = { version: configVersion, endpoints: [], netBackup: null, vault: {} };

const pathIn = (folder: string) => join(folder, 'config.json');
const textIn = (folder: string) => readFileSync(pathIn(folder), 'utf8');
const savedIn = (folder: string): Config => JSON.parse(textIn(folder));

describe('P-6, D-15 config.json', () => {
  it('P-6 a new folder has an empty one, for its owner only', () => {
    const folder = tempFolder();
    expect(new ConfigFile(openConf, folder).config).toEqual(empty);
    expect(new ConfigFile(openConf, folder).config).toEqual(empty);
    expect(statSync(pathIn(folder)).mode & 0o777).toBe(0o600);
  });

  it('D-15 what is saved is there for the next process, names with dots included, and for its owner only', () => {
    const folder = tempFolder();
    const file = new ConfigFile(openConf, folder);
    file.save(config);
    expect(file.config).toEqual(config);
    expect(new ConfigFile(openConf, folder).config).toEqual(config);
    const { vault, ...settings } = config;
    expect(savedIn(folder)).toMatchObject({ ...settings, vaultRevision: 1 });
    expect(textIn(folder)).not.toContain('AAAA'); // the secrets are apart from the settings
    expect(JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8')).secrets).toEqual(vault);
    expect(statSync(pathIn(folder)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['one', 'one'],
    ['this-computer', 'two'],
  ])('two master servers of one id are a damage (%s, %s)', (...ids) => {
    const folder = tempFolder();
    const master = {
      ...{ name: 'm', kind: 'headless host', origin: 'http://127.0.0.1:9', credentials: { kind: 'token' } },
      ...{ trust: null, pollSeconds: 10, addedAt: 1 },
    };
    writeFileSync(pathIn(folder), JSON.stringify({ ...empty, masters: ids.map((id) => ({ ...master, id })) }));
    expect(refusalOf(() => new ConfigFile(openConf, folder)).causes.join()).toContain(
      `config.json has more than one master server with the id ${ids[0]}`,
    );
  });

  it('Z-2 what is left out of the next save is gone from the file', () => {
    const folder = tempFolder();
    const file = new ConfigFile(openConf, folder);
    file.save(config);
    file.save(empty);
    expect(new ConfigFile(openConf, folder).config).toEqual(empty);
    expect(textIn(folder)).not.toContain('cloud.example.com');
  });

  it('D-15 nothing else is left in the folder but copies; without secrets there is no file for them', () => {
    const folder = tempFolder();
    new ConfigFile(openConf, folder).save({ ...config, vault: {} });
    expect(readdirSync(folder)).toEqual(['config.json', 'config.json.last-good']);
    new ConfigFile(openConf, folder).save(config);
    expect(readdirSync(folder)).toEqual(['config.json', 'config.json.last-good', 'vault.backup.json', 'vault.json']);
  });
});

describe('T-12, T-22, decision 44 a file that cannot be opened', () => {
  const later = { ...config, version: configVersion + 1, extra: { new: true } };

  it.each([
    ['half of it', JSON.stringify(config).slice(0, 80)],
    ['no JSON', 'SENTINEL-TOKEN'],
    ['nothing', ''],
    ['an empty object', '{}'],
    ['a list', JSON.stringify([config])],
    ['an endpoint without URL', JSON.stringify({ ...config, endpoints: [{ ...endpoint, url: undefined }] })],
    ['an unknown state', JSON.stringify({ ...config, endpoints: [{ ...endpoint, state: 'SENTINEL-TOKEN' }] })],
    ['a secret that is no text', JSON.stringify({ ...config, vault: { a: 1 } })],
    ['endpoints that are no list', JSON.stringify({ ...config, endpoints: {} })],
    ['a later format', JSON.stringify(later)],
    ['a later format, migrated', JSON.stringify({ ...later, __internal__: { migrations: { version: '3.0.0' } } })],
  ])('T-22 %s: refused, and the file stays byte by byte', (_what, text) => {
    const folder = tempFolder();
    writeFileSync(pathIn(folder), text);
    const report = refusalOf(() => new ConfigFile(openConf, folder));
    expect(report).toMatchObject({
      code: 'storeNotOpened',
      lines: [
        'Webservices unable to connect to EMM. Hint: check your security settings; Config WebServices are not compatible with NBAC',
      ],
    });
    expect(report.causes.join()).toMatch(/config\.json/);
    expect(JSON.stringify(report)).not.toContain('SENTINEL');
    expect(textIn(folder)).toBe(text);
  });

  it('T-22 a later format is named', () => {
    const folder = tempFolder();
    writeFileSync(pathIn(folder), JSON.stringify({ ...later, __internal__: { migrations: { version: '3.0.0' } } }));
    expect(refusalOf(() => new ConfigFile(openConf, folder)).causes).toEqual([
      'config.json has format 3; this version reads up to 2',
    ]);
  });

  it('T-12 a directory in its place', () => {
    const folder = tempFolder();
    mkdirSync(pathIn(folder));
    expect(refusalOf(() => new ConfigFile(openConf, folder))).toMatchObject({
      code: 'storeNotOpened',
      causes: ['config.json cannot be used: it is a directory, not a file.'],
    });
  });
});

describe('decision 44 a file that was edited by hand', () => {
  it('decision 44 is read with a byte order mark, other indentation and unknown members', () => {
    const folder = tempFolder();
    writeFileSync(pathIn(folder), `\ufeff${JSON.stringify({ ...config, note: 'ours' }, null, 8)}`); // with the secrets of format 1
    expect(new ConfigFile(openConf, folder).config).toEqual(config);
  });
});

describe('T-10, decision 44 a file that cannot be written', () => {
  it('T-10 the string, and what was there stays in force', () => {
    const folder = tempFolder();
    const file = new ConfigFile(openConf, folder);
    file.save(config);
    rmSync(pathIn(folder));
    mkdirSync(pathIn(folder));
    const report = refusalOf(() => file.save(empty));
    expect(report).toMatchObject({ code: 'storeNotWritten', lines: ['Communication with EMM failed'] });
    expect(report.causes).toEqual([expect.stringMatching(/^EISDIR: /)]);
    expect(file.config).toEqual(config);
  });

  it('T-10 once it can be written again, the next save works', () => {
    const folder = tempFolder();
    const file = new ConfigFile(openConf, folder);
    file.save(config);
    rmSync(pathIn(folder));
    mkdirSync(pathIn(folder));
    refusalOf(() => file.save(empty));
    rmSync(pathIn(folder), { recursive: true });
    file.save({ ...config, netBackup: null });
    expect(new ConfigFile(openConf, folder).config).toEqual({ ...config, netBackup: null });
  });
});
