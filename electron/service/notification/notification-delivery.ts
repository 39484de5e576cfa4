import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Envelope } from '../../../shared/messages.ts';
import type { GivenUp } from '../../../shared/notification-status.ts';
import type { Notification } from '../../../shared/notifications.ts';
import { shownIdentifier } from '../../../shared/shown-identifier.ts';
import type { Clock, Timer } from '../clock.ts';
import { type OpenDatabase, openDatabaseFile, setDatabaseAside } from '../database-file.ts';
import type { Log } from '../log.ts';
import type { WrittenMessage } from '../written-message.ts';
import type { GroupCount } from './delivery-history.ts';
import { GroupSender } from './group-sender.ts';
import { logFormat } from './log-format.ts';
import { type Batch, type GroupBacklog, NotificationLog } from './notification-log.ts';

/** How often it is looked whether backlogs have to go, and what is acknowledged is removed, in milliseconds. */
const tidyPeriod = 10_000;
/** Between two steps when there is more to remove. */
const tidyStep = 100;
/** Milliseconds after which a file that could not be opened is tried again. */
const openAgainAfter = 30_000;

/** How many senders are woken before everything else has its turn. */
const wokenPerTurn = 50;
/** How many groups are named that cannot be delivered to. */
const maxStuckWarnings = 5;

export interface NotificationDeliveryOptions {
  /** Path of `notifications.sqlite`. */
  file: string;
  clock: Clock;
  log: Log;
  newId: () => string;
  /** In milliseconds: `notification.scheduledRate` and `notification.sendTimeout`. */
  resendAfter: () => number;
  sendTimeout: () => number;
  /** `notification.maxUndelivered`; 0 for no limit (decision 24). */
  maxUndelivered: () => number;
  /** Sends on the connection of a group. @returns whether there is one */
  send: (groupId: string, message: WrittenMessage, written: () => void) => boolean;
  changed: () => void;
  /** These have been stored. */
  appended?: (notifications: readonly Notification[]) => void;
  /** A batch of so many was acknowledged, so many milliseconds after it was first sent. */
  acknowledged?: (count: number, duration: number) => void;
  /** So many were given up. */
  givenUp?: (count: number) => void;
  openDatabase?: OpenDatabase;
}

/** Where a group stands, and how often what is in flight was sent again. */
export interface GroupDelivery extends GroupBacklog {
  readonly resends: number;
  readonly problem: string | undefined;
}

/** Which file stands under a path; `undefined` when none does. */
const inodeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.ino;

/**
 * N-15, N-16: the durable log of notifications and a sender for each server group. It knows neither endpoints nor
 * connections: it is told which groups exist and which are served.
 */
export class NotificationDelivery {
  readonly #options: NotificationDeliveryOptions;
  readonly #senders = new Map<string, GroupSender>();
  #notifications: NotificationLog | undefined;
  #groupIds: ReadonlySet<string> = new Set();
  readonly #served = new Set<string>();
  #warning: string | undefined;
  /** Of the file that is open. */
  #inode: number | undefined;
  #problem: string | undefined;
  #timer: Timer | undefined;
  #isStopped = true;

  constructor(options: NotificationDeliveryOptions) {
    this.#options = options;
  }

  /** What had to be said about the file; and why it cannot be used. */
  get warnings(): string[] {
    const problem =
      this.#problem === undefined
        ? []
        : [`The log of notifications cannot be used, so nothing is polled: ${this.#problem}.`];
    const stuck = [...this.#senders].flatMap(([groupId, sender]) =>
      sender.problem === undefined
        ? []
        : [`The notifications of group ${shownIdentifier(groupId)} cannot be delivered: ${sender.problem}.`],
    );
    return [...(this.#warning === undefined ? [] : [this.#warning]), ...problem, ...stuck.slice(0, maxStuckWarnings)];
  }

  /** The file is open, and what was written last is in it. */
  get isUsable(): boolean {
    return this.#notifications !== undefined && this.#problem === undefined;
  }

  /** Whether there is somebody to poll for (decision 25). */
  get isWanted(): boolean {
    return this.#notifications?.hasGroups ?? false;
  }

  start(groupIds: ReadonlySet<string>): void {
    this.#isStopped = false;
    this.#groupIds = groupIds;
    this.#open();
  }

  /** Nothing more is sent; what waits stays on the disk. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    for (const sender of this.#senders.values()) sender.stop();
    this.#senders.clear();
    this.#notifications?.close();
    this.#notifications = undefined;
  }

  /** Which groups have endpoints now. */
  groupsChanged(groupIds: ReadonlySet<string>): void {
    this.#groupIds = groupIds;
    this.#setGroups();
    this.#arrangeSenders();
    this.#options.changed();
  }

  /** A group has a connection, another one than before, or none any more. */
  served(groupId: string, isServed: boolean): void {
    if (isServed) this.#served.add(groupId);
    else this.#served.delete(groupId);
    const sender = this.#senders.get(groupId);
    if (isServed) sender?.connected();
    else sender?.disconnected();
  }

  /** N-10: a NOTIFICATION RESPONSE of a group. @returns whether it is of a notification that waits */
  acknowledged(groupId: string, response: Envelope): boolean {
    return this.#senders.get(groupId)?.acknowledged(response) ?? false;
  }

  /**
   * Appends what a poll found, in one transaction with what it remembers, and has it sent.
   * @throws when it cannot be stored: then nothing of it is
   */
  append(notifications: readonly Notification[], remember: (database: DatabaseSync) => void): void {
    const { clock, changed } = this.#options;
    if (!this.#notifications) throw new Error(this.#problem ?? 'the log of notifications is not open');
    this.#notifications.append(notifications, clock.now(), remember);
    if (notifications.length === 0) return;
    this.#options.appended?.(notifications);
    this.#wake([...this.#senders.values()]);
    changed();
  }

  /** Each that has something new stores a batch, which waits for the disk: so many groups take turns with everything else. */
  #wake(senders: readonly GroupSender[]): void {
    for (const sender of senders.slice(0, wokenPerTurn)) sender.wake();
    if (senders.length > wokenPerTurn) setImmediate(() => this.#wake(senders.slice(wokenPerTurn)));
  }

  /** What polls remembered. @throws when the log is not open */
  remembered<T>(read: (database: DatabaseSync) => T): T {
    if (!this.#notifications) throw new Error(this.#problem ?? 'the log of notifications is not open');
    return this.#notifications.remembered(read);
  }

  /** Decision 20: "Discard backlog…". A group without endpoint ends with it. @returns how many were given up */
  discard(groupId: string): number {
    const count = this.#giveUp(groupId, 0, 'discarded by hand');
    this.#tidySoon();
    return count;
  }

  /** Where each group stands, or each of those that are wanted, by group id. */
  groups(wanted?: ReadonlySet<string>): GroupDelivery[] {
    return (this.#notifications?.backlogs(wanted) ?? []).map((backlog) => {
      const sender = this.#senders.get(backlog.groupId);
      return { ...backlog, resends: sender?.resends ?? 0, problem: sender?.problem };
    });
  }

  /** What was delivered to each group and what waits for it; `undefined` while the log is not open. */
  counts(): GroupCount[] | undefined {
    return this.#notifications?.counts();
  }

  /** Where a group stands; `undefined` when there is no such group, or the log is not open. */
  group(groupId: string): GroupBacklog | undefined {
    return this.#notifications?.backlog(groupId);
  }

  /** The batch of a group that waits for its acknowledgement, and how it was sent; `undefined` when none does. */
  waitingBatch(groupId: string): (Batch & { timesSent: number; lastSent: number | null }) | undefined {
    const batch = this.#notifications?.inFlight(groupId);
    const handedOver = this.#senders.get(groupId)?.handedOver ?? { timesSent: 0, lastSent: null };
    return batch && { ...batch, ...handedOver };
  }

  /** The latest 100, newest first. */
  givenUp(): GivenUp[] {
    return this.#notifications?.givenUp() ?? [];
  }

  #open(): void {
    const { file, clock, log, openDatabase, changed } = this.#options;
    try {
      const { database, warning } = openDatabaseFile(file, logFormat, clock.now(), openDatabase);
      const notifications = new NotificationLog(database);
      try {
        notifications.setGroups(this.#groupIds, clock.now());
      } catch (error) {
        notifications.close();
        throw error;
      }
      this.#notifications = notifications;
      this.#inode = inodeOf(file);
      this.#warning = warning;
      this.#problem = undefined;
      if (warning !== undefined) log.warn('notification log set aside', { detail: warning });
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      log.error('notification log not opened', {}, error);
      this.#timer = clock.setTimeout(() => this.#open(), openAgainAfter);
      changed();
      return;
    }
    this.#arrangeSenders();
    this.#tidy();
    changed();
  }

  #arrangeSenders(): void {
    const groupIds = new Set(this.counts()?.map(({ groupId }) => groupId));
    for (const [groupId, sender] of this.#senders) {
      if (groupIds.has(groupId)) continue;
      sender.stop();
      this.#senders.delete(groupId);
    }
    for (const groupId of groupIds) {
      if (this.#senders.has(groupId)) continue;
      const sender = this.#sender(groupId);
      this.#senders.set(groupId, sender);
      if (this.#served.has(groupId)) sender.connected();
    }
  }

  #sender(groupId: string): GroupSender {
    const { log, clock, newId, resendAfter, sendTimeout, send, acknowledged, changed } = this.#options;
    return new GroupSender({
      groupId,
      log,
      clock,
      newId,
      resendAfter,
      sendTimeout,
      notifications: this.#opened,
      send: (message, written) => send(groupId, message, written),
      ...(acknowledged ? { wasAcknowledged: acknowledged } : {}),
      changed,
    });
  }

  get #opened(): NotificationLog {
    if (!this.#notifications) throw new Error('the log of notifications is not open');
    return this.#notifications;
  }

  /** Retention and limits, in small steps. */
  #tidy(): void {
    if (this.#isStopped) return;
    this.#restoreRemoved();
    if (!this.#notifications) return; // it is opened again later
    const limit = this.#options.maxUndelivered();
    this.#setGroups();
    this.#arrangeSenders();
    if (limit > 0) {
      for (const { groupId, undelivered } of this.counts() ?? [])
        if (undelivered > limit)
          this.#write(() => this.#giveUp(groupId, limit, `over notification.maxUndelivered (${limit})`));
    }
    const more = this.#write((log) => log.removeAcknowledged()) ?? false;
    this.#tidySoon(more ? tidyStep : tidyPeriod);
  }

  /** Somebody removed or replaced the file: what is still open is written anew, so that a restart loses nothing. */
  #restoreRemoved(): void {
    const { file, clock, log } = this.#options;
    const notifications = this.#notifications;
    if (!notifications || inodeOf(file) === this.#inode) return;
    const restored = this.#write(() => {
      if (inodeOf(file) !== undefined) setDatabaseAside(file, clock.now());
      notifications.copyTo(file);
      return true;
    });
    if (!restored) return;
    for (const sender of this.#senders.values()) sender.stop();
    this.#senders.clear();
    notifications.close();
    this.#notifications = undefined;
    this.#timer?.cancel();
    log.warn('notification log restored', { detail: 'its file had been removed or replaced while the service ran' });
    this.#open();
    this.#warning =
      'notifications.sqlite was removed or replaced while the service ran. It was written anew; nothing is lost.';
  }

  #tidySoon(after = tidyStep): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimeout(() => this.#tidy(), after);
  }

  /** Which groups have endpoints; a backlog whose 7 days are over goes, and that is told. */
  #setGroups(): void {
    const { clock } = this.#options;
    const givenUp = this.#write((notifications) => notifications.setGroups(this.#groupIds, clock.now()));
    for (const loss of givenUp ?? []) this.#tellLoss(loss);
  }

  #giveUp(groupId: string, keep: number, why: string): number {
    const count = this.#opened.giveUp(groupId, keep, why, this.#options.clock.now());
    if (count > 0) this.#tellLoss({ groupId, count, why });
    this.#arrangeSenders();
    this.#senders.get(groupId)?.reset();
    this.#options.changed();
    return count;
  }

  #tellLoss({ groupId, count, why }: Pick<GivenUp, 'groupId' | 'count' | 'why'>): void {
    this.#options.log.warn('notifications given up', { group: groupId, detail: `${count}: ${why}` });
    this.#options.givenUp?.(count);
  }

  /** A write that may fail (a full disk) and is tried again by itself later. */
  #write<T>(action: (log: NotificationLog) => T): T | undefined {
    if (!this.#notifications) return undefined;
    try {
      const result = action(this.#notifications);
      this.#problem = undefined;
      return result;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#options.log.error('notification log not written', {}, error);
      return undefined;
    }
  }
}
