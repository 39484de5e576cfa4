import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { TokenVault } from '../../electron/service/credentials/token-vault.ts';
import { sealersOf, takeProtection } from '../../electron/vault-protection.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { withConsole } from '../faults/service-console.ts';
import { openConf } from '../support/config-store.ts';
import { type OwnProcess, type Ready, startHeadless } from '../support/headless-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { filesIn } from '../support/saved-files.ts';
import { changeSecretsIn, savedSecretsIn } from '../support/saved-secrets.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';

const [one, two] = ['one.nebula.com', 'two.nebula.com'];
const passphrase = { NBWSS_VAULT_PASSPHRASE: 'correct horse battery' };
const another = { NBWSS_VAULT_PASSPHRASE: 'staple of another kind' };

const frameOf = (ready: Ready): Promise<ConsoleFrame> =>
  withConsole(ready, async (client) => {
    for await (const update of await client.state.watch()) if (update.kind === 'snapshot') return update.state.frame;
    throw new Error('there was no snapshot');
  });

/** The way that sealed each secret, in the order of their names. */
const waysIn = (dataFolder: string) =>
  Object.entries(savedSecretsIn(dataFolder))
    .sort()
    .map(([, sealed]) => sealed.split(':')[0]);

describe('decision 42: the vault of the headless host', () => {
  let seeded: string;
  let cloud: PracticeCloudApplication;
  let dataFolder: string;
  let temporary: string;
  const running: OwnProcess[] = [];
  beforeAll(async () => {
    seeded = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    cloud = await PracticeCloudApplication.start({ hostName: 'localhost', token: randomBytes(24).toString('hex') });
    await seedEndpoints(join(seeded, 'data'), cloud, [{ hostName: one }, { hostName: two }]);
  });
  afterAll(async () => {
    await cloud.close();
    rmSync(seeded, { recursive: true, force: true });
  });
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    dataFolder = join(temporary, 'data');
    cpSync(join(seeded, 'data'), dataFolder, { recursive: true });
  });
  afterEach(async () => {
    for (const host of running.splice(0)) await host.end('SIGKILL');
    rmSync(temporary, { recursive: true, force: true });
  });

  /** What is saved, moved to the passphrase, as an earlier start would have done. */
  const withPassphrase = () => {
    const file = new ConfigFile(openConf, dataFolder);
    const sealers = sealersOf(
      takeProtection({ ...passphrase }),
      { vaultKey: join(dataFolder, 'vault.key') },
      undefined,
    );
    const vault = new TokenVault(sealers);
    vault.start(file.config.vault);
    file.reseal(vault.resealed(file.config.vault)?.secrets ?? {}, []);
    rmSync(join(dataFolder, 'vault.key'));
    expect(waysIn(dataFolder)).toEqual(['passphrase-v2', 'passphrase-v2']);
  };
  /** Starts the host, does something with it, and ends it. */
  const run = async <T>(
    env: Record<string, string>,
    work: (rest: RestClient, ready: Ready) => Promise<T>,
  ): Promise<T> => {
    const host = startHeadless(['--data', dataFolder], env);
    running.push(host);
    const ready = await host.ready();
    const rest = new RestClient(ready);
    try {
      return await work(rest, ready);
    } finally {
      rest.close();
      await host.end();
    }
  };
  const rowsOf = async (rest: RestClient): Promise<Record<string, string>> => {
    const rows = JSON.parse((await rest.endpoints('GET', '')).text) as { hostName: string; connectionState: string }[];
    const status = JSON.parse((await rest.call('GET', '/nbwss/status')).text);
    const details = new Map<string, string>(
      status.endpoints.map(({ hostName, detail }: Record<string, string>) => [hostName, detail]),
    );
    return Object.fromEntries(
      rows.map(({ hostName, connectionState }) => [
        hostName,
        connectionState === 'CONNECTED' ? connectionState : (details.get(hostName) ?? ''),
      ]),
    );
  };
  const becomes = (rest: RestClient, rows: object) =>
    expect.poll(() => rowsOf(rest), { timeout: 20_000 }).toEqual(rows);
  const unreadable = 'Credentials cannot be read';
  const connected = { [one]: 'CONNECTED', [two]: 'CONNECTED' };
  const renew = async (rest: RestClient, hostName: string) => {
    const details = {
      ...cloud.details,
      hostName,
      groupId: `group of ${hostName}`,
      url: `${cloud.endpointUrl}?of=${hostName}`,
    };
    const { status, text } = await rest.endpoints('POST', '/renew', {
      body: { ...details, certificate: cloud.listener.identity.certificate },
    });
    expect({ status, text: status === 200 ? '' : text }).toEqual({ status: 200, text: '' });
  };
  const logOf = () => {
    const day = new Date().toISOString().slice(0, 10);
    return readFileSync(join(dataFolder, 'logs', 'nbwebservice', `485-nbwss-${day}.log`), 'utf8');
  };

  it('decision 42: key file, passphrase, another passphrase, and back: each start moves the secrets, says so, and connects', async () => {
    expect(waysIn(dataFolder)).toEqual(['key-file-v2', 'key-file-v2']);
    await run(passphrase, async (rest, ready) => {
      await becomes(rest, connected);
      expect((await frameOf(ready)).protection).toBe(
        'Saved secrets are encrypted with a key derived from the passphrase in NBWSS_VAULT_PASSPHRASE (scrypt, AES-256-GCM).',
      );
      expect(waysIn(dataFolder)).toEqual(['passphrase-v2', 'passphrase-v2']);
      expect(existsSync(join(dataFolder, 'vault.key'))).toBe(false); // nothing needs it any more
      expect(logOf()).toContain('2 saved secrets, sealed by key-file-v2 before');
    });
    const sealed = savedSecretsIn(dataFolder);
    await run({ ...another, NBWSS_VAULT_OLD_PASSPHRASE: passphrase.NBWSS_VAULT_PASSPHRASE }, async (rest) => {
      await becomes(rest, connected);
      expect(savedSecretsIn(dataFolder)).not.toEqual(sealed);
    });
    const file = join(temporary, 'old');
    writeFileSync(file, `${another.NBWSS_VAULT_PASSPHRASE}\n`);
    await run({ NBWSS_VAULT_OLD_PASSPHRASE_FILE: file }, async (rest, ready) => {
      await becomes(rest, connected);
      expect((await frameOf(ready)).protection).toBe(
        'Saved secrets are encrypted with a key file in the data folder (AES-256-GCM).',
      );
      expect(waysIn(dataFolder)).toEqual(['key-file-v2', 'key-file-v2']);
      expect(existsSync(join(dataFolder, 'vault.key'))).toBe(true);
    });
  });

  it('decision 42: a wrong passphrase, or none: the rows stay and say so, nothing is overwritten, and the right one opens all', async () => {
    withPassphrase();
    const saved = readFileSync(join(dataFolder, 'vault.json'), 'utf8');
    for (const [env, why] of [
      [another, 'It was sealed with another passphrase than the one that is given now.'],
      [{}, 'It was sealed with a passphrase, and none is given'],
    ] as const) {
      await run(env, async (rest, ready) => {
        await becomes(rest, { [one]: unreadable, [two]: unreadable });
        expect((await frameOf(ready)).warnings).toEqual([
          expect.stringContaining(`2 saved secrets cannot be read. ${why}`),
        ]);
      });
      expect(readFileSync(join(dataFolder, 'vault.json'), 'utf8')).toBe(saved);
      expect(existsSync(join(dataFolder, 'vault.key'))).toBe(false);
    }
    await run(passphrase, (rest) => becomes(rest, connected));
  });

  it('decision 42: Renew with a wrong passphrase works under it; with both, everything is readable and moves to the one in force', async () => {
    withPassphrase();
    await run(another, async (rest) => {
      await becomes(rest, { [one]: unreadable, [two]: unreadable });
      await renew(rest, one);
      await becomes(rest, { [one]: 'CONNECTED', [two]: unreadable });
    });
    await run({ ...passphrase, NBWSS_VAULT_OLD_PASSPHRASE: another.NBWSS_VAULT_PASSPHRASE }, (rest) =>
      becomes(rest, connected),
    );
    await run(passphrase, (rest) => becomes(rest, connected));
  });

  it('decision 42: a lost key file: Renew works with a new one beside it, and the old one, put back, opens the rest', async () => {
    const file = join(dataFolder, 'vault.key');
    const key = readFileSync(file);
    rmSync(file);
    await run({}, async (rest) => {
      await becomes(rest, { [one]: unreadable, [two]: unreadable });
      expect(existsSync(file)).toBe(false); // none is made before it is needed
      await renew(rest, one);
      await becomes(rest, { [one]: 'CONNECTED', [two]: unreadable });
      expect(existsSync(file)).toBe(false); // its place is kept
    });
    writeFileSync(file, key);
    await run({}, (rest) => becomes(rest, connected));
    expect(new Set(Object.values(savedSecretsIn(dataFolder)).map((sealed) => sealed.split(':')[1])).size).toBe(1);
  });

  it('P-6, decision 42: secrets that were swapped between rows are refused, and sent to nobody', async () => {
    changeSecretsIn(dataFolder, (secrets) => ({
      [`token of ${one}`]: secrets[`token of ${two}`] ?? '',
      [`token of ${two}`]: secrets[`token of ${one}`] ?? '',
    }));
    await run({}, async (rest, ready) => {
      await becomes(rest, { [one]: unreadable, [two]: unreadable });
      expect((await frameOf(ready)).warnings).toEqual([
        '2 saved secrets cannot be read. It was sealed for another name, or has been changed.',
      ]);
    });
  });

  it('decision 42: a cut vault.json is set aside, told, and its copy used; without one the rows stay', async () => {
    const file = join(dataFolder, 'vault.json');
    const cut = readFileSync(file, 'utf8').slice(0, 100);
    writeFileSync(file, cut);
    await run({}, async (rest, ready) => {
      await becomes(rest, connected);
      expect((await frameOf(ready)).warnings).toEqual([
        expect.stringMatching(/^vault\.json is not JSON, and was set aside/),
      ]);
    });
    rmSync(join(dataFolder, 'vault.backup.json'));
    writeFileSync(file, cut);
    await run({}, async (rest) => {
      await becomes(rest, { [one]: unreadable, [two]: unreadable });
      await renew(rest, one);
      await becomes(rest, { [one]: 'CONNECTED', [two]: unreadable });
    });
    const aside = readdirSync(dataFolder).filter((name) => name.startsWith('vault.damaged-'));
    expect(aside.map((name) => readFileSync(join(dataFolder, name), 'utf8'))).toEqual([cut, cut]);
  });

  it.each([
    ['a key file', {}],
    ['a passphrase', passphrase],
  ])(
    'decision 42: Rotate key with %s: another key, no connection dropped, and the next start connects',
    async (_way, env) => {
      await run(env, async (rest, ready) => {
        await becomes(rest, connected);
        const before = Object.values(savedSecretsIn(dataFolder));
        const opened = cloud.listener.connections.length;
        const answer = await withConsole(ready, (client) => client.vault.rotateKey());
        expect(answer).toEqual({ resealed: 2, unreadable: 0 });
        const keys = (sealed: string[]) => new Set(sealed.map((each) => each.split(':')[1]));
        const after = keys(Object.values(savedSecretsIn(dataFolder)));
        expect([...keys(before)].filter((key) => after.has(key))).toEqual([]);
        expect(cloud.listener.connections.length).toBe(opened);
        expect(await rowsOf(rest)).toEqual(connected);
      });
      await run(env, (rest) => becomes(rest, connected));
    },
  );

  it.skipIf(process.platform === 'win32')(
    'decision 42: a passphrase file that others can read is warned of in console, REST API and log, without its passphrase',
    async () => {
      const file = join(temporary, 'passphrase');
      writeFileSync(file, passphrase.NBWSS_VAULT_PASSPHRASE);
      chmodSync(file, 0o644);
      await run({ NBWSS_VAULT_PASSPHRASE_FILE: file }, async (rest, ready) => {
        const { warnings } = await frameOf(ready);
        expect(warnings).toEqual([expect.stringMatching(/^The file that NBWSS_VAULT_PASSPHRASE_FILE names .* 0644/)]);
        const status = await rest.call('GET', '/nbwss/status');
        expect(JSON.parse(status.text).warnings).toEqual(warnings);
        expect(logOf()).toContain(warnings[0]);
      });
      expect(statSync(file).mode & 0o777).toBe(0o644); // it is not ours
    },
  );

  it('decision 42: settings that cannot be used end the host with one line and status 2, before it touches the data folder', async () => {
    const before = readFileSync(join(dataFolder, 'vault.json'), 'utf8');
    for (const env of [{ NBWSS_VAULT_PASSPHRASE: 'SENTINEL' }, { NBWSS_VAULT: 'SENTINEL' }]) {
      const { status, stderr, stdout } = await startHeadless(['--data', dataFolder], env as Record<string, string>)
        .ended;
      expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
      expect(stderr).toMatch(/^NBWSS_VAULT/);
      expect(stderr).not.toContain('SENTINEL');
    }
    expect(readFileSync(join(dataFolder, 'vault.json'), 'utf8')).toBe(before);
  });

  it('decisions 42 and 43: token and passphrase are in no file, no answer, no output, and no argument of a process', async () => {
    const secret = { passphrase: `phrase${randomBytes(24).toString('hex')}`, token: cloud.details.token };
    const file = join(temporary, 'passphrase');
    writeFileSync(file, secret.passphrase, { mode: 0o600 });
    const host = startHeadless(['--data', dataFolder], { NBWSS_VAULT_PASSPHRASE_FILE: file });
    running.push(host);
    const ready = await host.ready();
    const rest = new RestClient(ready);
    await becomes(rest, connected);
    const answers = [
      ...['/nbwss/status', '/metrics', '/openapi.json', '/netbackup/config/servers/wssendpoints'].map((path) =>
        rest.call('GET', path).then(({ text }) => text),
      ),
      frameOf(ready).then((frame) => JSON.stringify(frame)),
    ];
    const ofProcess = (name: string) => readFileSync(`/proc/${ready.pid}/${name}`, 'latin1');
    const places: Record<string, string> = {
      ...Object.fromEntries(
        Object.entries(filesIn(dataFolder)).map(([name, hex]) => [name, Buffer.from(hex, 'hex').toString('latin1')]),
      ),
      answers: (await Promise.all(answers)).join('\n'),
      output: host.output,
      ...(existsSync('/proc/self') ? { cmdline: ofProcess('cmdline'), environ: ofProcess('environ') } : {}),
    };
    rest.close();
    for (const [what, text] of Object.entries(secret))
      for (const [place, contents] of Object.entries(places))
        for (const form of [text, Buffer.from(text).toString('base64').slice(0, -4), Buffer.from(text).toString('hex')])
          expect({ what, place, holds: contents.includes(form) }).toEqual({ what, place, holds: false });
    expect(Object.keys(places)).toEqual(expect.arrayContaining(['vault.json', 'vault.backup.json', 'config.json']));
  });

  it('decision 42: no process that the host starts inherits the passphrase; /proc keeps showing what the host was started with', async () => {
    // What --open runs: a browser that tells its environment.
    const told = join(temporary, 'told');
    writeFileSync(join(temporary, 'xdg-open'), `#!/bin/sh\nenv > ${told}.part && mv ${told}.part ${told}\n`, {
      mode: 0o755,
    });
    const host = startHeadless(['--data', dataFolder, '--open'], {
      ...passphrase,
      NBWSS_VAULT_OLD_PASSPHRASE: another.NBWSS_VAULT_PASSPHRASE,
      DISPLAY: ':none',
      PATH: `${temporary}:${process.env['PATH']}`,
    });
    running.push(host);
    const { pid } = await host.ready();
    await expect.poll(() => existsSync(told), { timeout: 20_000 }).toBe(true);
    expect(readFileSync(told, 'utf8')).toContain('DISPLAY=:none');
    expect(readFileSync(told, 'utf8')).not.toMatch(/PASSPHRASE|correct horse|staple of/);
    // docs/security.md says so: the system shows the owner, and root, the environment that a process began with.
    if (existsSync('/proc/self')) expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toContain('correct horse');
  });
});
