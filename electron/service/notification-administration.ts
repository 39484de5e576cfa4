import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { NbwssError } from '../../shared/error-catalogue.ts';
import type { Envelope } from '../../shared/messages.ts';
import type {
  DiskStatus,
  GivenUp,
  GroupNotifications,
  NotificationSample,
  NotificationUpdate,
  WaitingBatch,
} from '../../shared/notification-status.ts';
import type { NotificationSourceStatus } from '../../shared/notifications.ts';
import type { Properties } from '../../shared/properties.ts';
import type { Clock, Timer } from './clock.ts';
import type { Log } from './log.ts';
import type { NetBackupSession } from './netbackup/session.ts';
import { BacklogWarnings, diskStatus } from './notification/backlog-warnings.ts';
import { DeliveryHistory, type GroupCount, samplePeriod } from './notification/delivery-history.ts';
import { NotificationDelivery } from './notification/notification-delivery.ts';
import { NotificationFeed } from './notification/notification-feed.ts';
import { keptWithoutEndpoint } from './notification/notification-log.ts';
import { NotificationSource } from './notification/notification-source.ts';
import type { ServiceObserver } from './service-observer.ts';
import { type WrittenMessage, writeMessage } from './written-message.ts';

export interface NotificationAdministrationOptions {
  /** The data folder. */
  folder: string;
  /** Why nothing may be written in that folder; `undefined` when it may. */
  folderProblem?: () => string | undefined;
  clock: Clock;
  log: Log;
  newId: () => string;
  properties: () => Properties;
  /** Of the service's own calls to NetBackup; `undefined` when no server is set. */
  session: () => NetBackupSession | undefined;
  /** Base URL of the NetBackup server. */
  server: () => string | undefined;
  /** Sends on the connection of a group. @returns whether there is one */
  send: (groupId: string, message: WrittenMessage, written: () => void) => boolean;
  /** The warnings are others than before. */
  warningsChanged: () => void;
  /** Bytes that are free on the disk of the data folder; `undefined` when the system does not tell. */
  freeBytes?: () => number | undefined;
  /** Who counts what happens. */
  observer?: () => ServiceObserver | undefined;
}

/** Bytes that are free on the disk of a folder; `undefined` when the system does not tell. */
function freeBytesOf(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined; // a file system that does not say: then only a failed write tells that it is full
  }
}

/** N-15: notifications while the service runs: where they come from, where they wait, and to whom they go. */
export class NotificationAdministration {
  readonly #options: NotificationAdministrationOptions;
  readonly #freeBytes: () => number | undefined;
  readonly #delivery: NotificationDelivery;
  readonly #source: NotificationSource;
  readonly #history = new DeliveryHistory();
  readonly #backlogWarnings = new BacklogWarnings();
  readonly #feed: NotificationFeed;
  #groupIds: ReadonlySet<string> = new Set();
  readonly #served = new Set<string>();
  #session: NetBackupSession | undefined;
  #backlogsWarnedOf: string[] = [];
  #warningsTold = '';
  #disk: DiskStatus = { freeBytes: null, isShort: false, holder: null };
  #givenUp: readonly GivenUp[] | undefined;
  #sampledAt: number | null = null;
  #timer: Timer | undefined;

  constructor(options: NotificationAdministrationOptions) {
    const { folder, clock, log, newId, properties, send } = options;
    this.#options = options;
    this.#freeBytes = options.freeBytes ?? (() => freeBytesOf(folder));
    this.#feed = new NotificationFeed(clock, {
      groups: (wanted) => this.#delivery.groups(wanted).map(asShown),
      givenUp: () => (this.#givenUp ??= this.#delivery.givenUp()),
      rest: () => ({
        source: this.#source.status,
        disk: this.#disk,
        warnings: this.warnings,
        sampledAt: this.#sampledAt,
      }),
    });
    this.#delivery = new NotificationDelivery({
      file: join(folder, 'notifications.sqlite'),
      ...(options.folderProblem ? { folderProblem: options.folderProblem } : {}),
      clock,
      log,
      newId,
      resendAfter: () => properties()['notification.scheduledRate'] * 1000,
      sendTimeout: () => properties()['notification.sendTimeout'],
      maxUndelivered: () => properties()['notification.maxUndelivered'],
      send,
      changed: () => this.#feed.changed(),
      appended: (notifications) => options.observer?.()?.notificationsProduced(notifications),
      acknowledged: (count, duration) => options.observer?.()?.batchAcknowledged(count, duration),
      givenUp: (count) => options.observer?.()?.notificationsGivenUp(count),
    });
    this.#source = new NotificationSource({
      delivery: this.#delivery,
      session: options.session,
      server: options.server,
      clock,
      log,
      scheduledRate: () => properties()['notification.scheduledRate'] * 1000,
      imageScanPeriod: () => properties()['notification.imageScanPeriod'] * 1000,
      freeBytes: this.#freeBytes,
      changed: () => this.#feed.changed(),
      pollFailed: (of) => options.observer?.()?.pollFailed(of),
    });
  }

  /** Whether notifications can be stored and delivered. */
  get isUsable(): boolean {
    return this.#delivery.isUsable;
  }

  /** What had to be said about the file, and of backlogs that need the administrator (decision 24). */
  get warnings(): string[] {
    return [...this.#delivery.warnings, ...this.#backlogsWarnedOf];
  }

  /** @param groupIds the groups that have endpoints */
  start(groupIds: ReadonlySet<string>): void {
    this.#groupIds = groupIds;
    this.#delivery.start(groupIds);
    this.#session = this.#options.session();
    this.#source.start();
    this.#look();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#source.stop();
    this.#delivery.stop();
    this.#feed.close();
  }

  /** Each ten seconds: a sample for the plots, and what has to be warned of. */
  #look(): void {
    const { clock, warningsChanged } = this.#options;
    const counts = this.#delivery.counts();
    this.#history.sample(clock.monotonic(), counts);
    this.#sampledAt = clock.now();
    this.#disk = diskStatus(this.#freeBytes(), counts ?? []);
    const awaited = (groupId: string) => this.#groupIds.has(groupId) && !this.#served.has(groupId);
    this.#backlogsWarnedOf = this.#backlogWarnings.look(counts ?? [], awaited, this.#disk, clock.monotonic());
    this.#givenUp = undefined;
    this.#feed.changed();
    const warnings = this.warnings.join('\n');
    if (warnings !== this.#warningsTold) warningsChanged();
    this.#warningsTold = warnings;
    this.#timer = clock.setTimeout(() => this.#look(), samplePeriod);
  }

  groupsChanged(groupIds: ReadonlySet<string>): void {
    const wasWanted = this.#delivery.isWanted;
    this.#groupIds = groupIds;
    this.#delivery.groupsChanged(groupIds);
    if (!wasWanted) this.#source.retryNow();
  }

  /**
   * R-5, decision 45: what is under way goes by the values that are in force now. Another rate, and another period of the image
   * scans, have NetBackup asked at once.
   * @param former the values before
   */
  propertiesChanged(former: Properties): void {
    const properties = this.#options.properties();
    const isOther = (key: 'notification.scheduledRate' | 'notification.imageScanPeriod') =>
      former[key] !== properties[key];
    if (isOther('notification.scheduledRate')) this.#delivery.resendAfterChanged();
    if (isOther('notification.scheduledRate') || isOther('notification.imageScanPeriod')) this.#source.retryNow();
  }

  /** The NetBackup connection has changed: another server, or other credentials, are asked at once. */
  netBackupChanged(): void {
    const session = this.#options.session();
    if (session !== this.#session) this.#source.retryNow();
    this.#session = session;
  }

  /** "Poll now". */
  pollNow(): void {
    this.#source.retryNow();
  }

  /** A group has a connection, or none any more. */
  served(groupId: string, isServed: boolean): void {
    if (isServed) this.#served.add(groupId);
    else this.#served.delete(groupId);
    this.#delivery.served(groupId, isServed);
  }

  /** N-10: a NOTIFICATION RESPONSE. @returns whether it is of a notification that waits */
  acknowledged(groupId: string, response: Envelope): boolean {
    return this.#delivery.acknowledged(groupId, response);
  }

  /** Decision 20: how many notifications wait for a group without endpoint, which the next endpoint of it takes over. */
  leftBehind(groupId: string): number {
    const group = this.#delivery.group(groupId);
    return group === undefined || group.withoutEndpointSince === null ? 0 : group.undelivered;
  }

  /** Where each group stands, or each of those that are wanted, by group id; also groups without endpoint. */
  groups(wanted?: ReadonlySet<string>): GroupNotifications[] {
    return this.#delivery.groups(wanted).map(asShown);
  }

  /** What was delivered to each group and what waits for it, without a query. */
  counts(): readonly GroupCount[] {
    return this.#delivery.counts() ?? [];
  }

  /** Decision 27: how the source of notifications is. */
  get source(): NotificationSourceStatus {
    return this.#source.status;
  }

  /** How notifications stand: first everything, then what changed. @param groupIds all groups when it is absent */
  watch(
    groupIds: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<NotificationUpdate, void, void> {
    return this.#feed.watch(groupIds, signal);
  }

  /** Throughput and backlog of the last hour, a sample each ten seconds. @param groupId `null` for all groups together */
  samples(groupId: string | null): NotificationSample[] {
    const { clock } = this.#options;
    return this.#history.samples(groupId, clock.monotonic(), clock.now());
  }

  /** The NOTIFICATION REQUEST of a group that waits for its acknowledgement; `null` when none does. */
  waitingBatch(groupId: string): WaitingBatch | null {
    const batch = this.#delivery.waitingBatch(groupId);
    if (!batch) return null;
    const { id, since, timesSent, lastSent, count, payload } = batch;
    const message = writeMessage('NOTIFICATION', 'REQUEST', id, (lastSent ?? 0) / 1000, payload).read();
    const shown = lastSent === null ? { ...message, timeStamp: undefined } : message;
    return { id, since, timesSent, lastSent, count, json: JSON.stringify(shown, null, 2) };
  }

  /**
   * Decision 20: "Discard backlog…".
   * @param count how many the administrator was shown; nothing is discarded when there are more
   * @returns how many were discarded
   * @throws NbwssError `notPossible`, `backlogHasGrown`, `notificationLogNotWritten`
   */
  discard(groupId: string, count: number): number {
    const group = this.#delivery.group(groupId);
    if (!group) throw new NbwssError('notPossible', { causes: [`There is no backlog of ${groupId} any more.`] });
    if (group.undelivered > count) {
      const causes = [`It was ${count} when it was shown, and is ${group.undelivered} now. Nothing was discarded.`];
      throw new NbwssError('backlogHasGrown', { causes });
    }
    try {
      return this.#delivery.discard(groupId);
    } catch (error) {
      this.#options.log.error('backlog not discarded', { group: groupId }, error);
      const causes = [error instanceof Error ? error.message : String(error)];
      throw new NbwssError('notificationLogNotWritten', { causes }, { cause: error });
    } finally {
      this.#givenUp = undefined;
    }
  }
}

const asShown = ({
  problem,
  withoutEndpointSince,
  ...group
}: ReturnType<NotificationDelivery['groups']>[number]): GroupNotifications => ({
  ...group,
  withoutEndpointSince,
  keptUntil: withoutEndpointSince === null ? null : withoutEndpointSince + keptWithoutEndpoint,
  problem: problem ?? null,
});
