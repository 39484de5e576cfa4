import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isHandedIn, isLoose, secretFileWarnings } from '../../electron/secret-files.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A file with a secret. */
function secretFile(mode: number, folder = tempFolder()): string {
  const file = join(folder, 'secret');
  writeFileSync(file, 'SENTINEL');
  chmodSync(file, mode);
  return file;
}

describe.skipIf(process.platform === 'win32')('decision 42 files with a secret that others can read', () => {
  it('decision 42 each of them is warned of, with its mode, and without its path or secret; the mode is left as it is', () => {
    const file = secretFile(0o644);
    const env = { NBWSS_VAULT_PASSPHRASE_FILE: file, NBWSS_VAULT_OLD_PASSPHRASE_FILE: file };
    const rest =
      'is open to other users of this computer: it has mode 0644. Give it mode 0600; if somebody may have copied it, replace the secret.';
    const warned = [
      `The file that NBWSS_VAULT_PASSPHRASE_FILE names ${rest}`,
      `The file that NBWSS_VAULT_OLD_PASSPHRASE_FILE names ${rest}`,
      `The file that --netbackup-api-key-file names ${rest}`,
    ];
    expect(secretFileWarnings(env, file)).toEqual(warned);
    expect(secretFileWarnings(env, file)).toEqual(warned);
  });

  it('decision 42 those that are closed, not given, gone or no file are not', () => {
    for (const mode of [0o600, 0o400]) expect(secretFileWarnings({}, secretFile(mode))).toEqual([]);
    for (const file of [undefined, join(tempFolder(), 'gone'), '/dev/null'])
      expect(secretFileWarnings({}, file)).toEqual([]);
  });

  it.each([
    ['its owner alone', 1000, 0o600, false],
    ['everybody', 1000, 0o604, true],
    ['everybody, who may write', 1000, 0o602, true],
    ['its group', 1000, 0o640, true],
    ['the group, of a file of root', 0, 0o640, false],
    ['an ACL, of a credential of systemd', 0, 0o440, false],
    ['the group, which may write to a file of root', 0, 0o660, true],
    ['everybody, of a file of root', 0, 0o644, true],
  ])('decision 42 open to %s', (_whom, uid, mode, loose) => {
    expect(isLoose({ uid, mode: 0o100000 | mode })).toBe(loose);
  });
});

describe.skipIf(process.platform === 'win32')(
  'decision 42 secrets that are handed into a service or a container',
  () => {
    it("decision 42 systemd: what lies in CREDENTIALS_DIRECTORY, and not what lies beside it, or another's credential", () => {
      const folder = tempFolder();
      const file = secretFile(0o440, folder);
      chmodSync(file, 0o444);
      expect(secretFileWarnings({ CREDENTIALS_DIRECTORY: folder }, file)).toEqual([]);
      expect(secretFileWarnings({ CREDENTIALS_DIRECTORY: join(folder, 'sec') }, file)).toHaveLength(1);
      expect(secretFileWarnings({ CREDENTIALS_DIRECTORY: '' }, file)).toHaveLength(1);
    });

    it('decision 42 Kubernetes: a file of a secret volume, which is a link through ..data', () => {
      const volume = tempFolder();
      const revision = '..2026_11_29_08_00_00.1234567890';
      mkdirSync(join(volume, revision));
      secretFile(0o644, join(volume, revision));
      symlinkSync(revision, join(volume, '..data'));
      symlinkSync('..data/secret', join(volume, 'secret'));
      expect(secretFileWarnings({}, join(volume, 'secret'))).toEqual([]);
    });

    it.each([
      ['/run/secrets/api-key', true],
      ['/run/secrets-of-others/api-key', false],
      ['/etc/nbwss/..2026/api-key', false],
      ['/etc/nbwss/api-key', false],
    ])('decision 42 Docker: %s', (path, handedIn) => {
      expect(isHandedIn(path, undefined)).toBe(handedIn);
    });
  },
);
