import type { CertificateFacts } from '../../shared/certificate.ts';
import type { NetBackupStatus } from '../../shared/netbackup.ts';
import type { Clock, Timer } from './clock.ts';
import { answerTimeLimit, NetBackupClient } from './command/netbackup-client.ts';
import type { Log } from './log.ts';
import { readCaCertificates } from './netbackup/ca-certificate.ts';
import { withoutSecret } from './netbackup/credentials.ts';
import { firstRead } from './netbackup/first-read.ts';
import { NetBackupSession } from './netbackup/session.ts';
import type { NetBackupSettings } from './netbackup/settings.ts';
import { certificateFacts } from './tls/certificate-facts.ts';

export type { NetBackupSettings } from './netbackup/settings.ts';

/** How often NetBackup is asked whether it is there, in milliseconds. */
const checkPeriod = 60_000;
/** The pool of the service's own calls; no host name has blanks. */
const ownCalls = 'own calls';

export interface NetBackupConnectionOptions {
  clock: Clock;
  log: Log;
  /** The status has changed. */
  changed: () => void;
}

/** A NetBackup server that was set: how COMMANDs reach it, and the session of our own calls. */
interface SetServer {
  readonly settings: NetBackupSettings;
  readonly client: NetBackupClient;
  /** Of the session alone: it goes with an account, and COMMANDs have nothing to do with that. */
  readonly ownClient: NetBackupClient;
  readonly session: NetBackupSession;
  readonly caCertificates: CertificateFacts[];
}

/** The NetBackup server that COMMANDs are relayed to, whether it can be reached, and the session of our own calls. */
export class NetBackupConnection {
  readonly #options: NetBackupConnectionOptions;
  #set: SetServer | undefined;
  #timer: Timer | undefined;
  #checking: SetServer | undefined;
  /** Of the last call of anybody: why NetBackup was not reached, '' when it was, undefined before the first. */
  #way: string | undefined;
  /** Why our own calls do not work; '' when they do, or none is made. */
  #own = '';
  #shown = '';
  #shownVersion: string | null = null;
  /** Former sessions and clients that are being left. */
  readonly #leaving = new Set<Promise<void>>();
  /** Former clients whose last COMMANDs are let end. */
  readonly #former = new Map<NetBackupClient, Timer>();

  constructor(options: NetBackupConnectionOptions) {
    this.#options = options;
  }

  /** For COMMANDs: adds nothing of its own to a call (decision 16). */
  get client(): NetBackupClient | undefined {
    return this.#set?.client;
  }

  /** For the service's own calls. */
  get session(): NetBackupSession | undefined {
    return this.#set?.session;
  }

  get settings(): NetBackupSettings | undefined {
    return this.#set?.settings;
  }

  get status(): NetBackupStatus {
    const set = this.#set;
    if (!set)
      return {
        baseUrl: null,
        state: 'not configured',
        detail: '',
        caCertificates: [],
        credentials: { kind: 'none' },
        apiVersion: null,
      };
    const { baseUrl, credentials = { kind: 'none' } } = set.settings;
    const detail = this.#way === undefined ? 'Not asked yet' : this.#way || this.#own;
    return {
      baseUrl,
      state: this.#way === undefined ? 'unknown' : detail === '' ? 'ok' : 'failing',
      detail,
      caCertificates: set.caCertificates,
      credentials: withoutSecret(credentials),
      apiVersion: set.session.apiVersion.text,
    };
  }

  /**
   * Sets a checked address and account, and asks it at once whether it is there. The former session logs out. COMMANDs under way
   * are not cut off: what they ask for may be done already, and without its answer a repetition would do it again (decision 18).
   */
  configure(settings: NetBackupSettings): void {
    const { clock, log } = this.#options;
    const { baseUrl, caCertificate, credentials = { kind: 'none' } } = settings;
    const former = this.#set;
    const isSame = former?.settings.baseUrl === baseUrl && former.settings.caCertificate === caCertificate;
    this.#leaveSession();
    if (former && !isSame) this.#leaveClient(former.client);
    const client = former && isSame ? former.client : new NetBackupClient(settings, clock);
    const ownClient = new NetBackupClient(settings, clock);
    const session = new NetBackupSession({ client: ownClient, credentials, clock, log, caller: ownCalls });
    const caCertificates = readCaCertificates(caCertificate).map(certificateFacts);
    this.#set = { settings, client, ownClient, session, caCertificates };
    this.#way = undefined;
    this.#own = '';
    this.#shown = ''; // another CA or account is news, too
    this.#tell();
    this.#check();
  }

  /** Whether a call reached NetBackup; `detail` says why not. */
  outcome(reached: boolean, detail: string): void {
    const way = reached ? '' : detail;
    const version = this.#set?.session.apiVersion.text ?? null;
    if (way === this.#way && version === this.#shownVersion) return; // as with most commands
    this.#way = way;
    this.#tell();
  }

  /** Asks NetBackup at once, also where a failed login would have to wait. */
  checkNow(): void {
    this.#set?.session.retryNow();
    this.#check();
  }

  /** Logs out, and ends every call under way. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const clients = [...this.#former.keys(), ...(this.#set ? [this.#set.client] : [])];
    for (const timer of this.#former.values()) timer.cancel();
    this.#former.clear();
    this.#leaveSession();
    await Promise.all(this.#leaving); // what ends while it logs out is still answered
    await Promise.all(clients.map((client) => client.close()));
  }

  #leaveSession(): void {
    const former = this.#set;
    this.#set = undefined;
    if (former) this.#left(former.session.end().then(() => former.ownClient.close()));
  }

  /** Each of its calls ends within the time limit. */
  #leaveClient(client: NetBackupClient): void {
    const end = () => {
      this.#former.delete(client);
      this.#left(client.close());
    };
    this.#former.set(client, this.#options.clock.setTimeout(end, answerTimeLimit));
  }

  #left(closing: Promise<void>): void {
    const leaving = closing
      .catch((error: unknown) => this.#options.log.error('NetBackup connection not closed', {}, error))
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  #check(): void {
    this.#timer?.cancel();
    const set = this.#set;
    if (!set) return;
    this.#timer = this.#options.clock.setTimeout(() => this.#check(), checkPeriod);
    if (this.#checking === set) return; // the one before is still under way
    this.#checking = set;
    this.#ask(set)
      .catch((error: unknown) => {
        this.#options.log.error('NetBackup check failed', {}, error);
        if (set === this.#set) this.#own = 'The check failed unexpectedly: the log has the details';
      })
      .finally(() => {
        if (this.#checking === set) this.#checking = undefined;
        if (set === this.#set) this.#tell();
      });
  }

  /** A ping; with credentials the smallest read, too. */
  async #ask(set: SetServer): Promise<void> {
    const { session, settings } = set;
    const ping = await session.ping();
    if (set !== this.#set) return;
    const isThere = ping.kind === 'answer' && ping.status === 200;
    this.#way =
      ping.kind === 'failure' ? ping.message : isThere ? '' : `NetBackup answered the ping with status ${ping.status}`;
    if (!isThere) return;
    const { kind } = settings.credentials ?? { kind: 'none' };
    if (kind === 'none') return;
    const read = await session.ask(firstRead);
    if (set !== this.#set) return;
    if (read.kind === 'failure' && read.why === 'not reached') this.#way = read.message;
    else if (read.kind === 'failure') this.#own = read.message;
    else this.#own = read.status === 200 ? '' : `NetBackup answered the question for jobs with status ${read.status}`;
  }

  #tell(): void {
    const { state, detail, apiVersion } = this.status;
    this.#shownVersion = apiVersion;
    const shown = JSON.stringify([state, detail, apiVersion, this.#set?.settings.baseUrl]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#options.changed();
  }
}
