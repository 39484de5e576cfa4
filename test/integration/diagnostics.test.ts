import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleHost } from '../../electron/console-host.ts';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { configStoreOptions } from '../../electron/service/credentials/config-file.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A text that is nowhere by chance. */
const sentinel = (of: string) => `${of}${randomBytes(24).toString('hex')}`;

async function openHost(dataFolder: string): Promise<ConsoleHost> {
  const host = new ConsoleHost({
    version: '1.2.3',
    dataFolder,
    openConfigStore: (cwd) => new Conf({ ...configStoreOptions, cwd }),
    environment: {},
    sealers: (folder) => [new KeyFileSealer(folder.vaultKey)],
    logLevel: undefined,
    report: () => undefined,
  });
  await host.start(false);
  return host;
}

/** The files of the archive, by name. */
async function unpacked(host: ConsoleHost): Promise<Record<string, string>> {
  const pieces: Buffer[] = [];
  for await (const { piece } of host.exportDiagnostics()) pieces.push(Buffer.from(piece, 'base64'));
  const files = unzipSync(Buffer.concat(pieces));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

describe('Export diagnostics…', () => {
  let host: ConsoleHost;
  let made: string;
  let folder: string;
  let application: PracticeCloudApplication;
  const secrets = {
    token: sentinel('token'),
    proxyPassword: sentinel('proxy'),
    inLog: sentinel('log'),
    inProperties: sentinel('properties'),
    onNextLine: sentinel('continued'),
    netBackup: sentinel('account'),
    master: sentinel('master'),
  };

  beforeAll(async () => {
    application = await PracticeCloudApplication.start({ hostName: 'localhost', token: secrets.token });
    made = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    folder = join(made, 'data');
    host = await openHost(folder);
    const { service } = host;
    const { details } = service.details.readDetailsFile(Buffer.from(JSON.stringify(application.details)));
    const { certificate } = await service.details.validateFile(details);
    await service.endpoints.add(details, certificate.pem, 'certificate');
    service.configureProxy({
      mode: 'manual',
      url: 'http://127.0.0.1:9',
      user: 'somebody',
      bypass: '*',
      password: secrets.proxyPassword,
    });
    const { certificate: caCertificate } = await makeCertificate({ commonName: 'localhost', purpose: 'authority' });
    const name = { userName: 'backup-user', domainName: '', domainType: 'unixpwd' } as const;
    const account = { kind: 'password', ...name, password: secrets.netBackup } as const;
    service.netBackup.configure({ baseUrl: 'https://localhost:9', caCertificate, credentials: account });
    host.masters.add({
      kind: 'headless host',
      name: 'branch',
      origin: 'http://127.0.0.1:9',
      credentials: { kind: 'token', token: secrets.master },
      pollSeconds: 10,
    });
    const logs = join(folder, 'logs', 'nbwebservice');
    for (const name of readdirSync(logs)) {
      const foreign = { level: 'info', event: 'foreign', detail: `Authorization: Bearer ${secrets.inLog}` };
      appendFileSync(join(logs, name), `${JSON.stringify(foreign)}\n${JSON.stringify({ event: secrets.token })}\n`);
    }
    appendFileSync(
      join(folder, 'nbwss.properties'),
      `\npassword=${secrets.inProperties}\npassword=\\\n  ${secrets.onNextLine}\n`,
    );
  });
  afterAll(async () => {
    await host?.stop();
    await application?.close();
    rmSync(made, { recursive: true, force: true });
  });

  it('holds what support asks for', async () => {
    const files = await unpacked(host);
    expect(Object.keys(files)).toEqual([
      'README.txt',
      'about.json',
      'state.json',
      'endpoints.jsonl',
      'config.json',
      'nbwss.properties',
      'databases.json',
      'files.json',
      'log.jsonl',
    ]);
    const json = (name: string) => JSON.parse(files[name] ?? '');
    expect(json('about.json')).toMatchObject({ version: '1.2.3', versions: { 'Node.js': process.versions.node } });
    expect(json('state.json')).toMatchObject({ service: { state: 'ready' }, groups: [{ groupId: 'practice-group' }] });
    expect(JSON.parse(files['endpoints.jsonl'] ?? '')).toMatchObject({ hostName: 'localhost', state: 'ACTIVATED' });
    expect(JSON.parse(files['endpoints.jsonl'] ?? '').timeline.length).toBeGreaterThan(0);
    expect(json('config.json')).toMatchObject({ endpoints: [{ hostName: 'localhost' }], proxy: { user: 'somebody' } });
    expect(files['nbwss.properties']).toContain('connectionInfo.period');
    expect(json('databases.json')).toMatchObject([
      { name: 'notifications.sqlite', check: 'ok' },
      { name: 'history.sqlite', check: 'ok' },
    ]);
    expect(files['files.json']).toContain('config.json');
    expect(files['log.jsonl']).toContain('"event":"service started"');
    for (const name of Object.keys(files)) expect(files['README.txt']).toContain(name === 'README.txt' ? '' : name);
  });

  it('decision 43: counts and kinds are no secrets, although their names sound like it', async () => {
    const files = await unpacked(host);
    const json = (name: string) => JSON.parse(files[name] ?? '');
    expect(json('endpoints.jsonl')).toMatchObject({ tokenRejections: expect.any(Number) });
    const account = { kind: 'password', userName: 'backup-user' };
    expect(json('state.json').netBackup).toMatchObject({
      credentials: account,
      caCertificates: [{ signature: 'ecdsa-with-SHA256' }],
    });
    expect(json('config.json').netBackup).toMatchObject({ credentials: account });
    expect(json('config.json').masters).toMatchObject([{ credentials: { kind: 'token' } }]);
  });

  it('decision 43: no secret is in it, neither as it stands nor in base64 or hex, nor the sealed ones', async () => {
    const all = Object.values(await unpacked(host)).join('\n');
    for (const [of, secret] of Object.entries(secrets)) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('base64').slice(0, -4),
        Buffer.from(secret).toString('hex'),
      ])
        expect(all.includes(form), of).toBe(false);
    }
    expect(all).not.toContain('key-file-v1:');
  });

  it('tells what cannot be read in its place, and is whole', async () => {
    const damaged = join(tempFolder(), 'data');
    const broken = await openHost(damaged);
    writeFileSync(join(damaged, 'config.json'), '{"vault": torn');
    rmSync(join(damaged, 'nbwss.properties'));
    const files = await unpacked(broken);
    await broken.stop();
    expect(files['config.json']).toBe('This cannot be read: it is not as it should be.\n');
    expect(files['nbwss.properties']).toBe('This cannot be read: ENOENT.\n');
    expect(files['log.jsonl']).toContain('service started');
  });

  it.skipIf(process.platform === 'win32')('waits for no pipe in the place of a file', async () => {
    const odd = join(tempFolder(), 'data');
    const piped = await openHost(odd);
    for (const name of ['config.json', 'nbwss.properties']) {
      rmSync(join(odd, name));
      execFileSync('mkfifo', [join(odd, name)]);
    }
    const files = await unpacked(piped);
    await piped.stop();
    for (const name of ['config.json', 'nbwss.properties'])
      expect(files[name]).toBe('This cannot be read: it is not as it should be.\n');
  });
});
