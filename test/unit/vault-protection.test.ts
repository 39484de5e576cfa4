import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { ProtectionError, sealersOf, takeProtection } from '../../electron/vault-protection.ts';
import { thrownBy } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const passphrase = 'SENTINEL passphrase';

/** A file with a passphrase, as a secret store leaves it. */
function passphraseFile(text: string | Buffer): string {
  const file = join(tempFolder(), 'passphrase');
  writeFileSync(file, text);
  return file;
}

describe('decision 42 what the environment says of the protection', () => {
  it('decision 42 nothing', () => {
    expect(takeProtection({})).toEqual({ passphrases: {}, isKeyFile: false });
  });

  it('decision 42 the passphrases are taken out of it, and everything else stays', () => {
    const env = { NBWSS_VAULT_PASSPHRASE: passphrase, NBWSS_VAULT_OLD_PASSPHRASE: 'old one', PATH: '/bin' };
    expect(takeProtection(env)).toEqual({ passphrases: { inForce: passphrase, former: 'old one' }, isKeyFile: false });
    expect(env).toEqual({ PATH: '/bin' });
  });

  it.each([
    ['as it is', passphrase],
    ['with a line end', `${passphrase}\n`],
    ["with Windows' line end", `${passphrase}\r\n`],
  ])('decision 42 from a file, %s', (_how, text) => {
    const env = { NBWSS_VAULT_PASSPHRASE_FILE: passphraseFile(text) };
    expect(takeProtection(env).passphrases).toEqual({ inForce: passphrase });
  });

  it('decision 42 blanks at its ends belong to it', () => {
    const env = { NBWSS_VAULT_PASSPHRASE_FILE: passphraseFile(` ${passphrase} \n\n`) };
    expect(takeProtection(env).passphrases).toEqual({ inForce: ` ${passphrase} \n` });
  });

  it.each<[string, () => Record<string, string>, string]>([
    [
      'too short',
      () => ({ NBWSS_VAULT_PASSPHRASE: 'SENTINEL' }),
      'NBWSS_VAULT_PASSPHRASE must have at least 12 characters',
    ],
    ['empty', () => ({ NBWSS_VAULT_PASSPHRASE: '' }), 'NBWSS_VAULT_PASSPHRASE must have at least 12 characters'],
    [
      'an empty file',
      () => ({ NBWSS_VAULT_PASSPHRASE_FILE: passphraseFile('\n') }),
      'NBWSS_VAULT_PASSPHRASE must have at least 12 characters',
    ],
    [
      'both',
      () => ({ NBWSS_VAULT_PASSPHRASE: passphrase, NBWSS_VAULT_PASSPHRASE_FILE: passphraseFile(passphrase) }),
      'NBWSS_VAULT_PASSPHRASE and NBWSS_VAULT_PASSPHRASE_FILE exclude each other',
    ],
    [
      'a file that is not there',
      () => ({ NBWSS_VAULT_PASSPHRASE_FILE: 'SENTINEL' }),
      'The file that NBWSS_VAULT_PASSPHRASE_FILE names cannot be read (ENOENT)',
    ],
    [
      'a passphrase file that is no text, whose bytes would all be the same character',
      () => ({ NBWSS_VAULT_PASSPHRASE_FILE: passphraseFile(Buffer.alloc(32, 0xfe)) }),
      'The file that NBWSS_VAULT_PASSPHRASE_FILE names is not text in UTF-8',
    ],
    [
      'a huge file',
      () => ({ NBWSS_VAULT_OLD_PASSPHRASE_FILE: passphraseFile('x'.repeat(5000)) }),
      'The file that NBWSS_VAULT_OLD_PASSPHRASE_FILE names is over 4096 bytes',
    ],
    ['another way', () => ({ NBWSS_VAULT: 'SENTINEL' }), 'NBWSS_VAULT is not "key-file", its only value'],
    [
      'a key file and a passphrase',
      () => ({ NBWSS_VAULT: 'key-file', NBWSS_VAULT_PASSPHRASE: passphrase }),
      'NBWSS_VAULT=key-file and NBWSS_VAULT_PASSPHRASE exclude each other; NBWSS_VAULT_OLD_PASSPHRASE opens what the passphrase sealed',
    ],
  ])('decision 42 %s is refused in a line that does not hold the passphrase', (_what, env, message) => {
    const error = thrownBy(() => takeProtection(env()));
    expect(error).toBeInstanceOf(ProtectionError);
    expect((error as Error).message).toBe(message);
  });
});

describe('decision 42 which way is in force', () => {
  const keyStore = () => new KeyFileSealer(join(tempFolder(), 'vault.key')); // stands for it: only its place counts
  const ways = (env: Record<string, string>, hasKeyStore: boolean) => {
    const store = keyStore();
    const sealers = sealersOf(
      takeProtection({ ...env }),
      { vaultKey: join(tempFolder(), 'vault.key') },
      hasKeyStore ? store : undefined,
    );
    return sealers.map((sealer) => (sealer === store ? 'key store' : sealer.id.replace('-v2', '')));
  };
  const given = { NBWSS_VAULT_PASSPHRASE: passphrase };
  const former = { NBWSS_VAULT_OLD_PASSPHRASE: passphrase };

  it.each<[string, Record<string, string>, boolean, string[]]>([
    ['a passphrase before all', given, true, ['passphrase', 'key store', 'key-file']],
    ['a passphrase without a key store', given, false, ['passphrase', 'key-file']],
    ['else the key store', {}, true, ['key store', 'key-file']],
    ['else a key file', {}, false, ['key-file']],
    ['a key file where it is chosen', { NBWSS_VAULT: 'key-file' }, true, ['key-file', 'key store']],
    ['the former passphrase opens only', former, true, ['key store', 'passphrase', 'key-file']],
    ['also for a key file', { ...former, NBWSS_VAULT: 'key-file' }, true, ['key-file', 'key store', 'passphrase']],
  ])('decision 42 %s', (_what, env, hasKeyStore, expected) => {
    expect(ways(env, hasKeyStore)).toEqual(expected);
  });
});
