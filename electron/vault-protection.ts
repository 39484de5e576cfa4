import { readFileSync } from 'node:fs';
import { KeyFileSealer } from './service/credentials/key-file-sealer.ts';
import type { Sealer } from './service/credentials/key-sealer.ts';
import { minPassphraseLength, PassphraseSealer, type Passphrases } from './service/credentials/passphrase-sealer.ts';
import type { DataFolder } from './service/data-folder.ts';

/** A setting of the protection that cannot be used: told in one line that holds no secret. */
export class ProtectionError extends Error {
  override readonly name = 'ProtectionError';
}

/** How the host was told to protect saved secrets. */
export interface Protection {
  readonly passphrases: Passphrases;
  /** A key file also where the system has a key store. */
  readonly isKeyFile: boolean;
}

const inForce = 'NBWSS_VAULT_PASSPHRASE';
const former = 'NBWSS_VAULT_OLD_PASSPHRASE';
const way = 'NBWSS_VAULT';

/** Bytes of a passphrase file at the most. */
const largestFile = 4096;

/**
 * Decision 42: reads how secrets are to be protected, and takes the passphrases out of the environment, so that no process that is
 * started from here has them.
 * @throws ProtectionError
 */
export function takeProtection(env: NodeJS.ProcessEnv): Protection {
  const passphrase = takePassphrase(env, inForce);
  const old = takePassphrase(env, former);
  const chosen = env[way] ?? '';
  if (chosen !== '' && chosen !== 'key-file') throw new ProtectionError(`${way} is not "key-file", its only value`);
  if (chosen !== '' && passphrase !== undefined)
    throw new ProtectionError(
      `${way}=key-file and ${inForce} exclude each other; ${former} opens what the passphrase sealed`,
    );
  if (passphrase !== undefined && passphrase.length < minPassphraseLength)
    throw new ProtectionError(`${inForce} must have at least ${minPassphraseLength} characters`);
  return {
    passphrases: {
      ...(passphrase === undefined ? {} : { inForce: passphrase }),
      ...(old === undefined ? {} : { former: old }),
    },
    isKeyFile: chosen !== '',
  };
}

/**
 * The ways to seal, the one in force first: a passphrase that is given, else the system's key store, else a key file. The others
 * open what they have sealed.
 * @param keyStore where the system has a real one
 */
export function sealersOf(
  { passphrases, isKeyFile }: Protection,
  folder: Pick<DataFolder, 'vaultKey'>,
  keyStore: Sealer | undefined,
): readonly [Sealer, ...Sealer[]] {
  const keyFile = new KeyFileSealer(folder.vaultKey);
  const stores = keyStore ? [keyStore] : [];
  const passphrase = new PassphraseSealer(passphrases);
  if (passphrases.inForce !== undefined) return [passphrase, ...stores, keyFile];
  const opening = passphrases.former === undefined ? stores : [...stores, passphrase];
  const [first] = stores;
  if (first && !isKeyFile) return [first, ...opening.slice(1), keyFile];
  return [keyFile, ...opening];
}

/** From the variable, or from the file that `<variable>_FILE` names, whose last line end does not count. */
function takePassphrase(env: NodeJS.ProcessEnv, variable: string): string | undefined {
  const given = env[variable];
  delete env[variable];
  const file = env[`${variable}_FILE`];
  if (file === undefined) return given;
  if (given !== undefined) throw new ProtectionError(`${variable} and ${variable}_FILE exclude each other`);
  const text = readPassphrase(`${variable}_FILE`, file);
  return text.replace(/\r?\n$/, '');
}

function readPassphrase(variable: string, file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ProtectionError(
      `The file that ${variable} names cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
  if (bytes.length > largestFile)
    throw new ProtectionError(`The file that ${variable} names is over ${largestFile} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Bytes that are none would all count as the same character, and a file of random ones for much less than it seems.
    throw new ProtectionError(`The file that ${variable} names is not text in UTF-8`);
  }
}
