import type { DatabaseSync } from 'node:sqlite';
import type { Envelope } from '../../../shared/messages.ts';
import type { GivenUp } from '../../../shared/notification-status.ts';
import type { Notification } from '../../../shared/notifications.ts';
import { shownIdentifier } from '../../../shared/shown-identifier.ts';
import type { Timer } from '../clock.ts';
import { RetentionClock } from '../retention-clock.ts';
import type { WrittenMessage } from '../written-message.ts';
import type { GroupCount } from './delivery-history.ts';
import type { Batch } from './group-batches.ts';
import { GroupSender } from './group-sender.ts';
import { NotificationFile, type NotificationFileOptions } from './notification-file.ts';
import type { GroupBacklog } from './notification-log.ts';

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

export interface NotificationDeliveryOptions extends NotificationFileOptions {
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
}

/** Where a group stands, and how often what is in flight was sent again. */
export interface GroupDelivery extends GroupBacklog {
  readonly resends: number;
  readonly problem: string | undefined;
}

/**
 * N-15, N-16: the durable log of notifications and a sender for each server group. It knows neither endpoints nor
 * connections: it is told which groups exist and which are served.
 */
export class NotificationDelivery {
  readonly #options: NotificationDeliveryOptions;
  readonly #senders = new Map<string, GroupSender>();
  readonly #file: NotificationFile;
  readonly #retention: RetentionClock;
  #groupIds: ReadonlySet<string> = new Set();
  readonly #served = new Set<string>();
  #timer: Timer | undefined;
  #isStopped = true;

  constructor(options: NotificationDeliveryOptions) {
    this.#options = options;
    this.#file = new NotificationFile(options);
    this.#retention = new RetentionClock(options.clock);
  }

  /** What is to be known about the file, and about groups that cannot be delivered to. */
  get warnings(): string[] {
    const stuck = [...this.#senders].flatMap(([groupId, sender]) =>
      sender.problem === undefined
        ? []
        : [`The notifications of group ${shownIdentifier(groupId)} cannot be delivered: ${sender.problem}.`],
    );
    return [...this.#file.warnings, ...stuck.slice(0, maxStuckWarnings)];
  }

  /** The file is open, and what was written last is in it. */
  get isUsable(): boolean {
    return this.#file.isUsable;
  }

  /** Whether there is somebody to poll for (decision 25). */
  get isWanted(): boolean {
    return this.#file.notifications?.hasGroups ?? false;
  }

  start(groupIds: ReadonlySet<string>): void {
    this.#isStopped = false;
    this.#groupIds = groupIds;
    this.#open();
  }

  /** Nothing more is sent; what waits stays on the disk, also when somebody has removed the file since it was last looked for. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#stopSenders();
    this.#file.restoreRemoved();
    this.#file.close();
  }

  #stopSenders(): void {
    for (const sender of this.#senders.values()) sender.stop();
    this.#senders.clear();
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

  /** Decision 45: `notification.scheduledRate` is another one. */
  resendAfterChanged(): void {
    for (const sender of this.#senders.values()) sender.resendAfterChanged();
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
    this.#file.opened.append(notifications, clock.now(), remember);
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
    return this.#file.opened.remembered(read);
  }

  /** Decision 20: "Discard backlog…". A group without endpoint ends with it. @returns how many were given up */
  discard(groupId: string): number {
    const count = this.#file.opened.discard(groupId, 'discarded by hand', this.#options.clock.now());
    this.#givenUp(groupId, count, 'discarded by hand');
    this.#senders.get(groupId)?.reset();
    this.#tidySoon();
    return count;
  }

  /** Where each group stands, or each of those that are wanted, by group id. */
  groups(wanted?: ReadonlySet<string>): GroupDelivery[] {
    return (this.#file.notifications?.backlogs(wanted) ?? []).map((backlog) => {
      const sender = this.#senders.get(backlog.groupId);
      return { ...backlog, resends: sender?.resends ?? 0, problem: sender?.problem };
    });
  }

  /** What was delivered to each group and what waits for it; `undefined` while the log is not open. */
  counts(): GroupCount[] | undefined {
    return this.#file.notifications?.counts();
  }

  /** Where a group stands; `undefined` when there is no such group, or the log is not open. */
  group(groupId: string): GroupBacklog | undefined {
    return this.#file.notifications?.backlog(groupId);
  }

  /** The batch of a group that waits for its acknowledgement, and how it was sent; `undefined` when none does. */
  waitingBatch(groupId: string): (Batch & { timesSent: number; lastSent: number | null }) | undefined {
    const batch = this.#file.notifications?.inFlight(groupId);
    const handedOver = this.#senders.get(groupId)?.handedOver ?? { timesSent: 0, lastSent: null };
    return batch && { ...batch, ...handedOver };
  }

  /** The latest 100, newest first. */
  givenUp(): GivenUp[] {
    return this.#file.notifications?.givenUp() ?? [];
  }

  #open(): void {
    const { clock, changed } = this.#options;
    if (this.#file.open((notifications) => notifications.setGroups(this.#groupIds, clock.now()))) {
      this.#arrangeSenders();
      this.#tidy();
    } else this.#timer = clock.setTimeout(() => this.#open(), openAgainAfter);
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
      notifications: this.#file.opened,
      send: (message, written) => send(groupId, message, written),
      ...(acknowledged ? { wasAcknowledged: acknowledged } : {}),
      changed,
    });
  }

  /** Retention and limits, in small steps. */
  #tidy(): void {
    if (this.#isStopped) return;
    if (this.#file.restoreRemoved()) {
      this.#stopSenders();
      this.#open();
      return;
    }
    if (!this.#file.notifications) return; // it is opened again later
    const limit = this.#options.maxUndelivered();
    this.#setGroups();
    this.#endExpired();
    this.#arrangeSenders();
    if (limit > 0) this.#keepWithin(limit);
    const more = this.#file.write((log) => log.removeAcknowledged()) ?? false;
    this.#tidySoon(more ? tidyStep : tidyPeriod);
  }

  #tidySoon(after = tidyStep): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimeout(() => this.#tidy(), after);
  }

  #setGroups(): void {
    const { clock } = this.#options;
    this.#file.write((notifications) => notifications.setGroups(this.#groupIds, clock.now()));
  }

  /** A backlog whose 7 days are over by both clocks goes, and that is told. */
  #endExpired(): void {
    const { clock } = this.#options;
    const at = this.#retention.now();
    if (at === undefined) return;
    const givenUp = this.#file.write((notifications) => notifications.endExpired(at, clock.now()));
    for (const loss of givenUp ?? []) this.#tellLoss(loss);
  }

  /** Decision 24: `notification.maxUndelivered`. What is in flight stays, so a group may have one batch more. */
  #keepWithin(limit: number): void {
    const why = `over notification.maxUndelivered (${limit})`;
    for (const { groupId, undelivered } of this.counts() ?? []) {
      if (undelivered <= limit) continue;
      const now = this.#options.clock.now();
      const count = this.#file.write((notifications) => notifications.giveUpOver(groupId, limit, why, now)) ?? 0;
      if (count > 0) this.#givenUp(groupId, count, why);
    }
  }

  #givenUp(groupId: string, count: number, why: string): void {
    if (count > 0) this.#tellLoss({ groupId, count, why });
    this.#arrangeSenders();
    this.#options.changed();
  }

  #tellLoss({ groupId, count, why }: Pick<GivenUp, 'groupId' | 'count' | 'why'>): void {
    this.#options.log.warn('notifications given up', { group: groupId, detail: `${count}: ${why}` });
    this.#options.givenUp?.(count);
  }
}
