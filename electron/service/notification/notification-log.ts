import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { GivenUp } from '../../../shared/notification-status.ts';
import type { Notification } from '../../../shared/notifications.ts';
import { inTransaction, numberOf, writeDatabaseAnew } from '../database-file.ts';
import { AcknowledgedRemoval, notNeededBy, type Range } from './acknowledged-removal.ts';
import type { GroupCount } from './delivery-history.ts';
import { readGivenUp, recordGoingLoss, recordLoss } from './given-up.ts';
import { type Batch, GroupBatches } from './group-batches.ts';
import { behindBatch, type Group, GroupRows, newGroup, noBatch, undeliveredOf } from './group-rows.ts';

/** Decision 20: how long a group without endpoint keeps its backlog, in milliseconds. */
export const keptWithoutEndpoint = 7 * 86_400_000;
/** Why the backlog of a group without endpoint is given up by itself. */
const expired = 'without endpoint for 7 days';

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
  readonly #batches: GroupBatches;
  readonly #timeOf: StatementSync;
  readonly #removal: AcknowledgedRemoval;
  readonly #rows: GroupRows;
  readonly #groups = new Map<string, Group>();
  #last: number;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#append = database.prepare('INSERT INTO notifications (time, object, data) VALUES (?, ?, ?)');
    this.#timeOf = database.prepare('SELECT time FROM notifications WHERE number = ?');
    this.#removal = new AcknowledgedRemoval(database);
    this.#rows = new GroupRows(database);
    this.#last = numberOf(database, "SELECT seq FROM sqlite_sequence WHERE name = 'notifications'");
    for (const group of this.#rows.all()) this.#groups.set(group.groupId, group);
    this.#batches = new GroupBatches({ database, rows: this.#rows, groups: this.#groups, last: () => this.#last });
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
   * endpoint keeps its backlog; one that has got an endpoint again takes its backlog over.
   * @param now epoch milliseconds
   */
  setGroups(groupIds: ReadonlySet<string>, now: number): void {
    const changed: Group[] = [];
    for (const groupId of groupIds) {
      const row = this.#groups.get(groupId);
      if (!row) changed.push(newGroup(groupId, this.#last));
      else if (row.withoutEndpointSince !== null) changed.push({ ...row, withoutEndpointSince: null });
    }
    for (const row of this.#groups.values())
      if (!groupIds.has(row.groupId) && row.withoutEndpointSince === null)
        changed.push({ ...row, withoutEndpointSince: now });
    if (changed.length === 0) return;
    inTransaction(this.#database, () => {
      for (const row of changed) this.#rows.write(row);
    });
    for (const row of changed) this.#groups.set(row.groupId, row);
  }

  /**
   * Decision 20: ends groups that have been without endpoint for 7 days.
   * @param at the time by which things are removed for their age ({@link RetentionClock}), epoch milliseconds
   * @param now of the wall clock, for the record
   * @returns what was given up with them; it is recorded (decision 24)
   */
  endExpired(at: number, now: number): GivenUp[] {
    const ended = [...this.#groups.values()].filter(
      ({ withoutEndpointSince: since }) => since !== null && at - since >= keptWithoutEndpoint,
    );
    if (ended.length === 0) return [];
    const losses = ended.map((row) => this.#wholeLoss(row, expired, now)).filter((loss) => loss !== undefined);
    inTransaction(this.#database, () => {
      for (const { groupId } of ended) this.#rows.remove(groupId);
      for (const loss of losses) recordLoss(this.#database, loss);
    });
    for (const { groupId } of ended) {
      this.#groups.delete(groupId);
      this.#batches.forget(groupId);
    }
    return losses;
  }

  /** The batch that waits for its acknowledgement; `undefined` when none does. */
  inFlight(groupId: string): Batch | undefined {
    return this.#batches.inFlight(groupId);
  }

  /**
   * N-12, decision 21: the next batch of a group, stored before it is returned. None while another one is in flight.
   * @param newId of a NOTIFICATION REQUEST
   * @param now epoch milliseconds
   */
  nextBatch(groupId: string, newId: () => string, now: number): Batch | undefined {
    return this.#batches.next(groupId, newId, now);
  }

  /**
   * N-11: the batch in flight is acknowledged, and the next one stored in the same transaction. Where the next one is on the disk
   * already, the acknowledgement is written and not waited for: a kill loses none, a power cut may undo it and up to
   * `batchesPerCommit` before it; what they acknowledged is then sent again, each with its id, in order.
   * @returns the next batch; `undefined` when there is none
   */
  acknowledge(groupId: string, newId: () => string, now: number): Batch | undefined {
    return this.#batches.acknowledge(groupId, newId, now);
  }

  /**
   * While the batch in flight is on its way: stores which batches follow it, as far as no later notification can change them, and
   * reads the next one.
   */
  prepare(groupId: string, newId: () => string): void {
    this.#batches.prepare(groupId, newId);
  }

  /**
   * Decision 24: gives up the oldest of a group behind its batch in flight, so that at most `keep` stay there, and records that. What is
   * in flight may have arrived already: it stays, with its id, until it is acknowledged (decision 21).
   * @returns how many were given up
   */
  giveUpOver(groupId: string, keep: number, why: string, now: number): number {
    const row = this.#groups.get(groupId);
    if (!row) return 0;
    const after = behindBatch(row);
    const upTo = this.#last - keep;
    if (upTo <= after) return 0;
    const cursor = row.batchLast === null ? { acknowledged: upTo } : { goesOnAfter: upTo };
    const rest: Group = { ...row, ...cursor, planned: [] };
    const loss = this.#loss(row, { after, upTo, count: upTo - after }, why, now);
    inTransaction(this.#database, () => {
      this.#rows.write(rest);
      this.#rows.writePlan(rest);
      recordGoingLoss(this.#database, loss);
    });
    this.#batches.forget(groupId);
    this.#groups.set(groupId, rest);
    return loss.count;
  }

  /**
   * Decisions 20, 24: gives up all that waits for a group, what is in flight too, and records that. A group without endpoint is no
   * more then.
   * @returns how many were given up
   */
  discard(groupId: string, why: string, now: number): number {
    const row = this.#groups.get(groupId);
    if (!row) return 0;
    const loss = this.#wholeLoss(row, why, now);
    const isGone = row.withoutEndpointSince !== null;
    if (!loss && !isGone) return 0;
    const rest: Group = { ...row, ...noBatch, acknowledged: this.#last, planned: [] };
    inTransaction(this.#database, () => {
      if (isGone) this.#rows.remove(groupId);
      else {
        this.#rows.write(rest);
        this.#rows.writePlan(rest);
      }
      if (loss) recordLoss(this.#database, loss);
    });
    this.#batches.forget(groupId);
    if (isGone) this.#groups.delete(groupId);
    else this.#groups.set(groupId, rest);
    return loss?.count ?? 0;
  }

  /** What is lost with all that waits for a group; `undefined` when nothing does. */
  #wholeLoss(row: Group, why: string, now: number): GivenUp | undefined {
    const count = undeliveredOf(row, this.#last);
    if (count === 0) return undefined;
    const upTo = behindBatch(row) === this.#last ? (row.batchLast ?? this.#last) : this.#last;
    return this.#loss(row, { after: row.acknowledged, upTo, count }, why, now);
  }

  #loss({ groupId }: Group, { after, upTo, count }: Range & { count: number }, why: string, now: number): GivenUp {
    return { groupId, time: now, count, from: this.#time(after + 1) ?? now, to: this.#time(upTo) ?? now, why };
  }

  /** What was given up, the latest first. */
  givenUp(): GivenUp[] {
    return readGivenUp(this.#database);
  }

  /** What was delivered to each group and what waits for it; costs no query. */
  counts(): GroupCount[] {
    return [...this.#groups.values()].map((group) => ({
      groupId: group.groupId,
      delivered: group.delivered,
      undelivered: undeliveredOf(group, this.#last),
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
        const undelivered = undeliveredOf(row, this.#last);
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
   * One step of the removal of what no group has still to get.
   * @returns whether there is more to remove
   */
  removeAcknowledged(): boolean {
    return this.#removal.step(notNeededBy(this.#groups.values(), this.#last));
  }

  /** Writes everything into the file of this name, which its owner alone may read. */
  copyTo(file: string): void {
    writeDatabaseAnew(this.#database, file);
  }

  /** Lets go of the file. */
  close(): void {
    this.#database.close();
  }

  #time(number: number): number | null {
    return (this.#timeOf.get(number) as { time: number } | undefined)?.time ?? null;
  }
}
