import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GivenUp } from '../../../shared/notification-status.ts';
import type { ImageData, Notification } from '../../../shared/notifications.ts';
import { inTransaction, numberOf } from '../database-file.ts';
import type { GroupCount } from './delivery-history.ts';

/** Decision 22 */
export const batchLimits = { notifications: 500, bytes: 256 * 1024 };
/** Decision 20: how long a group without endpoint keeps its backlog, in milliseconds. */
export const keptWithoutEndpoint = 7 * 86_400_000;
/** Why the backlog of a group without endpoint is given up by itself. */
const expired = 'without endpoint for 7 days';
/** Notifications that one step of the removal takes. */
const removedPerStep = 2_000;
/** Free pages (of 4 KiB) that the file keeps, and those that one step gives back to the disk. */
const keptFreePages = 2_048;
const pagesPerStep = 512;

/** What is sent in one NOTIFICATION REQUEST, and sent again with the same id until it is acknowledged. */
export interface Batch {
  readonly id: string;
  readonly notifications: readonly Notification[];
  /** When it was first made, epoch milliseconds. */
  readonly since: number;
}

/** Where a group stands. Times are epoch milliseconds. */
export interface GroupBacklog {
  readonly groupId: string;
  readonly delivered: number;
  /** Notifications that are not acknowledged, those in flight included. */
  readonly undelivered: number;
  readonly inFlight: number;
  /** Time of the oldest undelivered one. */
  readonly oldest: number | null;
  /** `null` while the group has an endpoint. */
  readonly withoutEndpointSince: number | null;
}

interface GroupRow {
  groupId: string;
  acknowledged: number;
  delivered: number;
  withoutEndpointSince: number | null;
  batchId: string | null;
  batchLast: number | null;
  batchSince: number | null;
}

interface NotificationRow {
  number: number;
  object: string;
  data: string;
}

/**
 * N-15, decision 20: the durable log of notifications, with a cursor for each server group. Each method is one transaction;
 * what it returns is on the disk.
 */
export class NotificationLog {
  readonly #database: DatabaseSync;
  readonly #append: StatementSync;
  readonly #read: StatementSync;
  readonly #timeOf: StatementSync;
  readonly #saveGroup: StatementSync;
  readonly #groups = new Map<string, GroupRow>();
  #last: number;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#append = database.prepare('INSERT INTO notifications (time, object, data) VALUES (?, ?, ?)');
    this.#read = database.prepare(
      'SELECT number, object, data FROM notifications WHERE number > ? AND number <= ? ORDER BY number LIMIT ?',
    );
    this.#timeOf = database.prepare('SELECT time FROM notifications WHERE number = ?');
    this.#saveGroup = database.prepare(
      `INSERT OR REPLACE INTO groups
         (groupId, acknowledged, delivered, withoutEndpointSince, batchId, batchLast, batchSince)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#last = numberOf(database, "SELECT seq FROM sqlite_sequence WHERE name = 'notifications'");
    for (const row of database.prepare('SELECT * FROM groups').all() as unknown as GroupRow[])
      this.#groups.set(row.groupId, { ...row });
  }

  /** Decision 25: without any group nothing is polled. */
  get hasGroups(): boolean {
    return this.#groups.size > 0;
  }

  /**
   * Appends what a poll has found, together with what the poll has to remember.
   * @param time epoch milliseconds
   * @param remember writes cursor and known states in the same transaction (decision 25)
   */
  append(notifications: readonly Notification[], time: number, remember: (database: DatabaseSync) => void): void {
    inTransaction(this.#database, () => {
      for (const { object, data } of notifications) this.#append.run(time, object, JSON.stringify(data));
      remember(this.#database);
    });
    this.#last += notifications.length;
  }

  /** Reads what a poll remembered. */
  remembered<T>(read: (database: DatabaseSync) => T): T {
    return read(this.#database);
  }

  /**
   * Decision 20: which groups have endpoints now. A new group gets every notification from now on; one that has lost its last
   * endpoint keeps its backlog for 7 days; one that has got an endpoint again takes its backlog over.
   * @param now epoch milliseconds
   * @returns what was given up because 7 days are over; it is recorded (decision 24)
   */
  setGroups(groupIds: ReadonlySet<string>, now: number): GivenUp[] {
    const changes = new Map<string, GroupRow | undefined>();
    for (const groupId of groupIds) {
      const row = this.#groups.get(groupId);
      if (!row) changes.set(groupId, { ...emptyGroup(groupId), acknowledged: this.#last });
      else if (row.withoutEndpointSince !== null) changes.set(groupId, { ...row, withoutEndpointSince: null });
    }
    for (const row of this.#groups.values()) {
      if (groupIds.has(row.groupId)) continue;
      if (row.withoutEndpointSince === null) changes.set(row.groupId, { ...row, withoutEndpointSince: now });
      else if (now - row.withoutEndpointSince >= keptWithoutEndpoint) changes.set(row.groupId, undefined);
    }
    if (changes.size === 0) return [];
    const givenUp = [...changes].flatMap(([groupId, row]) => (row ? [] : (this.#loss(groupId, 0, expired, now) ?? [])));
    inTransaction(this.#database, () => {
      for (const [groupId, row] of changes) {
        if (row) this.#writeGroup(row);
        else this.#deleteGroup(groupId);
      }
      for (const loss of givenUp) this.#recordLoss(loss);
    });
    for (const [groupId, row] of changes) {
      if (row) this.#groups.set(groupId, row);
      else this.#groups.delete(groupId);
    }
    return givenUp;
  }

  /** The batch that waits for its acknowledgement; `undefined` when none does. */
  inFlight(groupId: string): Batch | undefined {
    const row = this.#groups.get(groupId);
    if (!row || row.batchId === null || row.batchLast === null) return undefined;
    const notifications = this.#rows(row.acknowledged, row.batchLast, batchLimits.notifications).map(readRow);
    return { id: row.batchId, notifications, since: row.batchSince ?? 0 };
  }

  /**
   * N-12, decision 21: the next batch of a group, stored before it is returned. None while another one is in flight.
   * @param id of the NOTIFICATION REQUEST
   * @param now epoch milliseconds
   */
  nextBatch(groupId: string, id: string, now: number): Batch | undefined {
    return this.#advance(groupId, undefined, id, now);
  }

  /**
   * N-11: the batch in flight is acknowledged, and the next one stored in the same transaction.
   * @returns the next batch; `undefined` when there is none
   */
  acknowledge(groupId: string, nextId: string, now: number): Batch | undefined {
    const row = this.#groups.get(groupId);
    return row && row.batchLast !== null ? this.#advance(groupId, row.batchLast, nextId, now) : undefined;
  }

  #advance(groupId: string, acknowledged: number | undefined, nextId: string, now: number): Batch | undefined {
    const row = this.#groups.get(groupId);
    if (!row || (acknowledged === undefined && row.batchId !== null)) return undefined;
    const from = acknowledged ?? row.acknowledged;
    const taken = batchOf(this.#nextRows(row, from));
    const last = taken.at(-1);
    if (!last && acknowledged === undefined) return undefined;
    const next: GroupRow = {
      ...row,
      acknowledged: from,
      delivered: row.delivered + (from - row.acknowledged),
      batchId: last ? nextId : null,
      batchLast: last?.number ?? null,
      batchSince: last ? now : null,
    };
    inTransaction(this.#database, () => this.#writeGroup(next));
    this.#groups.set(groupId, next);
    return last && { id: nextId, notifications: taken.map(readRow), since: now };
  }

  /**
   * Decisions 20, 24: gives up the oldest of a group, so that at most `keep` stay, and records that. A group without endpoint
   * of which nothing stays is no more.
   * @returns how many were given up
   */
  giveUp(groupId: string, keep: number, why: string, now: number): number {
    const row = this.#groups.get(groupId);
    if (!row) return 0;
    const loss = this.#loss(groupId, keep, why, now);
    const isGone = keep === 0 && row.withoutEndpointSince !== null;
    if (!loss && !isGone) return 0;
    const acknowledged = row.acknowledged + (loss?.count ?? 0);
    // A batch that is partly given up is no longer the one that was sent.
    const rest: GroupRow = { ...row, acknowledged, batchId: null, batchLast: null, batchSince: null };
    inTransaction(this.#database, () => {
      if (isGone) this.#deleteGroup(groupId);
      else this.#writeGroup(rest);
      if (loss) this.#recordLoss(loss);
    });
    if (isGone) this.#groups.delete(groupId);
    else this.#groups.set(groupId, rest);
    return loss?.count ?? 0;
  }

  /** What is lost of a group when at most `keep` notifications stay; `undefined` when nothing is. */
  #loss(groupId: string, keep: number, why: string, now: number): GivenUp | undefined {
    const acknowledged = this.#groups.get(groupId)?.acknowledged ?? this.#last;
    const count = this.#last - acknowledged - keep;
    if (count <= 0) return undefined;
    const from = this.#time(acknowledged + 1) ?? now;
    return { groupId, time: now, count, from, to: this.#time(acknowledged + count) ?? now, why };
  }

  #recordLoss({ groupId, time, count, from, to, why }: GivenUp): void {
    this.#database
      .prepare('INSERT INTO givenUp (groupId, time, count, fromTime, toTime, why) VALUES (?, ?, ?, ?, ?, ?)')
      .run(groupId, time, count, from, to, why);
  }

  #deleteGroup(groupId: string): void {
    this.#database.prepare('DELETE FROM groups WHERE groupId = ?').run(groupId);
  }

  /** What was given up, the latest first. */
  givenUp(): GivenUp[] {
    return this.#database
      .prepare(
        'SELECT groupId, time, count, fromTime AS "from", toTime AS "to", why FROM givenUp ORDER BY time DESC, rowid DESC LIMIT 100',
      )
      .all() as unknown as GivenUp[];
  }

  /** What was delivered to each group and what waits for it; costs no query. */
  counts(): GroupCount[] {
    return [...this.#groups.values()].map(({ groupId, delivered, acknowledged }) => ({
      groupId,
      delivered,
      undelivered: this.#last - acknowledged,
    }));
  }

  /** Where a group stands; `undefined` when there is no such group. */
  backlog(groupId: string): GroupBacklog | undefined {
    return this.backlogs(new Set([groupId]))[0];
  }

  /** Where each group stands, or each of those that are wanted, by group id. */
  backlogs(wanted?: ReadonlySet<string>): GroupBacklog[] {
    return [...this.#groups.values()]
      .filter(({ groupId }) => wanted?.has(groupId) ?? true)
      .sort((a, b) => a.groupId.localeCompare(b.groupId))
      .map((row) => {
        const undelivered = this.#last - row.acknowledged;
        return {
          groupId: row.groupId,
          delivered: row.delivered,
          undelivered,
          inFlight: row.batchLast === null ? 0 : row.batchLast - row.acknowledged,
          oldest: undelivered > 0 ? this.#time(row.acknowledged + 1) : null,
          withoutEndpointSince: row.withoutEndpointSince,
        };
      });
  }

  /**
   * One step of the removal of what every group has acknowledged.
   * @returns whether there is more to remove
   */
  removeAcknowledged(): boolean {
    let upTo = this.#last;
    for (const { acknowledged } of this.#groups.values()) upTo = Math.min(upTo, acknowledged);
    const { changes } = this.#database
      .prepare(
        'DELETE FROM notifications WHERE number IN (SELECT number FROM notifications WHERE number <= ? ORDER BY number LIMIT ?)',
      )
      .run(upTo, removedPerStep);
    return this.#giveBackPages() || Number(changes) === removedPerStep;
  }

  /** Gives room back to the disk, in steps; a little is kept for what comes. @returns whether there is more to give back */
  #giveBackPages(): boolean {
    if (numberOf(this.#database, 'PRAGMA freelist_count') <= keptFreePages) return false;
    this.#database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
    return true;
  }

  /** Writes everything into another file, which must not be there yet. */
  copyTo(file: string): void {
    this.#database.prepare('VACUUM INTO ?').run(file);
  }

  /** Lets go of the file. */
  close(): void {
    this.#database.close();
  }

  /** What comes after `from`. What cannot be read must not undo the acknowledgement of what was delivered. */
  #nextRows(row: GroupRow, from: number): NotificationRow[] {
    try {
      return this.#rows(from, this.#last, batchLimits.notifications + 1);
    } catch (error) {
      const delivered = row.delivered + (from - row.acknowledged);
      const idle: GroupRow = {
        ...row,
        acknowledged: from,
        delivered,
        batchId: null,
        batchLast: null,
        batchSince: null,
      };
      if (from !== row.acknowledged) {
        inTransaction(this.#database, () => this.#writeGroup(idle));
        this.#groups.set(row.groupId, idle);
      }
      throw error;
    }
  }

  #rows(after: number, upTo: number, limit: number): NotificationRow[] {
    return this.#read.all(after, upTo, limit) as unknown as NotificationRow[];
  }

  #time(number: number): number | null {
    return (this.#timeOf.get(number) as { time: number } | undefined)?.time ?? null;
  }

  #writeGroup(row: GroupRow): void {
    this.#saveGroup.run(
      row.groupId,
      row.acknowledged,
      row.delivered,
      row.withoutEndpointSince,
      row.batchId,
      row.batchLast,
      row.batchSince,
    );
  }
}

const emptyGroup = (groupId: string): GroupRow => ({
  groupId,
  acknowledged: 0,
  delivered: 0,
  withoutEndpointSince: null,
  batchId: null,
  batchLast: null,
  batchSince: null,
});

const readRow = ({ object, data }: NotificationRow) => ({ object, data: JSON.parse(data) }) as Notification;

/** As many as stay within the limits; at least one. K-21: two that belong together stay in one message. */
function batchOf(rows: readonly NotificationRow[]): readonly NotificationRow[] {
  let bytes = 0;
  const overBytes = rows.findIndex(({ data }, index) => {
    bytes += Buffer.byteLength(data) + 1;
    return index > 0 && bytes > batchLimits.bytes;
  });
  const count = Math.min(overBytes === -1 ? rows.length : overBytes, batchLimits.notifications);
  const isCutInTwo = count > 1 && belongTogether(rows[count - 1], rows[count]);
  return rows.slice(0, isCutInTwo ? count - 1 : count);
}

/** Whether the second says why the first came: UPDATE, then NO_LOCAL_COPY_AVAILABLE of one image. */
function belongTogether(first: NotificationRow | undefined, second: NotificationRow | undefined): boolean {
  if (first?.object !== 'IMAGE' || second?.object !== 'IMAGE') return false;
  const [update, gone] = [JSON.parse(first.data), JSON.parse(second.data)] as [ImageData, ImageData];
  return gone.operationId === 'NO_LOCAL_COPY_AVAILABLE' && gone.backupId === update.backupId;
}
