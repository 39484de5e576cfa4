import type { ConsoleFrame } from '../../shared/console-state.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { defaultProxySettings, type ProxyInput, type ProxySettings } from '../../shared/proxy.ts';
import type { ConfigFile } from './credentials/config-file.ts';
import type { TokenVault } from './credentials/token-vault.ts';
import { chooseProxy, direct, type Environment, type ProxyChoice, proxyProblems, type Route } from './tls/proxy.ts';

const passwordName = 'password of the proxy';
const missing = 'must be given again: the saved one is kept only for the same URL and user';
const neverOne = 'Practice mode stays on this computer: it uses no proxy.';

/** The proxy that outbound connections go through (decision 14): saved settings, or the environment. */
export class OutboundProxy {
  readonly #environment: Environment | 'no proxy';
  readonly #vault: TokenVault;
  #config: ConfigFile | undefined;
  #choice: ProxyChoice;

  /** @param environment where HTTPS_PROXY and NO_PROXY are read; `no proxy`: there is never one */
  constructor(environment: Environment | 'no proxy', vault: TokenVault) {
    this.#environment = environment;
    this.#vault = vault;
    this.#choice = this.#choose();
  }

  /** Takes the saved settings. */
  load(config: ConfigFile): void {
    this.#config = config;
    this.#choice = this.#choose();
  }

  /** For one connection; a changed proxy holds from the next one on. */
  readonly route: Route = (target) => this.#choice.route(target);

  get warnings(): readonly string[] {
    return this.#choice.warnings;
  }

  get status(): ConsoleFrame['proxy'] {
    const hasPassword = this.#config?.config.vault[passwordName] !== undefined;
    return { ...this.#settings, hasPassword, inForce: this.#choice.inForce };
  }

  /**
   * Checks and saves settings, and the password in the vault. A saved password is kept only for the URL and user that it was
   * given for: it must not be sent to another proxy. Where the changed settings use it, it has to be given again.
   * @throws NbwssError `proxyNotValid`, `notPossible` in practice mode, `storeNotWritten` (T-10)
   */
  configure({ password, mode, ...given }: ProxyInput): void {
    if (this.#environment === 'no proxy' || !this.#config) throw new NbwssError('notPossible', { causes: [neverOne] });
    const settings = { mode, url: given.url.trim(), user: given.user, bypass: given.bypass.trim() };
    const fields = proxyProblems(settings, password);
    const { config } = this.#config;
    const { [passwordName]: saved, ...others } = config.vault;
    const { url, user } = this.#settings;
    const isSame = settings.url === url && settings.user === user;
    const isWanted = mode === 'manual' && settings.user !== '';
    if (password === undefined && saved !== undefined && !isSame && isWanted) fields['password'] = missing;
    if (Object.keys(fields).length > 0) throw new NbwssError('proxyNotValid', { fields });
    const kept = isSame ? saved : undefined;
    const sealed = password === undefined ? kept : password === '' ? undefined : this.#seal(password);
    const vault = sealed === undefined ? others : { ...others, [passwordName]: sealed };
    this.#config.save({ ...config, proxy: settings, vault });
    this.#choice = this.#choose();
  }

  get #settings(): ProxySettings {
    if (this.#environment === 'no proxy') return { ...defaultProxySettings, mode: 'none' };
    return this.#config?.config.proxy ?? defaultProxySettings;
  }

  #choose(): ProxyChoice {
    if (this.#environment === 'no proxy') return { route: direct, inForce: neverOne, warnings: [] };
    return chooseProxy(this.#settings, () => this.#password(), this.#environment);
  }

  #password(): string {
    const sealed = this.#config?.config.vault[passwordName];
    return sealed === undefined ? '' : this.#vault.open(passwordName, sealed);
  }

  #seal(password: string): string {
    try {
      return this.#vault.seal(passwordName, password);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const causes = [`The password could not be encrypted: ${why}`];
      throw new NbwssError('storeNotWritten', { causes }, { cause: error });
    }
  }
}
