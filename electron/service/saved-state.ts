import { asNbwssError, type ErrorReport, NbwssError } from '../../shared/error-catalogue.ts';
import type { Clock } from './clock.ts';
import { ConfigFile, type OpenConfigStore } from './credentials/config-file.ts';
import { EndpointStore } from './credentials/endpoint-store.ts';
import type { TokenVault } from './credentials/token-vault.ts';
import type { TrustStore } from './credentials/trust-store.ts';
import type { DataFolder } from './data-folder.ts';
import type { Log } from './log.ts';
import { keptFilesWarning } from './set-aside.ts';

export interface SavedStateOptions {
  folder: DataFolder;
  openConfigStore: OpenConfigStore;
  vault: TokenVault;
  trustStore: TrustStore;
  clock: Clock;
  log: Log;
  /** {@link SavedState.warnings} changed. */
  warningsChanged: () => void;
}

/** What of the data folder the service cannot be without: `config.json` and the endpoints in it; or why they cannot be had (T-22). */
export class SavedState {
  readonly #options: SavedStateOptions;
  #config: ConfigFile | undefined;
  #endpoints: EndpointStore | undefined;
  #failure: ErrorReport | undefined;
  /** Of damaged files that an earlier start has set aside. */
  #keptFiles: string | undefined;

  constructor(options: SavedStateOptions) {
    this.#options = options;
  }

  /**
   * @param use takes what it needs of `config.json` before the endpoints are opened
   * @returns what was opened; `undefined` when something cannot be: {@link failure} says why
   */
  open(use: (config: ConfigFile) => void): { config: ConfigFile; endpoints: EndpointStore } | undefined {
    const { folder, openConfigStore, vault, trustStore, clock, log, warningsChanged } = this.#options;
    try {
      this.#keptFiles = keptFilesWarning(folder.path);
      const config = new ConfigFile(openConfigStore, folder.path, {
        now: () => clock.now(),
        refusal: folder.problem,
        warningsChanged: () => {
          this.#logWarnings();
          warningsChanged();
        },
      });
      this.#config = config;
      this.#logWarnings();
      use(config);
      const endpoints = new EndpointStore(config, vault, trustStore);
      this.#endpoints = endpoints;
      this.#failure = undefined;
      return { config, endpoints };
    } catch (error) {
      this.#failure = asNbwssError(error).report;
      log.error('service failed', { detail: this.#failure.causes.join(' ') }, error);
      return undefined;
    }
  }

  #logWarnings(): void {
    const { folder, log } = this.#options;
    for (const detail of [...folder.warnings, ...(this.#config?.warnings ?? [])]) log.warn('data folder', { detail });
  }

  get failure(): ErrorReport | undefined {
    return this.#failure;
  }

  /** `undefined` before it is opened, as {@link endpoints} is. */
  get config(): ConfigFile | undefined {
    return this.#config;
  }

  get endpoints(): EndpointStore | undefined {
    return this.#endpoints;
  }

  /** @throws NbwssError `storeNotOpened` (T-12) while there is no `config.json` to save settings in */
  assertSettings(): void {
    if (!this.#config) throw this.#notOpened();
  }

  /** @throws NbwssError `storeNotOpened` (T-12) */
  get openedEndpoints(): EndpointStore {
    if (!this.#endpoints) throw this.#notOpened();
    return this.#endpoints;
  }

  #notOpened(): NbwssError {
    return new NbwssError('storeNotOpened', { causes: this.#failure?.causes ?? ['The service is starting.'] });
  }

  /** What has become of the data folder and of the files in it. */
  get warnings(): string[] {
    const { folder } = this.#options;
    return [folder.problem(), ...folder.warnings, ...(this.#config?.warnings ?? []), this.#keptFiles].filter(
      (warning) => warning !== undefined,
    );
  }
}
