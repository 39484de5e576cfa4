import { asNbwssError, NbwssError } from '../../../shared/error-catalogue.ts';
import type { GivenNetBackup, SavedCredentials } from '../../../shared/netbackup.ts';
import type { NetBackupAddress } from '../command/netbackup-client.ts';
import type { ConfigFile } from '../credentials/config-file.ts';
import type { TokenVault } from '../credentials/token-vault.ts';
import { checkNetBackupAddress } from './address.ts';
import { completeCredentials, type NetBackupCredentials, secretOf, withoutSecret } from './credentials.ts';

/** An address, and the account of the service's own calls; without one it only pings. */
export interface NetBackupSettings extends NetBackupAddress {
  credentials?: NetBackupCredentials;
}

/** Names of the sealed secrets in the vault (decision 42). */
const secretNames = { 'api-key': 'NetBackup API key', password: 'NetBackup password' } as const;
/** A file of the first version left out the port of `https://master:443`. */
const savedWithoutPort = 443;

/**
 * Completes what the window gave with what is in force: an empty CA certificate and an empty secret are kept.
 * @throws NbwssError `netBackupNotValid`
 */
export function completeSettings(given: GivenNetBackup, inForce: NetBackupSettings | undefined): NetBackupSettings {
  const caCertificate = given.caCertificate.trim() === '' ? (inForce?.caCertificate ?? '') : given.caCertificate;
  const address = checkNetBackupAddress(given.baseUrl, caCertificate);
  const isSameServer = inForce?.baseUrl === address.baseUrl;
  return {
    ...address,
    credentials: completeCredentials(given.credentials, isSameServer ? inForce?.credentials : undefined),
  };
}

/** The NetBackup connection in `config.json`: its secret is sealed in the vault beside the tokens. */
export class NetBackupSettingsStore {
  readonly #file: ConfigFile;
  readonly #vault: TokenVault;

  constructor(file: ConfigFile, vault: TokenVault) {
    this.#file = file;
    this.#vault = vault;
  }

  /**
   * What is saved, checked, since the file may have been edited by hand; `undefined` when nothing is. A secret that cannot
   * be opened leaves the rest usable.
   * @throws NbwssError `netBackupNotValid`
   */
  load(): NetBackupSettings | undefined {
    const { netBackup } = this.#file.config;
    if (!netBackup) return undefined;
    const { baseUrl, caCertificate, credentials = { kind: 'none' } } = netBackup;
    return {
      ...checkNetBackupAddress(baseUrl, caCertificate, savedWithoutPort),
      credentials: credentials.kind === 'none' ? credentials : this.#open(credentials),
    };
  }

  #open(saved: Exclude<SavedCredentials, { kind: 'none' }>): NetBackupCredentials {
    const name = secretNames[saved.kind];
    const sealed = this.#file.config.vault[name];
    try {
      if (sealed === undefined) throw new Error('it is not in config.json.');
      const secret = this.#vault.open(name, sealed);
      return saved.kind === 'api-key' ? { ...saved, apiKey: secret } : { ...saved, password: secret };
    } catch (error) {
      const { code, causes } = asNbwssError(error).report;
      const why = code === 'internal' ? (error as Error).message : causes.join(' ');
      return { kind: 'unreadable', saved, problem: `The saved ${name} cannot be read: ${why}` };
    }
  }

  /**
   * Saves settings that were completed, in one write; a former secret of another kind goes.
   * @throws NbwssError `storeNotWritten` (T-10): all stays as it was
   */
  save({ baseUrl, caCertificate, credentials = { kind: 'none' } }: NetBackupSettings): void {
    const { config } = this.#file;
    const { [secretNames['api-key']]: _key, [secretNames.password]: _password, ...vault } = config.vault;
    const account = withoutSecret(credentials);
    const secret = secretOf(credentials);
    if (account.kind !== 'none' && secret !== undefined) {
      const name = secretNames[account.kind];
      vault[name] = this.#seal(name, secret);
    }
    this.#file.save({ ...config, netBackup: { baseUrl, caCertificate, credentials: account }, vault });
  }

  #seal(name: string, secret: string): string {
    try {
      return this.#vault.seal(name, secret);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const causes = [`The ${name} could not be encrypted: ${why}`];
      throw new NbwssError('storeNotWritten', { causes }, { cause: error });
    }
  }
}
