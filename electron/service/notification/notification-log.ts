import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GivenUp } from '../../../shared/notification-status.ts';
import type { Notification } from '../../../shared/notifications.ts';
import { inTransaction, inUnsyncedTransaction, numberOf } from '../database-file.ts';
import { removeAcknowledged } from './acknowledged-removal.ts';
import { type BatchContent, BatchReader } from './batch-reader.ts';
import type { GroupCount } from './delivery-history.ts';
import { readGivenUp, recordLoss } from './given-up.ts';
import { type Group, GroupRows, newGroup, noBatch, type PlannedBatch } from './group-rows.ts';

/** Batches of a backlog that are stored in one commit, which waits for the disk: then as many are sent without waiting for it. */
export const batchesPerCommit = 16;
/** Decision 20: how long a group without endpoint keeps its backlog, in milliseconds. */
export const keptWithoutEndpoint = 7 * 86_400_000;
/** Why the backlog of a group without endpoint is given up by itself. */
const expired = 'without endpoint for 7 days';
/** What is sent in one NOTIFICATION REQUEST, and sent again with the same id until it is acknowledged. */
export interface Batch extends BatchContent {
  readonly id: string;
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

/**
 * N-15, decision 20: the durable log of notifications, with a cursor for each server group. Each method is one transaction;
 * what it returns is on the disk, also after a power cut (but see {@link NotificationLog.acknowledge}).
 */
export class NotificationLog {
  readonly #database: DatabaseSync;
  readonly #append: StatementSync;
  readonly #batches: BatchReader;
  readonly #timeOf: StatementSync;
  readonly #rows: GroupRows;
  readonly #groups = new Map<string, Group>();
  /** By group: what follows the batch in flight, between two numbers. */
  readonly #ahead = new Map<
    string,
    { readonly after: number; readonly last: number; readonly content: BatchContent }
  >();
  #last: number;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#append = database.prepare('INSERT INTO notifications (time, object, data) VALUES (?, ?, ?)');
    this.#batches = new BatchReader(database);
    this.#timeOf = database.prepare('SELECT time FROM notifications WHERE number = ?');
    this.#rows = new GroupRows(database);
    this.#last = numberOf(database, "SELECT seq FROM sqlite_sequence WHERE name = 'notifications'");
    for (const group of this.#rows.all()) this.#groups.set(group.groupId, group);
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
    const changes = new Map<string, Group | undefined>();
    for (const groupId of groupIds) {
      const row = this.#groups.get(groupId);
      if (!row) changes.set(groupId, newGroup(groupId, this.#last));
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
        if (row) this.#rows.write(row);
        else this.#rows.remove(groupId);
      }
      for (const loss of givenUp) recordLoss(this.#database, loss);
    });
    for (const [groupId, row] of changes) {
      if (row) {
        this.#groups.set(groupId, row);
        continue;
      }
      this.#groups.delete(groupId);
      this.#ahead.delete(groupId);
    }
    return givenUp;
  }

  /** The batch that waits for its acknowledgement; `undefined` when none does. */
  inFlight(groupId: string): Batch | undefined {
    const row = this.#groups.get(groupId);
    if (!row || row.batchId === null || row.batchLast === null) return undefined;
    return {
      id: row.batchId,
      ...this.#batches.content(row.acknowledged, row.batchLast),
      since: row.batchSince ?? 0,
    };
  }

  /**
   * N-12, decision 21: the next batch of a group, stored before it is returned. None while another one is in flight.
   * @param newId of a NOTIFICATION REQUEST
   * @param now epoch milliseconds
   */
  nextBatch(groupId: string, newId: () => string, now: number): Batch | undefined {
    return this.#advance(groupId, undefined, newId, now);
  }

  /**
   * N-11: the batch in flight is acknowledged, and the next one stored in the same transaction. Where the next one is on the disk
   * already, the acknowledgement is written and not waited for: a kill loses none, a power cut may undo it and up to
   * {@link batchesPerCommit} before it; what they acknowledged is then sent again, each with its id, in order.
   * @returns the next batch; `undefined` when there is none
   */
  acknowledge(groupId: string, newId: () => string, now: number): Batch | undefined {
    const row = this.#groups.get(groupId);
    return row && row.batchLast !== null ? this.#advance(groupId, row.batchLast, newId, now) : undefined;
  }

  /**
   * While the batch in flight is on its way: stores which batches follow it, as far as no later notification can change them, and
   * reads the next one.
   */
  prepare(groupId: string, newId: () => string): void {
    const group = this.#groups.get(groupId);
    if (!group || group.batchLast === null) return;
    const after = group.batchLast;
    const { planned } = group.planned.length > 0 ? group : this.#plan(group, after, newId);
    const [next] = planned;
    if (next && this.#ahead.get(groupId)?.last !== next.last)
      this.#ahead.set(groupId, { after, last: next.last, content: this.#batches.content(after, next.last) });
  }

  #plan(group: Group, after: number, newId: () => string): Group {
    const planned: PlannedBatch[] = [];
    for (let from = after; planned.length < batchesPerCommit; ) {
      const last = this.#batches.lastOfBatch(from);
      if (last === undefined || last === this.#last) break; // it is not full yet
      planned.push({ batchId: newId(), last });
      from = last;
    }
    if (planned.length === 0) return group;
    const changed = { ...group, planned };
    inTransaction(this.#database, () => this.#rows.writePlan(changed));
    this.#groups.set(group.groupId, changed);
    return changed;
  }

  #advance(groupId: string, acknowledged: number | undefined, newId: () => string, now: number): Batch | undefined {
    const group = this.#groups.get(groupId);
    if (!group || (acknowledged === undefined && group.batchId !== null)) return undefined;
    const from = acknowledged ?? group.acknowledged;
    const delivered = group.delivered + (from - group.acknowledged);
    const idle: Group = { ...group, ...noBatch, acknowledged: from, delivered };
    const [planned, ...following] = group.planned;
    const next = this.#readable(idle, () => {
      const last = planned?.last ?? (from < this.#last ? this.#batches.lastOfBatch(from) : undefined);
      return last === undefined ? undefined : { last, content: this.#content(groupId, from, last) };
    });
    if (!next) {
      if (acknowledged !== undefined) this.#write(idle);
      return undefined;
    }
    const batchId = planned?.batchId ?? newId();
    const busy: Group = { ...idle, batchId, batchLast: next.last, batchSince: now, planned: following };
    this.#write(busy, planned ? inUnsyncedTransaction : inTransaction);
    return { id: batchId, ...next.content, since: now };
  }

  #content(groupId: string, after: number, last: number): BatchContent {
    const ahead = this.#ahead.get(groupId);
    this.#ahead.delete(groupId);
    const isRight = ahead?.after === after && ahead.last === last;
    return isRight ? ahead.content : this.#batches.content(after, last);
  }

  /** What cannot be read must not undo the acknowledgement of what was delivered. */
  #readable<T>(idle: Group, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (idle.acknowledged !== this.#groups.get(idle.groupId)?.acknowledged) this.#write(idle);
      throw error;
    }
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
    const rest: Group = { ...row, ...noBatch, acknowledged, planned: [] };
    inTransaction(this.#database, () => {
      if (isGone) this.#rows.remove(groupId);
      else {
        this.#rows.write(rest);
        this.#rows.writePlan(rest);
      }
      if (loss) recordLoss(this.#database, loss);
    });
    this.#ahead.delete(groupId);
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

  /** What was given up, the latest first. */
  givenUp(): GivenUp[] {
    return readGivenUp(this.#database);
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
    return removeAcknowledged(this.#database, upTo);
  }

  /** Writes everything into another file, which must not be there yet. */
  copyTo(file: string): void {
    this.#database.prepare('VACUUM INTO ?').run(file);
  }

  /** Lets go of the file. */
  close(): void {
    this.#database.close();
  }

  #time(number: number): number | null {
    return (this.#timeOf.get(number) as { time: number } | undefined)?.time ?? null;
  }

  #write(group: Group, commit = inTransaction): void {
    commit(this.#database, () => this.#rows.write(group));
    this.#groups.set(group.groupId, group);
  }
}
