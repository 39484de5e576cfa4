import type { DatabaseSync } from 'node:sqlite';
import type { NotificationSourceStatus } from '../../../shared/notifications.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import type { NetBackupSession } from '../netbackup/session.ts';
import { ImagePoller, pagePause } from './image-poller.ts';
import { JobPoller } from './job-poller.ts';
import { NetBackupReader, SourceFailure } from './netbackup-reader.ts';
import type { NotificationDelivery } from './notification-delivery.ts';
import { forgetAll, recall, retain } from './source-memory.ts';

/** Decision 24: with less free on the disk nothing is polled, since NetBackup still holds the jobs. */
export const leastFreeBytes = 256 * 1024 * 1024;

export interface NotificationSourceOptions {
  delivery: Pick<NotificationDelivery, 'append' | 'remembered' | 'isWanted'>;
  /** Of the service's own calls; `undefined` when no NetBackup server is set. */
  session: () => Pick<NetBackupSession, 'ask' | 'ping'> | undefined;
  /** Base URL of that server. Jobs and images of another one are others: then everything begins anew, silently. */
  server: () => string | undefined;
  clock: Clock;
  log: Log;
  /** `notification.scheduledRate` in milliseconds. */
  scheduledRate: () => number;
  /** `notification.imageScanPeriod` in milliseconds. */
  imageScanPeriod: () => number;
  /** Of the disk that the log of notifications lies on; `undefined` when the system does not tell. */
  freeBytes: () => number | undefined;
  /** The status has changed. */
  changed: () => void;
  /** A poll for these went wrong. */
  pollFailed?: (of: 'jobs' | 'images') => void;
}

/** Why nothing is polled, or a poll went wrong. */
interface Problem {
  readonly state: Exclude<NotificationSourceStatus['state'], 'ok'>;
  /** Two problems of one kind are one for the log, also when their texts differ. */
  readonly kind: string;
  readonly detail: string;
}

/** What was found could not be stored. */
class StorageFailure extends Error {}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Decisions 25 to 27: polls NetBackup for jobs and images while there is a server group, and appends what has changed to the log
 * of notifications. What goes wrong is shown, logged once, and tried again every `notification.scheduledRate`.
 */
export class NotificationSource {
  readonly #options: NotificationSourceOptions;
  readonly #delivery: Pick<NotificationDelivery, 'append' | 'remembered'>;
  readonly #jobs: JobPoller;
  readonly #images: ImagePoller;
  #isStopped = true;
  #isPolling = false;
  #isStepping = false;
  #stepBegan: number | undefined;
  #pollTimer: Timer | undefined;
  #stepTimer: Timer | undefined;
  /** Of the polls that are under way; what they read is of no use after a stop, or when everything was forgotten. */
  #era = Symbol('era');
  /** Why nothing is polled. */
  #hindrance: Problem | undefined;
  #jobsProblem: Problem | undefined;
  #imagesProblem: Problem | undefined;
  #logged = '';
  #lastPoll: number | null = null;
  #nextPoll: number | null = null;
  #lastFullImagePass: number | null = null;

  constructor(options: NotificationSourceOptions) {
    this.#options = options;
    const { clock, log, imageScanPeriod } = options;
    const delivery = {
      append: (...given: Parameters<typeof options.delivery.append>) => stored(() => options.delivery.append(...given)),
      remembered: <T>(read: (database: DatabaseSync) => T) => stored(() => options.delivery.remembered(read)),
    };
    this.#delivery = delivery;
    this.#images = new ImagePoller({ delivery, clock, log, imageScanPeriod, isDue: () => this.#planStep(0) });
    this.#jobs = new JobPoller({ delivery, clock, log, images: this.#images });
  }

  get status(): NotificationSourceStatus {
    const problem = this.#problem;
    const { stock } = this.#jobs;
    const underWay = stock === undefined ? '' : `Reading the jobs that are there already: ${stock} so far`;
    return {
      state: problem?.state ?? 'ok',
      detail: problem?.detail ?? underWay,
      lastPoll: this.#lastPoll,
      lastFullImagePass: this.#lastFullImagePass,
      nextPoll: this.#nextPoll,
    };
  }

  /** Polls at once, and then every `notification.scheduledRate`. */
  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.retryNow();
  }

  /** Nothing more is asked or stored; an answer that is awaited is thrown away. */
  stop(): void {
    this.#isStopped = true;
    this.#era = Symbol('era');
    this.#pollTimer?.cancel();
    this.#stepTimer?.cancel();
    this.#nextPoll = null;
  }

  /** Polls at once unless a poll is under way: there is a group, a server or another rate now, or an administrator wants it. */
  retryNow(): void {
    this.#poll();
    this.#planStep(0);
  }

  get #problem(): Problem | undefined {
    return this.#hindrance ?? this.#jobsProblem ?? this.#imagesProblem;
  }

  #poll(): void {
    if (this.#isStopped || this.#isPolling) return;
    this.#pollTimer?.cancel();
    const { clock, scheduledRate, changed } = this.#options;
    const began = clock.monotonic();
    const reader = this.#reader();
    if (!reader) {
      this.#planPoll(scheduledRate());
      return;
    }
    this.#isPolling = true;
    this.#nextPoll = null;
    changed();
    void this.#pollJobs(reader).then((isDone) => {
      this.#isPolling = false;
      // A poll that took long, as the first one may, is followed by the next at once.
      const elapsed = isDone ? clock.monotonic() - began : 0;
      this.#planPoll(Math.max(0, scheduledRate() - elapsed));
    });
  }

  /** Never rejects. @returns whether it went well */
  async #pollJobs(reader: NetBackupReader): Promise<boolean> {
    const wasHindered = this.#jobsProblem !== undefined;
    try {
      await this.#jobs.poll(reader);
      this.#jobsProblem = undefined;
      this.#lastPoll = this.#options.clock.now();
      if (wasHindered) this.#planStep(0);
      return true;
    } catch (error) {
      this.#jobsProblem = this.#problemOf(error, this.#jobsProblem, 'jobs');
      return false;
    }
  }

  #planPoll(delay: number): void {
    this.#pollTimer?.cancel();
    if (this.#isStopped) return;
    const { clock } = this.#options;
    this.#pollTimer = clock.setTimeout(() => this.#poll(), delay);
    this.#nextPoll = clock.now() + delay;
    this.#tell();
  }

  /** While jobs cannot be read, images are not asked for. */
  #step(): void {
    const { clock, scheduledRate } = this.#options;
    if (this.#isStopped || this.#isStepping) return;
    const reader = this.#jobsProblem ? undefined : this.#reader();
    if (!reader) {
      this.#planStep(scheduledRate());
      return;
    }
    this.#isStepping = true;
    this.#stepBegan = clock.monotonic();
    void this.#stepImages(reader).then((delay) => {
      this.#isStepping = false;
      this.#planStep(delay);
      this.#tell();
    });
  }

  /** Never rejects. @returns milliseconds until the next step */
  async #stepImages(reader: NetBackupReader): Promise<number> {
    try {
      const delay = await this.#images.step(reader);
      this.#lastFullImagePass = this.#images.lastFullPass;
      if (this.#images.isWell) this.#imagesProblem = undefined;
      return delay;
    } catch (error) {
      this.#imagesProblem = this.#problemOf(error, this.#imagesProblem, 'images');
      return this.#options.scheduledRate();
    }
  }

  /** A step that is under way plans the next one itself. */
  #planStep(delay: number): void {
    if (this.#isStopped || this.#isStepping) return;
    const { clock } = this.#options;
    this.#stepTimer?.cancel();
    const rest = (this.#stepBegan ?? Number.NEGATIVE_INFINITY) + pagePause - clock.monotonic();
    this.#stepTimer = clock.setTimeout(() => this.#step(), Math.max(delay, rest));
  }

  /** @returns `undefined` when nothing may be polled now */
  #reader(): NetBackupReader | undefined {
    const { delivery, session } = this.#options;
    const current = session();
    try {
      this.#hindrance = this.#findHindrance(current !== undefined);
      if (this.#hindrance || !current) return undefined;
      this.#lastFullImagePass = this.#images.lastFullPass;
    } catch (error) {
      this.#hindrance = this.#problemOf(error, this.#hindrance, 'jobs');
      return undefined;
    }
    const era = this.#era;
    const isOver = () => this.#isStopped || era !== this.#era || session() !== current || !delivery.isWanted;
    return new NetBackupReader(current, isOver);
  }

  #findHindrance(isConfigured: boolean): Problem | undefined {
    const { delivery, freeBytes, server } = this.#options;
    if (!delivery.isWanted) {
      this.#beAbout(undefined);
      return { state: 'idle', kind: '', detail: 'There is no server group, so nothing is polled' };
    }
    if (!isConfigured) return { state: 'not configured', kind: 'server', detail: 'No NetBackup server is set' };
    const free = freeBytes();
    if (free !== undefined && free < leastFreeBytes) {
      const detail = `Less than ${leastFreeBytes / 1024 / 1024} MiB are free on the disk of the data folder`;
      return { state: 'paused', kind: 'disk', detail };
    }
    this.#beAbout(server());
    return undefined;
  }

  /** Forgets what is known of another server, or of a time with groups that have all gone. */
  #beAbout(server: string | undefined): void {
    const known = this.#delivery.remembered((database) => recall(database, 'server'));
    if (known === server) return;
    this.#delivery.append([], (database) => {
      forgetAll(database);
      if (server !== undefined) retain(database, 'server', server);
    });
    this.#era = Symbol('era');
    this.#images.reset();
    this.#jobsProblem = undefined;
    this.#imagesProblem = undefined;
    this.#lastPoll = null;
  }

  #problemOf(error: unknown, before: Problem | undefined, of: 'jobs' | 'images'): Problem | undefined {
    const detail = messageOf(error);
    if (error instanceof SourceFailure && error.why === 'ended') return before;
    if (error instanceof SourceFailure && error.why === 'no credentials')
      return { state: 'not configured', kind: error.why, detail };
    this.#options.pollFailed?.(of);
    if (error instanceof StorageFailure) return { state: 'paused', kind: 'log', detail };
    if (error instanceof SourceFailure) return { state: 'failing', kind: error.why, detail };
    if (before?.kind !== 'unexpected') this.#options.log.error('poll failed unexpectedly', {}, error);
    return { state: 'failing', kind: 'unexpected', detail: `The poll failed unexpectedly: the log has the details` };
  }

  /** Decision 27: a change of state is logged once. */
  #tell(): void {
    const { log, changed } = this.#options;
    const { state, kind, detail } = this.#problem ?? { state: 'ok', kind: '', detail: '' };
    const now = `${state} ${kind}`;
    if (now !== this.#logged) {
      this.#logged = now;
      if (state === 'failing' || state === 'paused') log.warn(`notification source ${state}`, { detail });
      else log.info(`notification source ${state}`, detail === '' ? {} : { detail });
    }
    changed();
  }
}

/** @throws StorageFailure for whatever keeps the log of notifications from being used */
function stored<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new StorageFailure(`The log of notifications cannot be used: ${messageOf(error)}`, { cause: error });
  }
}
