import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { TokenVault } from '../../electron/service/credentials/token-vault.ts';
import { checkBaseUrl, checkNetBackupAddress } from '../../electron/service/netbackup/address.ts';
import { readCaCertificates } from '../../electron/service/netbackup/ca-certificate.ts';
import {
  completeSettings,
  type NetBackupSettings,
  NetBackupSettingsStore,
} from '../../electron/service/netbackup/settings.ts';
import type { GivenCredentials } from '../../shared/netbackup.ts';
import { openConf } from '../support/config-store.ts';
import { refusalOf } from '../support/refusal.ts';
import { sampleCertificate } from '../support/sample-certificate.ts';
import { tempFolder } from '../support/temp-folder.ts';

let ca: string;
let otherCa: string;
beforeAll(async () => {
  ca = await sampleCertificate('NetBackup CA');
  otherCa = await sampleCertificate('Former NetBackup CA');
});

describe('decision 15 the base URL is an origin that names its port', () => {
  it.each([
    ['https://master', 'https://master:1556'],
    ['https://master/', 'https://master:1556'],
    ['https://master/netbackup', 'https://master:1556'],
    ['https://master:1556/netbackup/', 'https://master:1556'],
    ['  https://Master.Example.COM:8443  ', 'https://master.example.com:8443'],
    ['https://master:443', 'https://master:443'],
    ['https://master:443/netbackup', 'https://master:443'],
    ['https://[2001:db8::1]', 'https://[2001:db8::1]:1556'],
    ['https://[2001:db8::1]:443', 'https://[2001:db8::1]:443'],
    ['https://10.0.0.1', 'https://10.0.0.1:1556'],
  ])('decision 15 %j is %s', (text, origin) => {
    expect(checkBaseUrl(text)).toBe(origin);
  });

  it.each([
    ['', /must not be empty/],
    ['master', /must begin with https/],
    ['http://master', /must begin with https/],
    ['https:master', /must begin with https/],
    ['https://', /has no host/],
    ['https://user:hunter2@master', /a host and a port only/],
    ['https://@master', /a host and a port only/],
    ['https://master?x', /a host and a port only/],
    ['https://master?', /a host and a port only/],
    ['https://master#x', /a host and a port only/],
    ['https://master/other', /must have no path, but has \/other/],
    ['https://master/netbackup/admin', /must have no path/],
    ['https://master:99999', /ports end at 65535/],
  ])('decision 15 %j is refused, and nothing of a password is repeated', (text, reason) => {
    const report = refusalOf(() => checkBaseUrl(text));
    expect(report.code).toBe('netBackupNotValid');
    expect(report.fields['Base URL']).toMatch(reason);
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  it('decision 15 a saved address without a port keeps the one that it had: 443', () => {
    expect(checkNetBackupAddress('https://master', ca, 443).baseUrl).toBe('https://master:443');
  });
});

describe('the CA certificate: one or more in PEM', () => {
  it('what stands around certificates is passed over, and one that comes twice counts once', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----\n';
    const text = `# subject=NetBackup CA\n${ca}\r\n\r\n${key}${otherCa}${ca}`;
    const subjects = readCaCertificates(text).map(({ subject }) => subject);
    expect(subjects).toEqual(['CN=NetBackup CA', 'CN=Former NetBackup CA']);
    const { caCertificate } = checkNetBackupAddress('https://master', text);
    expect(readCaCertificates(caCertificate)).toHaveLength(2);
    expect(caCertificate).not.toContain('PRIVATE KEY');
  });

  it.each([
    ['nothing', () => '', /must not be empty/],
    ['no PEM', () => 'SENTINEL', /not a certificate in PEM format/],
    ['a key alone', () => '-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----', /not a certificate/],
    ['half a certificate', () => ca.slice(0, 200), /not a certificate in PEM format/],
    ['a damaged one', () => ca.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n'), /not a certificate in PEM format/],
    ['one of two damaged', () => ca + otherCa.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n'), /certificate 2 of 2 is damaged/],
  ])('%s is refused', (_what, text, reason) => {
    const report = refusalOf(() => readCaCertificates(text()));
    expect(report.fields['CA certificate']).toMatch(reason);
    expect(JSON.stringify(report)).not.toContain('SENTINEL');
  });

  it('a whole list of CAs is refused: then anybody’s certificate would do', async () => {
    const many = await Promise.all(Array.from({ length: 21 }, (_, index) => sampleCertificate(`CA ${index}`)));
    expect(refusalOf(() => readCaCertificates(many.join(''))).fields['CA certificate']).toMatch(/21 certificates/);
    expect(readCaCertificates(many.slice(1).join(''))).toHaveLength(20);
  });
});

const account = { kind: 'password', userName: 'nbwss', domainName: 'EXAMPLE', domainType: 'NT' } as const;

describe('what is left empty is kept', () => {
  const given = (credentials: GivenCredentials, baseUrl = 'https://master', caCertificate = '') => ({
    baseUrl,
    caCertificate,
    credentials,
  });
  const inForce = (credentials: NetBackupSettings['credentials']): NetBackupSettings => ({
    ...checkNetBackupAddress('https://master', ca),
    ...(credentials ? { credentials } : {}),
  });
  const key = { kind: 'api-key', apiKey: 'SENTINEL-KEY' } as const;
  const user = { ...account, password: 'SENTINEL-PASSWORD' };

  it('decision 42 the CA certificate, an API key and a password of the same server and user', () => {
    expect(completeSettings(given({ kind: 'api-key' }), inForce(key))).toEqual(inForce(key));
    expect(completeSettings(given({ kind: 'api-key', apiKey: '' }, 'https://master:1556/'), inForce(key))).toEqual(
      inForce(key),
    );
    const otherDomain = { ...account, domainType: 'ldap' as const };
    expect(completeSettings(given(otherDomain), inForce(user)).credentials).toEqual({ ...user, ...otherDomain });
    expect(completeSettings(given({ kind: 'none' }), inForce(user)).credentials).toEqual({ kind: 'none' });
  });

  it.each<[string, GivenCredentials, NetBackupSettings['credentials'], string, string]>([
    ['an API key for another server', { kind: 'api-key' }, key, 'https://other', 'API key'],
    ['an API key for another port', { kind: 'api-key' }, key, 'https://master:443', 'API key'],
    ['a password for another server', account, user, 'https://other', 'Password'],
    ['a password for another user', { ...account, userName: 'root' }, user, 'https://master', 'Password'],
    ['an API key as a password', account, key, 'https://master', 'Password'],
    ['a password as an API key', { kind: 'api-key' }, user, 'https://master', 'API key'],
    ['an API key where none is saved', { kind: 'api-key' }, undefined, 'https://master', 'API key'],
    ['a password that is empty', { ...account, password: '' }, undefined, 'https://master', 'Password'],
    ['an API key with a line break', { kind: 'api-key', apiKey: 'SENTINEL\r\nX: y' }, key, 'https://master', 'API key'],
    ['an API key with a blank', { kind: 'api-key', apiKey: 'SENTINEL KEY' }, key, 'https://master', 'API key'],
    ['a password with a NUL', { ...account, password: 'SENTINEL\0' }, user, 'https://master', 'Password'],
    ['a user without name', { ...account, userName: ' ', password: 'SENTINEL' }, user, 'https://master', 'User name'],
    ['a domain with a line break', { ...account, domainName: 'a\nb' }, user, 'https://master', 'Domain name'],
  ])('decision 42 but not %s: a saved secret goes to nobody else', (_what, credentials, now, baseUrl, field) => {
    const report = refusalOf(() => completeSettings(given(credentials, baseUrl), inForce(now)));
    expect(report.code).toBe('netBackupNotValid');
    expect(Object.keys(report.fields)).toEqual([field]);
    expect(JSON.stringify(report)).not.toContain('SENTINEL');
  });

  it('decision 42 a secret that cannot be read is not kept', () => {
    const unreadable = { kind: 'unreadable', saved: { kind: 'api-key' }, problem: 'x' } as const;
    expect(
      refusalOf(() => completeSettings(given({ kind: 'api-key' }), inForce(unreadable))).fields['API key'],
    ).toMatch(/cannot be read: it has to be entered again/);
  });
});

describe('decision 42 the saved NetBackup connection', () => {
  const open = (folder = tempFolder()) => {
    const file = new ConfigFile(openConf, folder);
    const text = () =>
      ['config.json', 'vault.json']
        .filter((name) => existsSync(join(folder, name)))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join();
    const vault = new TokenVault([new KeyFileSealer(join(folder, 'vault.key'))]);
    return { folder, file, text, store: new NetBackupSettingsStore(file, vault) };
  };
  const settings = (credentials: NetBackupSettings['credentials']): NetBackupSettings => ({
    ...checkNetBackupAddress('https://master', ca + otherCa),
    ...(credentials ? { credentials } : {}),
  });

  it.each<[string, NonNullable<NetBackupSettings['credentials']>, string[]]>([
    ['none', { kind: 'none' }, []],
    ['an API key', { kind: 'api-key', apiKey: 'SENTINEL' }, ['NetBackup API key']],
    ['a user', { ...account, password: 'SENTINEL' }, ['NetBackup password']],
  ])(
    'decision 42 %s: there for the next process, the secret sealed in the vault under its name',
    (_what, account, names) => {
      const { store, folder, text, file } = open();
      store.save(settings(account));
      expect(open(folder).store.load()).toEqual(settings(account));
      expect(text()).not.toContain('SENTINEL');
      expect(Object.keys(file.config.vault)).toEqual(names);
    },
  );

  it('decision 42 a secret of another kind goes with the next save, tokens stay', () => {
    const { store, file } = open();
    file.save({ ...file.config, vault: { 'token of a': 'sealed' } });
    store.save(settings({ ...account, password: 'p' }));
    store.save(settings({ kind: 'api-key', apiKey: 'k' }));
    expect(Object.keys(file.config.vault)).toEqual(['token of a', 'NetBackup API key']);
    store.save(settings({ kind: 'none' }));
    expect(file.config.vault).toEqual({ 'token of a': 'sealed' });
  });

  it('a file of the first version opens: address and CA certificate, no credentials, port 443 where it named none', () => {
    const folder = tempFolder();
    const first = { version: 1, endpoints: [], netBackup: { baseUrl: 'https://master', caCertificate: ca }, vault: {} };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(first));
    expect(open(folder).store.load()).toEqual({
      baseUrl: 'https://master:443',
      caCertificate: ca,
      credentials: { kind: 'none' },
    });
  });

  it('decision 42 a secret whose key is lost leaves the rest usable, and says so', () => {
    const { store, folder, text } = open();
    store.save(settings({ ...account, password: 'SENTINEL' }));
    const before = text();
    rmSync(join(folder, 'vault.key'));
    expect(open(folder).store.load()).toEqual({
      ...settings(undefined),
      credentials: {
        kind: 'unreadable',
        saved: account,
        problem: expect.stringMatching(/^The saved NetBackup password cannot be read: /),
      },
    });
    expect(text()).toBe(before);
  });

  it('decision 42 a secret that is not in the file is not read, and says so', () => {
    const { store, file } = open();
    store.save(settings({ kind: 'api-key', apiKey: 'k' }));
    file.save({ ...file.config, vault: {} });
    expect(store.load()?.credentials).toMatchObject({ kind: 'unreadable', problem: expect.stringMatching(/not in/) });
  });
});
