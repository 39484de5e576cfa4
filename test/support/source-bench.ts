import { DatabaseSync } from 'node:sqlite';
import { imageRoutes } from '../../electron/practice/netbackup/images.ts';
import { jobRoutes } from '../../electron/practice/netbackup/jobs.ts';
import { MasterServer } from '../../electron/practice/netbackup/master-server.ts';
import { Router } from '../../electron/practice/netbackup/router.ts';
import { Scenarios } from '../../electron/practice/netbackup/scenarios.ts';
import { Sessions } from '../../electron/practice/netbackup/sessions.ts';
import { mediaType } from '../../electron/service/netbackup/api-version.ts';
import type { NetBackupResult, OwnCall } from '../../electron/service/netbackup/own-call.ts';
import { logFormat } from '../../electron/service/notification/log-format.ts';
import { NotificationLog } from '../../electron/service/notification/notification-log.ts';
import {
  NotificationSource,
  type NotificationSourceOptions,
} from '../../electron/service/notification/notification-source.ts';
import type { Notification } from '../../shared/notifications.ts';
import { ManualClock } from './manual-clock.ts';

/** Before a call is answered: `undefined` leaves it to the server. */
export type Intercept = (call: OwnCall) => NetBackupResult | undefined;

/** The practice server's own API without sockets, on the clock of a test. */
export class NetBackupInProcess {
  readonly master = new MasterServer('masterserver2.domain.com', 1_000_000);
  readonly scenarios: Scenarios;
  readonly calls: string[] = [];
  intercept: Intercept = () => undefined;
  /** Milliseconds by which its clock is ahead of ours. */
  ahead = 0;
  readonly #router: Router;
  readonly #version: number;

  constructor(clock: ManualClock, version = 12) {
    const serverClock = {
      now: () => this.now(),
      setTimeout: (action: () => void, milliseconds: number) => clock.setTimeout(action, milliseconds),
    };
    this.now = () => clock.now() + this.ahead;
    this.#version = version;
    this.scenarios = new Scenarios(this.master, serverClock, 1);
    const sessions = new Sessions({ userName: 'user', password: 'password', apiKey: 'key' }, serverClock);
    const routes = [...jobRoutes(this.master), ...imageRoutes(this.master, this.now)];
    this.#router = new Router({ apiVersion: version, sessions, clock: serverClock, routes });
  }

  /** Its own time, epoch milliseconds. */
  readonly now: () => number;

  ping(): Promise<NetBackupResult> {
    return this.ask({ uri: '/netbackup/ping', method: 'GET' });
  }

  ask(call: OwnCall): Promise<NetBackupResult> {
    this.calls.push(decodeURIComponent(call.uri));
    const intercepted = this.intercept(call);
    return intercepted ? Promise.resolve(intercepted) : this.#answer(call);
  }

  /** What the server says to a call. */
  async #answer({ uri, method }: OwnCall): Promise<NetBackupResult> {
    const headers = { accept: mediaType(this.#version), authorization: 'key' };
    const request = { time: this.now(), method, target: uri, headers, body: '' };
    const { status, body } = await this.#router.answer(request, 'https://localhost');
    return { kind: 'answer', status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
  }
}

export interface SourceBenchOptions {
  version?: number;
  clock?: ManualClock;
  database?: DatabaseSync;
  netBackup?: NetBackupInProcess;
  /** Groups that exist; default one. */
  groups?: string[];
  session?: NotificationSourceOptions['session'];
}

/** An empty log of notifications in memory. */
export function memoryDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  for (const step of logFormat.migrations) database.exec(step);
  return database;
}

/** The source of notifications before a practice server, and the log that it fills. */
export class SourceBench {
  readonly clock: ManualClock;
  readonly netBackup: NetBackupInProcess;
  readonly database: DatabaseSync;
  readonly log: NotificationLog;
  readonly source: NotificationSource;
  readonly logged: string[] = [];
  readonly #waiting = new Set<() => void>();
  freeBytes: number | undefined = undefined;
  server = 'https://master:1556';
  isConfigured = true;
  /** Thrown when something is appended. */
  appendFails: Error | undefined;
  /** Called inside the transaction of an append, after what is remembered. */
  beforeCommit: () => void = () => undefined;
  scheduledRate = 5_000;
  /** What each transaction told. */
  appends: (readonly Notification[])[] = [];

  constructor(options: SourceBenchOptions = {}) {
    this.clock = options.clock ?? new ManualClock();
    this.netBackup = options.netBackup ?? new NetBackupInProcess(this.clock, options.version);
    this.database = options.database ?? memoryDatabase();
    this.log = new NotificationLog(this.database);
    if (!options.database) this.setGroups(...(options.groups ?? ['GROUPID1']));
    const note = (level: string) => (event: string, fields?: { detail?: string }) =>
      void this.logged.push([level, event, fields?.detail].filter((part) => part !== undefined).join(': '));
    const { log } = this;
    this.source = new NotificationSource({
      delivery: {
        get isWanted() {
          return log.hasGroups;
        },
        remembered: (read) => log.remembered(read),
        append: (notifications, remember) => this.#append(notifications, remember),
      },
      session: options.session ?? (() => (this.isConfigured ? this.netBackup : undefined)),
      server: () => this.server,
      clock: this.clock,
      log: {
        debug: note('debug'),
        info: note('info'),
        warn: note('warn'),
        error: (event, fields, error) => note('error')(event, { detail: `${fields?.detail ?? ''}${String(error)}` }),
        close: () => Promise.resolve(),
      },
      scheduledRate: () => this.scheduledRate,
      imageScanPeriod: () => 900_000,
      freeBytes: () => this.freeBytes,
      changed: () => {
        for (const check of [...this.#waiting]) check();
      },
    });
  }

  #append(notifications: readonly Notification[], remember: (database: DatabaseSync) => void): void {
    if (this.appendFails) throw this.appendFails;
    this.log.append(notifications, this.clock.now(), (database) => {
      remember(database);
      this.beforeCommit();
    });
    this.appends.push(notifications);
  }

  setGroups(...groupIds: string[]): void {
    this.log.setGroups(new Set(groupIds), this.clock.now());
  }

  /** Waits until a condition holds that every change of the source is checked against. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Everything that was told, oldest first. */
  get told(): Notification[] {
    const rows = this.database.prepare('SELECT object, data FROM notifications ORDER BY number').all();
    return rows.map(({ object, data }) => ({ object, data: JSON.parse(String(data)) }) as Notification);
  }

  /** The same, short: `146 DONE`, `DummyTestVM_1459811698 CREATE`. */
  get toldInShort(): string[] {
    return this.told.map((each) =>
      each.object === 'JOB'
        ? `${each.data.jobId} ${each.data.state}`
        : `${each.data.backupId} ${each.data.operationId}`,
    );
  }

  /** Starts, and lets the jobs and images that are there be taken stock of. */
  async begin(): Promise<void> {
    this.source.start();
    await this.clock.advance(4_000);
  }
}
