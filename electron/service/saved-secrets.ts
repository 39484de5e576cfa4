import { NbwssError } from '../../shared/error-catalogue.ts';
import type { Config } from './credentials/config-file.ts';
import type { TokenVault } from './credentials/token-vault.ts';
import { KnownSecrets } from './known-secret.ts';

/** Every secret of the vault (tokens, keys, passwords), to be masked. They are opened when somebody asks after a change only. */
export class SavedSecrets {
  readonly #vault: TokenVault;
  #known:
    | { readonly config: Config | undefined; readonly another: string | undefined; secrets: KnownSecrets }
    | undefined;

  constructor(vault: TokenVault) {
    this.#vault = vault;
  }

  /**
   * @param config as it is now: each change makes another object
   * @param another one that is in use without being saved
   */
  of(config: Config | undefined, another: string | undefined): KnownSecrets {
    if (!this.#known || this.#known.config !== config || this.#known.another !== another) {
      const saved = Object.entries(config?.vault ?? {}).flatMap(([name, sealed]) => this.#opened(name, sealed));
      const secrets = new KnownSecrets(another === undefined ? saved : [...saved, another]);
      this.#known = { config, another, secrets };
    }
    return this.#known.secrets;
  }

  /** One that cannot be opened was never in use here. */
  #opened(name: string, sealed: string): string[] {
    try {
      return [this.#vault.open(name, sealed)];
    } catch (error) {
      if (error instanceof NbwssError) return [];
      throw error;
    }
  }
}
