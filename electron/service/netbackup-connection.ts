import { X509Certificate } from 'node:crypto';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import type { Clock, Timer } from './clock.ts';
import { CommandRefusal } from './command/command-request.ts';
import { type NetBackupAddress, NetBackupClient } from './command/netbackup-client.ts';

/** How often NetBackup is asked whether it is there, in milliseconds. */
const checkPeriod = 60_000;
/** The pool of the service's own calls; no host name has blanks. */
const ownCalls = 'own calls';

/** An address, and the API key that our own calls use (never a COMMAND, decision 16). */
export interface NetBackupSettings extends NetBackupAddress {
  apiKey?: string;
}

/**
 * Checks an address: an https origin (a trailing `/` or `/netbackup` is cut off) and a CA certificate in PEM.
 * @throws NbwssError `netBackupNotValid`
 */
export function checkNetBackupAddress(baseUrl: string, caCertificate: string): NetBackupAddress {
  const refuse = (fields: Record<string, string>): never => {
    throw new NbwssError('netBackupNotValid', { fields });
  };
  const text = baseUrl.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') return refuse({ 'Base URL': 'must begin with https://' });
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return refuse({ 'Base URL': 'must hold a host and a port only' });
  if (!/^\/(netbackup\/?)?$/.test(url.pathname))
    return refuse({ 'Base URL': `must have no path, but has ${url.pathname}` });
  try {
    return { baseUrl: url.origin, caCertificate: new X509Certificate(caCertificate).toString() };
  } catch {
    return refuse({ 'CA certificate': 'is not a certificate in PEM format' });
  }
}

/** The NetBackup server that COMMANDs are relayed to, and whether it can be reached. */
export class NetBackupConnection {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #settings: NetBackupSettings | undefined;
  #client: NetBackupClient | undefined;
  #timer: Timer | undefined;
  #state: ConsoleFrame['netBackup']['state'] = 'not configured';
  #detail = '';

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  get client(): NetBackupClient | undefined {
    return this.#client;
  }

  get status(): ConsoleFrame['netBackup'] {
    return { baseUrl: this.#settings?.baseUrl ?? null, state: this.#state, detail: this.#detail };
  }

  /** Sets a checked address, and asks it at once whether it is there. */
  configure(settings: NetBackupSettings): void {
    const former = this.#client;
    this.#settings = settings;
    this.#client = new NetBackupClient(settings, this.#clock);
    former?.close().catch((error: unknown) => this.#tell('failing', String(error)));
    this.#tell('unknown', 'Not asked yet');
    this.#check();
  }

  /** Whether a call reached NetBackup; `detail` says why not. */
  outcome(reached: boolean, detail: string): void {
    this.#tell(reached ? 'ok' : 'failing', detail);
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const client = this.#client;
    this.#client = undefined;
    await client?.close();
  }

  #check(): void {
    this.#timer?.cancel();
    const client = this.#client;
    if (!client) return;
    this.#timer = this.#clock.setTimeout(() => this.#check(), checkPeriod);
    this.#ask(client).then(
      (problem) => client === this.#client && this.outcome(problem === undefined, problem ?? ''),
      (error: unknown) =>
        client === this.#client && this.outcome(false, error instanceof CommandRefusal ? error.message : String(error)),
    );
  }

  /** @returns what is wrong with the answers; `undefined` when they are good */
  async #ask(client: NetBackupClient): Promise<string | undefined> {
    const ping = await client.call({ uri: '/netbackup/ping', method: 'GET', headers: {}, body: undefined }, ownCalls);
    if (ping.responseCode !== 200) return `NetBackup answered the ping with status ${ping.responseCode}`;
    const apiKey = this.#settings?.apiKey;
    if (apiKey === undefined) return undefined;
    const jobs = await client.call(
      {
        uri: '/netbackup/admin/jobs?page%5Blimit%5D=1',
        method: 'GET',
        headers: { Authorization: apiKey },
        body: undefined,
      },
      ownCalls,
    );
    return jobs.responseCode === 200 ? undefined : `NetBackup did not accept the API key (status ${jobs.responseCode})`;
  }

  #tell(state: ConsoleFrame['netBackup']['state'], detail: string): void {
    if (state === this.#state && detail === this.#detail) return;
    this.#state = state;
    this.#detail = detail;
    this.#changed();
  }
}
