import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { PassphraseSealer, type Passphrases } from '../../electron/service/credentials/passphrase-sealer.ts';
import { TokenVault } from '../../electron/service/credentials/token-vault.ts';
import { refusalOf } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const passphrase = 'correct horse battery';
/** Cheap to derive: what is tested here does not depend on it. */
const cheap = { log2N: 4, r: 8, p: 1 };

/** @param salts takes each salt that is made */
const vaultWith = (passphrases: Passphrases, salts: Buffer[] = []) => {
  const random = (size: number) => {
    const bytes = randomBytes(size);
    if (size === 16) salts.push(bytes);
    return bytes;
  };
  return new TokenVault([new PassphraseSealer(passphrases, random, cheap)]);
};
const [inForce, other] = [{ inForce: passphrase }, { inForce: 'another passphrase' }];

describe('decision 42 a key derived from a passphrase', () => {
  it('decision 42 scrypt with N = 2^17, r = 8, p = 1 and a random salt of 128 bits, all of which stand with the secret', () => {
    const sealed = new TokenVault([new PassphraseSealer(inForce)]).seal('a', 'SENTINEL');
    expect(sealed).toMatch(/^passphrase-v2:17\.8\.1\.[\w-]{22}\.[0-9a-f]{16}:[A-Za-z0-9+/]+=*$/);
    expect(new TokenVault([new PassphraseSealer(inForce)]).open('a', sealed)).toBe('SENTINEL');
  });

  it('decision 42 one salt, and so one derivation, for all secrets, also after the next start', () => {
    const salts: Buffer[] = [];
    const vault = vaultWith(inForce, salts);
    const secrets = { a: vault.seal('a', 'one'), b: vault.seal('b', 'two') };
    const next = vaultWith(inForce, salts);
    next.start(secrets);
    expect(next.open('c', next.seal('c', 'three'))).toBe('three');
    expect([next.open('a', secrets.a), next.open('b', secrets.b), salts.length]).toEqual(['one', 'two', 1]);
    expect(next.resealed(secrets)).toBeUndefined();
  });

  it('decision 42 the same passphrase, its accents typed in another way, opens it', () => {
    const composed = { inForce: 'Schlüssel für Café'.normalize('NFC') };
    const decomposed = { inForce: 'Schlüssel für Café'.normalize('NFD') };
    expect(vaultWith(decomposed).open('a', vaultWith(composed).seal('a', 'x'))).toBe('x');
  });

  it('decision 42 another passphrase opens nothing, says so, and seals under a salt of its own', () => {
    const old = vaultWith(inForce).seal('a', 'one');
    const vault = vaultWith(other);
    vault.start({ a: old });
    expect(refusalOf(() => vault.open('a', old))).toMatchObject({
      code: 'credentialsNotRead',
      causes: ['It was sealed with another passphrase than the one that is given now.'],
    });
    expect(vault.resealed({ a: old })).toBeUndefined(); // what cannot be opened stays
    const renewed = vault.seal('b', 'two');
    expect(vault.open('b', renewed)).toBe('two');
    expect(vaultWith(inForce).open('a', old)).toBe('one');
    expect(refusalOf(() => vaultWith(inForce).open('b', renewed)).code).toBe('credentialsNotRead');
  });

  it('decision 42 with the former passphrase the secrets move to the new one', () => {
    const before = { a: vaultWith(inForce).seal('a', 'one') };
    const vault = vaultWith({ ...other, former: passphrase });
    vault.start(before);
    const { secrets = {} } = vault.resealed(before) ?? {};
    expect(vaultWith(other).open('a', secrets['a'] ?? '')).toBe('one');
    expect(refusalOf(() => vaultWith(inForce).open('a', secrets['a'] ?? '')).code).toBe('credentialsNotRead');
  });

  it('decision 42 with the former passphrase alone they move to the way in force', () => {
    const before = { a: vaultWith(inForce).seal('a', 'one') };
    const keyFile = new KeyFileSealer(join(tempFolder(), 'vault.key'));
    const vault = new TokenVault([keyFile, new PassphraseSealer({ former: passphrase }, randomBytes, cheap)]);
    vault.start(before);
    const { secrets = {} } = vault.resealed(before) ?? {};
    expect(secrets['a']).toMatch(/^key-file-v2:/);
    expect(new TokenVault([keyFile]).open('a', secrets['a'] ?? '')).toBe('one');
  });

  it('decision 42 a new key is another salt; a cost of former times is raised', async () => {
    const vault = vaultWith(inForce);
    const before = { a: vault.seal('a', 'one') };
    await vault.renewKey();
    const { secrets = {} } = vault.resealed(before) ?? {};
    expect(secrets['a']?.split(':')[1]).not.toBe(before.a.split(':')[1]);
    const dearer = new TokenVault([new PassphraseSealer(inForce, randomBytes, { ...cheap, log2N: 5 })]);
    dearer.start(secrets);
    expect(dearer.resealed(secrets)?.secrets['a']).toMatch(/^passphrase-v2:5\.8\.1\./);
  });
});

describe('decision 42 a hostile vault', () => {
  const sealed = vaultWith(inForce).seal('a', 'one');
  const [, keyName = '', text = ''] = sealed.split(':');
  const [, , , salt = '', id = ''] = keyName.split('.');

  it.each([
    ['all memory', `31.8.1.${salt}.${id}`],
    ['a block size that is not ours', `4.99.1.${salt}.${id}`],
    ['endless time', `4.8.99.${salt}.${id}`],
    ['no cost', `0.8.1.${salt}.${id}`],
    ['another salt', `4.8.1.${'A'.repeat(22)}.${id}`],
    ['another key id', `4.8.1.${salt}.0123456789abcdef`],
    ['no parameters', 'x'],
    ['nothing', ''],
  ])('decision 42 that asks for %s opens nothing, and takes no time', (_what, name) => {
    const vault = vaultWith(inForce);
    vault.start({ a: `passphrase-v2:${name}:${text}` });
    expect(refusalOf(() => vault.open('a', `passphrase-v2:${name}:${text}`)).code).toBe('credentialsNotRead');
  });

  it('decision 42 a secret under the name of another is refused', () => {
    expect(refusalOf(() => vaultWith(inForce).open('b', sealed)).causes).toEqual([
      'It was sealed for another name, or has been changed.',
    ]);
  });

  it('decision 42 no more than 16 salts are tried, each of which costs a derivation; to seal is possible all the same', () => {
    const foreign = (index: number) =>
      `passphrase-v2:4.8.1.${Buffer.alloc(16, index).toString('base64url')}.${id}:${text}`;
    const many = Array.from({ length: 32 }, (_none, index): [string, string] => [`${index}`, foreign(index >> 1)]);
    const vault = vaultWith(inForce);
    vault.start({ ...Object.fromEntries(many), a: sealed });
    expect(refusalOf(() => vault.open('a', sealed)).code).toBe('credentialsNotRead');
    expect(vault.open('b', vault.seal('b', 'two'))).toBe('two');
  });
});
