import { NbwssError } from '../../shared/error-catalogue.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import type { Config, ConfigFile } from './credentials/config-file.ts';
import type { TokenVault } from './credentials/token-vault.ts';

const nameStart = (id: string) => `credentials of master server ${id} at `;
/** The secret is sealed for one origin: edited by hand, another one does not get it. */
const secretName = ({ id, origin }: Pick<SavedMaster, 'id' | 'origin'>) => `${nameStart(id)}${origin}`;
const withoutSecretOf = (vault: Config['vault'], id: string): Config['vault'] =>
  Object.fromEntries(Object.entries(vault).filter(([name]) => !name.startsWith(nameStart(id))));

/** The master servers that were added, as `config.json` has them; the service itself does not use them. */
export class MasterSettings {
  readonly #vault: TokenVault;
  #file: ConfigFile | undefined;

  constructor(vault: TokenVault) {
    this.#vault = vault;
  }

  start(file: ConfigFile): void {
    this.#file = file;
  }

  /** In the order of adding; each change makes another list. */
  list(): readonly SavedMaster[] {
    return this.#file?.config.masters ?? none;
  }

  /** @throws NbwssError `masterCredentialsNotRead` (decision 42) */
  secret(master: SavedMaster): string {
    const name = secretName(master);
    const sealed = this.#file?.config.vault[name];
    try {
      if (sealed === undefined) throw new Error('It is not in vault.json.');
      return this.#vault.open(name, sealed);
    } catch (error) {
      const causes = error instanceof NbwssError ? error.report.causes : [(error as Error).message];
      throw new NbwssError('masterCredentialsNotRead', { causes }, { cause: error });
    }
  }

  /**
   * Adds a master server, or replaces the one with its id, in one write.
   * @param secret `undefined` keeps the saved one, which is possible for the same origin only
   * @throws NbwssError T-10; nothing has changed then
   */
  save(master: SavedMaster, secret: string | undefined): void {
    const { config } = this.#opened;
    const name = secretName(master);
    const kept = config.vault[name];
    const sealed = secret === undefined ? kept : this.#seal(name, secret);
    const others = withoutSecretOf(config.vault, master.id);
    const masters = this.list();
    const at = masters.findIndex(({ id }) => id === master.id);
    this.#opened.save({
      ...config,
      masters: at < 0 ? [...masters, master] : masters.with(at, master),
      vault: sealed === undefined ? others : { ...others, [name]: sealed },
    });
  }

  /** Forgets them with their secrets. @throws NbwssError T-10; nothing has changed then */
  remove(ids: readonly string[]): void {
    const { config } = this.#opened;
    this.#opened.save({
      ...config,
      masters: this.list().filter(({ id }) => !ids.includes(id)),
      vault: ids.reduce(withoutSecretOf, config.vault),
    });
  }

  get #opened(): ConfigFile {
    if (!this.#file) throw new NbwssError('storeNotOpened', { causes: ['The service has not read config.json.'] });
    return this.#file;
  }

  #seal(name: string, secret: string): string {
    try {
      return this.#vault.seal(name, secret);
    } catch (error) {
      const causes = [`The ${name} could not be encrypted: ${(error as Error).message}`];
      throw new NbwssError('storeNotWritten', { causes }, { cause: error });
    }
  }
}

const none: readonly SavedMaster[] = [];
