import { setImmediate } from 'node:timers/promises';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { asNbwssError, type ErrorReport, NbwssError } from '../../shared/error-catalogue.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import { pollSeconds } from '../../shared/master-terms.ts';
import type { MasterHeader, MasterStatus } from '../../shared/masters.ts';
import type { NotificationUpdate } from '../../shared/notification-status.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import type { Clock } from '../service/clock.ts';
import { ConsoleFeed } from '../service/console-feed.ts';
import type { Log } from '../service/log.ts';
import { StreamSleep } from '../service/stream-sleep.ts';
import type { Route } from '../service/tls/proxy.ts';
import { Asking } from './asking.ts';
import { HeadlessMaster } from './headless-master.ts';
import type { MasterBackend } from './master-backend.ts';
import { shownTrust } from './master-trust.ts';
import { NetBackupMaster } from './netbackup-master.ts';
import { notOffered, refusedOfBackend } from './not-offered.ts';
import { remoteFrame } from './remote-frame.ts';
import type { RemoteKind } from './remote-kind.ts';
import { groupNotifications } from './remote-notifications.ts';
import { RemoteRows } from './remote-rows.ts';
import { RemoteService } from './remote-service.ts';

export interface RemoteMasterOptions {
  master: SavedMaster;
  /** @throws NbwssError `masterCredentialsNotRead` */
  secret: () => string;
  clock: Clock;
  log: Log;
  /** Decision 14 */
  route: Route;
  /** What the overview tells of it may have changed. */
  changed: () => void;
}

const kinds = { NetBackup: NetBackupMaster, 'headless host': HeadlessMaster } as const;

/**
 * One master server elsewhere behind the Console API: its rows, groups and state are what it told last. It has connections, a login
 * and a feed of its own, so that nothing of another one can get in.
 */
export class RemoteMaster implements MasterBackend<never> {
  readonly #options: RemoteMasterOptions;
  readonly #feed: ConsoleFeed;
  readonly #asking: Asking;
  readonly #rows = new RemoteRows();
  readonly #capabilities: Capabilities;
  readonly service: RemoteService;
  #kind: RemoteKind | undefined;
  #problem: ErrorReport | null = null;
  #lastAnswer: number | null = null;
  #isReading = false;
  #name: string;
  /** Read once: it is told often. */
  readonly #trust: MasterHeader['trust'];
  readonly #end = new AbortController();
  readonly ended = this.#end.signal;
  readonly #watchers = new Set<() => void>();

  constructor(options: RemoteMasterOptions) {
    const { master, clock } = options;
    this.#options = options;
    this.#name = master.name;
    this.#trust = shownTrust(master.trust);
    this.#capabilities = kinds[master.kind].capabilities;
    this.#asking = new Asking({
      clock,
      // It may have been edited by hand.
      period: Math.min(pollSeconds.most, Math.max(pollSeconds.least, master.pollSeconds)) * 1000,
      ask: () => this.#ask(),
      changed: () => this.#changed(),
    });
    this.service = new RemoteService({
      clock,
      log: options.log,
      master: () => this.#name,
      kind: () => this.#usable,
      rows: this.#rows,
      capabilities: this.#capabilities,
      askNow: () => this.#asking.now(),
      retryNow: () => this.askNow(),
      answered: () => this.#assertAnswered(),
    });
    this.#feed = new ConsoleFeed(clock, {
      frame: () => this.#frame(),
      rows: () => this.#rows.all(),
      row: (hostName) => this.#rows.row(hostName),
    });
  }

  get status(): MasterStatus {
    return {
      ...this.#header(),
      capabilities: this.#capabilities,
      counts: this.#lastAnswer === null ? null : this.#rows.counts,
    };
  }

  rename(name: string): void {
    this.#name = name;
    this.#changed();
  }

  /** Somebody looks at it, until what is returned is called. */
  look(): () => void {
    return this.#asking.look();
  }

  /** Asks it now, also where a failed login would have to wait. Resolves when it has answered, or has failed. */
  async askNow(): Promise<void> {
    this.#kind?.retryNow();
    await this.#asking.now();
  }

  /** Its channel ends: it was removed or edited, or the host stops. */
  async end(): Promise<void> {
    this.#end.abort();
    this.#asking.stop();
    this.#feed.close();
    for (const wake of this.#watchers) wake();
    try {
      await this.#kind?.end();
    } catch (error) {
      this.#options.log.error('master server not closed', { detail: this.#name }, error);
    }
  }

  async *watch(signal: AbortSignal | undefined) {
    const leave = this.look();
    try {
      yield* this.#feed.watch(signal);
    } finally {
      leave();
    }
  }

  async *watchNotifications(
    groupIds: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<NotificationUpdate, void, void> {
    if (this.#capabilities.notifications === 'none') throw notOffered();
    const leave = this.look();
    const sleep = new StreamSleep(signal);
    this.#watchers.add(sleep.wake);
    try {
      let told: NotificationUpdate | undefined;
      while (!signal?.aborted && !this.ended.aborted) {
        const update = groupNotifications(this.#rows.status, groupIds, told);
        if (update) {
          told = update;
          yield update;
        }
        await sleep.untilWoken();
      }
    } finally {
      leave();
      this.#watchers.delete(sleep.wake);
      sleep.end();
    }
  }

  readonly logs = refusedOfBackend.logs;
  readonly watchActivity = refusedOfBackend.watchActivity;
  readonly watchLog = refusedOfBackend.watchLog;
  readonly exportDiagnostics = refusedOfBackend.exportDiagnostics;
  readonly startPractice = refusedOfBackend.startPractice;
  readonly leavePractice = refusedOfBackend.leavePractice;
  readonly connectPractice = refusedOfBackend.connectPractice;
  readonly sendPracticeCommand = refusedOfBackend.sendPracticeCommand;
  readonly setPracticeOnline = refusedOfBackend.setPracticeOnline;
  readonly triggerPractice = refusedOfBackend.triggerPractice;
  /** @throws NbwssError `notPossible` */
  get desktop(): never {
    throw notOffered();
  }
  readonly masters = refusedOfBackend.masters;

  /** @throws NbwssError why it cannot be called at all */
  get #usable(): RemoteKind {
    if (this.ended.aborted)
      throw new NbwssError('masterNotFound', { causes: ['It was removed, or its settings were changed.'] });
    // A vault that could not be read before may be open now.
    const { master, secret, clock, log, route } = this.#options;
    this.#kind ??= new kinds[master.kind]({ master, secret: secret(), clock, log, route });
    return this.#kind;
  }

  /** @throws NbwssError why the last question was not answered */
  #assertAnswered(): void {
    if (!this.#problem) return;
    const { code, causes, lines, actions } = this.#problem;
    throw new NbwssError(code, {
      causes,
      actions,
      ...(code === 'masterRefused' ? { parameter: lines.join(': ') } : {}),
    });
  }

  async #ask(): Promise<boolean> {
    try {
      const polled = await this.#usable.poll();
      if (this.ended.aborted) return false;
      const { clock } = this.#options;
      const touched = this.#rows.update(polled, clock.now());
      this.#lastAnswer = clock.now();
      this.#tellProblem(null);
      for (const hostName of touched) this.#feed.changed({ hostName });
      void this.#readCertificates();
      return true;
    } catch (error) {
      if (!this.ended.aborted) this.#tellProblem(this.#reportOf(error));
      return false;
    }
  }

  /** Those that came with a long list, between other work. A list that comes meanwhile goes on with what is new in it. */
  async #readCertificates(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    for (let read = this.#rows.readCertificates(); read.length > 0; read = this.#rows.readCertificates()) {
      for (const hostName of read) this.#feed.changed({ hostName });
      await setImmediate();
      if (this.ended.aborted) break;
    }
    this.#isReading = false;
  }

  #reportOf(error: unknown): ErrorReport {
    const known = asNbwssError(error);
    if (known.code === 'internal')
      this.#options.log.error('master server not asked', { detail: this.#options.master.name }, error);
    return known.report;
  }

  /** Each change of it is a line of the log, and not each failure. */
  #tellProblem(problem: ErrorReport | null): void {
    if (problem?.code !== this.#problem?.code) {
      const detail = `${this.#name}: ${problem ? [...problem.lines, ...problem.causes].join(': ') : 'answers'}`;
      this.#options.log[problem ? 'warn' : 'info']('master server', { detail });
    }
    this.#problem = problem;
  }

  #changed(): void {
    this.#feed.changed('frame');
    for (const wake of this.#watchers) wake();
    this.#options.changed();
  }

  #header(): MasterHeader {
    const { id, kind, origin, credentials, pollSeconds: period } = this.#options.master;
    return {
      ...{ id, kind, origin, credentials },
      pollSeconds: period,
      name: this.#name,
      trust: this.#trust,
      state: this.#problem ? 'failing' : this.#lastAnswer === null ? 'asking' : 'ok',
      problem: this.#problem,
      lastAnswer: this.#lastAnswer,
      nextAsk: this.#asking.nextAt,
      version: this.#kind?.version ?? '',
    };
  }

  #frame(): ConsoleFrame {
    return remoteFrame(this.#header(), this.#capabilities, this.#rows, this.#kind);
  }
}
