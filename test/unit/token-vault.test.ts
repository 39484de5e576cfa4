import { execFileSync } from 'node:child_process';
import { createCipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import type { Sealer } from '../../electron/service/credentials/key-sealer.ts';
import { TokenVault } from '../../electron/service/credentials/token-vault.ts';
import { refusalOf } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const secret = 'SENTINEL-TOKEN "ä" \u{1f511}';
const keyFile = () => join(tempFolder(), 'vault.key');
const vaultOn = (file: string) => new TokenVault([new KeyFileSealer(file)]);
/** As the first version sealed. */
function sealedByFirstVersion(file: string, name: string, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(readFileSync(file, 'utf8'), 'base64'), nonce);
  const sealed = Buffer.concat([cipher.setAAD(Buffer.from(name)).update(text, 'utf8'), cipher.final()]);
  return `key-file-v1:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')}`;
}

/** `sealed` with one bit of one of its bytes turned. */
function tampered(sealed: string, byte: number): string {
  const [id, key, text = ''] = sealed.split(':');
  const bytes = Buffer.from(text, 'base64');
  bytes[byte] = (bytes[byte] ?? 0) ^ 1;
  return `${id}:${key}:${bytes.toString('base64')}`;
}

describe('P-6, decision 42 sealing with a key file', () => {
  it('P-6 a secret is opened as it was sealed, also by another process with the same key file', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    expect(vaultOn(file).open('token of a', sealed)).toBe(secret);
  });

  it('P-6 what is sealed does not show the secret, nor twice the same', () => {
    const vault = vaultOn(keyFile());
    const [one, two] = [vault.seal('token of a', secret), vault.seal('token of a', secret)];
    expect(one).not.toBe(two);
    for (const sealed of [one, two]) {
      expect(sealed).toMatch(/^key-file-v2:[0-9a-f]{16}:[A-Za-z0-9+/]+=*$/);
      expect(Buffer.from(sealed.split(':').at(-1) ?? '', 'base64').includes('SENTINEL')).toBe(false);
    }
  });

  it('decision 42 the key is made once, is for its owner only, and is 256 bits', () => {
    const file = keyFile();
    const vault = vaultOn(file);
    vault.seal('token of a', secret);
    const key = readFileSync(file, 'utf8');
    vault.seal('token of b', secret);
    expect(readFileSync(file, 'utf8')).toBe(key);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('P-6 an empty secret and a long one', () => {
    const vault = vaultOn(keyFile());
    for (const text of ['', 'x'.repeat(1024 * 1024)]) {
      expect(vault.open('token of a', vault.seal('token of a', text)) === text).toBe(true);
    }
  });

  it('decision 42 the console is told which protection is in force', () => {
    expect(vaultOn(keyFile()).protection).toBe(
      'Saved secrets are encrypted with a key file in the data folder (AES-256-GCM).',
    );
  });
});

describe('P-6, decision 42 what cannot be opened', () => {
  const notRead = (file: string, name: string, sealed: string) => refusalOf(() => vaultOn(file).open(name, sealed));

  it('P-6 a secret that was sealed for another endpoint is refused', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    expect(notRead(file, 'token of b', sealed)).toMatchObject({
      code: 'credentialsNotRead',
      lines: ['Credentials cannot be read'],
      causes: ['It was sealed for another name, or has been changed.'],
    });
  });

  it('P-6 a secret in which a bit was turned is refused: nonce, tag and text', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    for (const byte of [0, 11, 12, 27, 28, 40]) {
      expect(notRead(file, 'token of a', tampered(sealed, byte)).code).toBe('credentialsNotRead');
    }
  });

  it.each([
    'key-file-v2:',
    'key-file-v2:AAAA',
    'key-file-v2:KEY:',
    'key-file-v2:KEY:AAAA',
    'key-file-v2:KEY:not base64!',
    `key-file-v2:KEY:${'A'.repeat(64)}`,
    `key-file-v2:0123456789abcdef:${'A'.repeat(64)}`,
    'key-file-v1:',
    `key-file-v1:${'A'.repeat(64)}`,
  ])('P-6 %s is refused', (sealed) => {
    const file = keyFile();
    const [, key = ''] = vaultOn(file).seal('token of a', secret).split(':');
    expect(notRead(file, 'token of a', sealed.replace('KEY', key)).code).toBe('credentialsNotRead');
  });

  it('P-6 a tag that was cut short is refused, also with the bytes of the true one', () => {
    const file = keyFile();
    const [id, key, text = ''] = vaultOn(file).seal('token of a', '').split(':');
    const cut = Buffer.from(text, 'base64')
      .subarray(0, 12 + 4)
      .toString('base64');
    expect(notRead(file, 'token of a', `${id}:${key}:${cut}`).code).toBe('credentialsNotRead');
  });

  it('decision 42 a lost key: nothing is opened, and no new key is made by trying', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    rmSync(file);
    expect(notRead(file, 'token of a', sealed).code).toBe('credentialsNotRead');
    expect(() => statSync(file)).toThrow(/ENOENT/);
  });

  it('decision 42 the key of another computer does not fit, and stays', () => {
    const [here, there] = [keyFile(), keyFile()];
    const sealed = vaultOn(there).seal('token of a', secret);
    vaultOn(here).seal('token of a', secret);
    const key = readFileSync(here, 'utf8');
    expect(notRead(here, 'token of a', sealed).causes).toEqual([
      expect.stringMatching(/^The key file that it was sealed with \(key [0-9a-f]{16}\) is not in the data folder\./),
    ]);
    expect(readFileSync(here, 'utf8')).toBe(key);
  });

  it.each([
    ['is damaged', (file: string) => writeFileSync(file, 'c2hvcnQ='), 'does not hold a key'],
    ['is huge', (file: string) => writeFileSync(file, 'A'.repeat(100_000)), 'does not hold a key'],
    ['is a folder', (file: string) => mkdirSync(file), 'is not a file'],
    ['is a pipe', (file: string) => execFileSync('mkfifo', [file]), 'is not a file'],
  ])('decision 42 a key file that %s stays as it is, and says so: a new key comes beside it', (_how, damage, why) => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    rmSync(file);
    damage(file);
    const before = statSync(file).ino;
    expect(notRead(file, 'token of a', sealed).causes[0]).toContain(`The key file vault.key ${why}.`);
    const vault = vaultOn(file);
    vault.start({ 'token of a': sealed });
    expect(vault.open('token of a', vault.seal('token of a', secret))).toBe(secret);
    expect(statSync(file).ino).toBe(before);
    expect(readdirSync(dirname(file))).toEqual([expect.stringMatching(/^vault-[0-9a-f]{16}\.key$/), 'vault.key']);
  });
});

describe('decision 42 a key file that was lost and comes back', () => {
  it('decision 42 a new key has a file beside it, so that both open what they sealed', () => {
    const file = keyFile();
    const old = vaultOn(file).seal('token of a', 'old');
    const key = readFileSync(file);
    rmSync(file);
    const without = vaultOn(file);
    without.start({ 'token of a': old });
    const renewed = without.seal('token of b', 'new');
    expect(existsSync(file)).toBe(false); // the place of the lost one
    expect(vaultOn(file).open('token of b', renewed)).toBe('new');

    writeFileSync(file, key, { mode: 0o644 });
    expect(without.open('token of a', old)).toBe('old'); // also in a service that runs
    const again = vaultOn(file);
    again.start({ 'token of a': old, 'token of b': renewed });
    expect([again.open('token of a', old), again.open('token of b', renewed)]).toEqual(['old', 'new']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('decision 42 one that is deleted while the service runs is written again before the next secret is sealed', () => {
    const file = keyFile();
    const vault = vaultOn(file);
    const one = vault.seal('token of a', 'one');
    rmSync(file);
    const two = vault.seal('token of b', 'two');
    expect([vaultOn(file).open('token of a', one), vaultOn(file).open('token of b', two)]).toEqual(['one', 'two']);
  });

  it('decision 42 what the first version sealed is opened, and sealed anew with the same key', () => {
    const file = keyFile();
    vaultOn(file).seal('token of a', 'makes the key');
    const former = { 'token of a': sealedByFirstVersion(file, 'token of a', secret) };
    const vault = vaultOn(file);
    vault.start(former);
    expect(vault.open('token of a', former['token of a'])).toBe(secret);
    expect(() => vault.open('token of b', former['token of a'])).toThrow();
    const { secrets = {}, formerKeys = [] } = vault.resealed(former) ?? {};
    expect(secrets['token of a']).toMatch(/^key-file-v2:/);
    vault.forgetKeys(formerKeys, secrets);
    expect(vaultOn(file).open('token of a', secrets['token of a'] ?? '')).toBe(secret);
  });
});

describe('decision 42 a new key', () => {
  it('decision 42 seals anew what can be opened; the former one goes when nothing needs it, and vault.key is the new one', async () => {
    const file = keyFile();
    const vault = vaultOn(file);
    const before = { a: vault.seal('a', 'one'), b: vault.seal('b', 'two'), c: tampered(vault.seal('c', 'three'), 12) };
    const key = readFileSync(file, 'utf8');
    await vault.renewKey();
    const { secrets = {}, formerKeys = [] } = vault.resealed(before) ?? {};
    expect([secrets['a'] === before.a, secrets['b'] === before.b, secrets['c'] === before.c]).toEqual([
      false,
      false,
      true,
    ]);
    expect(readFileSync(file, 'utf8')).toBe(key); // until the secrets are saved
    vault.forgetKeys(formerKeys, secrets);
    expect(readFileSync(file, 'utf8')).toBe(key); // c still names it
    const { c: _gone, ...readable } = secrets;
    vault.forgetKeys(formerKeys, readable);
    expect(readdirSync(dirname(file))).toEqual(['vault.key']);
    expect(readFileSync(file, 'utf8')).not.toBe(key);
    const next = vaultOn(file);
    next.start(readable);
    expect([next.open('a', secrets['a'] ?? ''), next.open('b', secrets['b'] ?? '')]).toEqual(['one', 'two']);
    expect(next.resealed(readable)).toBeUndefined();
  });

  it('decision 42 a key that nobody replaced is not deleted, whatever is saved', () => {
    const file = keyFile();
    const vault = vaultOn(file);
    const sealed = vault.seal('a', 'one');
    vault.forgetKeys([], {});
    expect(vaultOn(file).open('a', sealed)).toBe('one');
  });
});

describe('decision 42 several sealers', () => {
  const reversing: Sealer = {
    id: 'reversed-v1',
    opens: ['reversed-v1'],
    protection: 'Secrets are reversed.',
    warnings: [],
    start: () => undefined,
    seal: (name, text) => `reversed-v1:${[...`${name}:${text}`].reverse().join('')}`,
    open: (_name, sealed) => [...sealed.slice('reversed-v1:'.length)].reverse().join('').split(':').slice(1).join(':'),
    isCurrent: () => true,
    keyOf: () => undefined,
    renewKey: () => Promise.resolve(),
    forgetKeys: () => undefined,
  };

  it('decision 42 the first seals; each opens what it sealed', () => {
    const file = keyFile();
    const old = vaultOn(file).seal('a', secret);
    const vault = new TokenVault([reversing, new KeyFileSealer(file)]);
    const sealed = vault.seal('a', 'x:y:z');
    expect(sealed).toBe('reversed-v1:z:y:x:a');
    expect([vault.open('a', sealed), vault.open('a', old)]).toEqual(['x:y:z', secret]);
    expect(vault.protection).toBe('Secrets are reversed.');
  });

  it('decision 42 what another way sealed moves to the first one; what cannot be opened stays', () => {
    const file = keyFile();
    const keyed = vaultOn(file);
    const before = { a: keyed.seal('a', 'one'), b: reversing.seal('b', 'two'), c: tampered(keyed.seal('c', 'x'), 12) };
    const vault = new TokenVault([reversing, new KeyFileSealer(file)]);
    vault.start(before);
    const { secrets = {}, from, formerKeys = [] } = vault.resealed(before) ?? {};
    expect(secrets).toEqual({ ...before, a: 'reversed-v1:eno:a' });
    expect([...(from ?? [])]).toEqual([['key-file-v2', 1]]);
    vault.forgetKeys(formerKeys, secrets);
    expect(existsSync(file)).toBe(true); // c names it
    vault.forgetKeys(formerKeys, { a: 'reversed-v1:eno:a' });
    expect(existsSync(file)).toBe(false); // nothing needs it any more
  });

  it.each([
    ['reversed-v1:x', 'It was sealed by "reversed-v1", which is not available here.'],
    ['key-store-v2:k:x', /^It was sealed with a key in the system's key store, which is not available here/],
    ['safe-storage-v1:x', /^It was sealed with a key in the system's key store, which is not available here/],
    ['passphrase-v2:k:x', /^It was sealed with a passphrase, and none is given: set NBWSS_VAULT_PASSPHRASE_FILE or/],
  ])('decision 42 of %s it is told what is missing here', (sealed, why) => {
    expect(refusalOf(() => vaultOn(keyFile()).open('a', sealed)).causes).toEqual([expect.stringMatching(why)]);
  });

  it.each(['SENTINEL-TOKEN', 'SENTINEL-TOKEN:x', ''])(
    'decision 43 %j, put in place of a sealed secret, is not told',
    (text) => {
      const report = refusalOf(() => vaultOn(keyFile()).open('a', text));
      expect(report.code).toBe('credentialsNotRead');
      expect(JSON.stringify(report)).not.toContain('SENTINEL');
    },
  );
});
