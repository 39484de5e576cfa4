import type { RestApiChoice, RestApiSettings, RestApiStatus } from '../../shared/rest-api-settings.ts';
import { AccessToken, tokenDigest } from '../bridge/access-token.ts';
import type { LoopbackServer } from '../bridge/loopback-server.ts';
import type { Metrics } from '../bridge/metrics/metrics.ts';
import type { Clock } from '../service/clock.ts';
import type { HostSettings } from '../service/host-settings.ts';
import type { Log } from '../service/log.ts';
import type { NbwssService } from '../service/nbwss-service.ts';

const host = '127.0.0.1';

export interface DesktopRestApiOptions {
  version: string;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  settings: () => HostSettings;
  /** The service whose settings these are: the real one, also while practice mode is shown. */
  service: () => NbwssService;
  /** A random text of 256 bits. */
  newToken: () => string;
  /** Hands a token to the person, by the clipboard: it never reaches the window. */
  handOver: (token: string) => void;
  changed: () => void;
}

/**
 * The REST API and the metrics of the desktop app: off until it is switched on, on loopback, without the console. Changes come one
 * after the other. What cannot be served is a state, not an end: the rest of the app goes on.
 */
export class DesktopRestApi {
  readonly #options: DesktopRestApiOptions;
  readonly #access: AccessToken;
  #state: RestApiStatus['state'] = { kind: 'off' };
  #running: { readonly server: LoopbackServer; readonly port: number } | undefined;
  #changing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: DesktopRestApiOptions) {
    this.#options = options;
    this.#access = new AccessToken(undefined, options.clock, options.log);
  }

  get status(): RestApiStatus {
    const { isOn, port, token } = this.#settings;
    return { isOn, port, tokenMadeAt: token?.madeAt ?? null, state: this.#state };
  }

  /** A sentence for the list of warnings: it was switched on, and is not there. */
  get warnings(): string[] {
    return this.#state.kind === 'failed' ? [`The REST API is not served. ${this.#state.reason}`] : [];
  }

  /**
   * Saves, and resolves when it is served, or its state says why not.
   * @throws NbwssError `storeNotWritten` (T-10), `notPossible`; nothing has changed then
   */
  async configure({ isOn, port }: RestApiChoice): Promise<void> {
    const { settings, log } = this.#options;
    settings().saveRestApi({ ...this.#settings, isOn, port });
    log.info('REST API setting changed', { detail: isOn ? `on, port ${port === 0 ? 'any' : port}` : 'off' });
    await this.apply();
  }

  /**
   * Makes a token in the place of the former one, which is void from now on, and hands it over: this once, since it is not kept.
   * @throws NbwssError `storeNotWritten` (T-10), `notPossible`; the former one holds then
   */
  newToken(): void {
    const { settings, clock, newToken, handOver, log, changed } = this.#options;
    const token = newToken();
    settings().saveRestApi({ ...this.#settings, token: { digest: tokenDigest(token), madeAt: clock.now() } });
    this.#access.replace(tokenDigest(token));
    handOver(token);
    log.info('REST API token made');
    changed();
  }

  /** Brings what is served in line with the settings: at the start, and whenever other ones hold. */
  apply(): Promise<void> {
    this.#changing = this.#changing.then(() => this.#apply());
    return this.#changing;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.apply();
  }

  get #settings(): RestApiSettings {
    return this.#options.settings().restApi;
  }

  async #apply(): Promise<void> {
    const { isOn, port, token } = this.#isStopped ? { isOn: false, port: 0, token: undefined } : this.#settings;
    this.#access.replace(token?.digest);
    if (this.#running && (!isOn || this.#running.port !== port)) {
      await this.#running.server.close();
      this.#running = undefined;
      this.#become({ kind: 'off' });
    }
    if (!isOn) this.#become({ kind: 'off' });
    else if (!this.#running) await this.#start(port);
  }

  async #start(port: number): Promise<void> {
    this.#become({ kind: 'starting' });
    const { log, clock, metrics, version, service } = this.#options;
    const backend = {
      get service() {
        return service();
      },
    };
    // Off as it is mostly, it is not loaded.
    const [{ startLoopbackServer }, { createRestApi }] = await Promise.all([
      import('../bridge/loopback-server.ts'),
      import('../bridge/rest/rest-api.ts'),
    ]);
    const rest = createRestApi({ backend, access: this.#access, metrics, version, clock, log });
    try {
      const server = await startLoopbackServer(
        { log, clock, publicOrigin: undefined, routes: (app) => app.route('/', rest) },
        { host, port },
      );
      this.#running = { server, port };
      log.info('REST API served', { detail: server.origin });
      this.#become({ kind: 'served', origin: server.origin });
    } catch (error) {
      const reason = reasonOf(error as NodeJS.ErrnoException, port);
      log.warn('REST API not served', { detail: reason });
      this.#become({ kind: 'failed', reason });
    }
  }

  #become(state: RestApiStatus['state']): void {
    this.#state = state;
    if (!this.#isStopped) this.#options.changed();
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === 'EADDRINUSE') return `The port ${port} of ${host} is taken by another program.`;
  if (code === 'EACCES') return `The system does not let this user have the port ${port}.`;
  return `${host}:${port} cannot be listened on (${code ?? message}).`;
}
