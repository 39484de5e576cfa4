import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, inUnsyncedTransaction } from '../database-file.ts';
import { type BatchContent, BatchReader } from './batch-reader.ts';
import { behindBatch, type Group, type GroupRows, noBatch, type PlannedBatch } from './group-rows.ts';

/** Batches of a backlog that are stored in one commit, which waits for the disk: then as many are sent without waiting for it. */
export const batchesPerCommit = 16;

/** What is sent in one NOTIFICATION REQUEST, and sent again with the same id until it is acknowledged. */
export interface Batch extends BatchContent {
  readonly id: string;
  /** When it was first made, epoch milliseconds. */
  readonly since: number;
}

export interface GroupBatchesOptions {
  database: DatabaseSync;
  rows: GroupRows;
  /** As they are stored: what changes here is put there once it is. */
  groups: Map<string, Group>;
  /** Number of the last notification of the log. */
  last: () => number;
}

/**
 * The batch of each group that is in flight, and those that follow it, on their way from the backlog to the acknowledgement.
 * Each method is one transaction, or none; `NotificationLog` tells what each does.
 */
export class GroupBatches {
  readonly #options: GroupBatchesOptions;
  readonly #reader: BatchReader;
  /** By group: what follows the batch in flight, between two numbers. */
  readonly #ahead = new Map<
    string,
    { readonly after: number; readonly last: number; readonly content: BatchContent }
  >();

  constructor(options: GroupBatchesOptions) {
    this.#options = options;
    this.#reader = new BatchReader(options.database);
  }

  inFlight(groupId: string): Batch | undefined {
    const row = this.#options.groups.get(groupId);
    if (!row || row.batchId === null || row.batchLast === null) return undefined;
    return {
      id: row.batchId,
      ...this.#reader.content(row.acknowledged, row.batchLast),
      since: row.batchSince ?? 0,
    };
  }

  next(groupId: string, newId: () => string, now: number): Batch | undefined {
    return this.#advance(groupId, undefined, newId, now);
  }

  acknowledge(groupId: string, newId: () => string, now: number): Batch | undefined {
    const row = this.#options.groups.get(groupId);
    return row && row.batchLast !== null ? this.#advance(groupId, row.batchLast, newId, now) : undefined;
  }

  prepare(groupId: string, newId: () => string): void {
    const group = this.#options.groups.get(groupId);
    if (!group || group.batchLast === null) return;
    const after = behindBatch(group);
    const { planned } = group.planned.length > 0 ? group : this.#plan(group, after, newId);
    const [next] = planned;
    if (next && this.#ahead.get(groupId)?.last !== next.last)
      this.#ahead.set(groupId, { after, last: next.last, content: this.#reader.content(after, next.last) });
  }

  /** What was read ahead of a group is not what it gets next, or the group is no more. */
  forget(groupId: string): void {
    this.#ahead.delete(groupId);
  }

  /** The file is not asked where nothing waits. */
  #lastOfBatch(after: number): number | undefined {
    return after < this.#options.last() ? this.#reader.lastOfBatch(after) : undefined;
  }

  #plan(group: Group, after: number, newId: () => string): Group {
    const { database, rows, groups, last: lastOfLog } = this.#options;
    const planned: PlannedBatch[] = [];
    for (let from = after; planned.length < batchesPerCommit; ) {
      const last = this.#lastOfBatch(from);
      if (last === undefined || last === lastOfLog()) break; // it is not full yet
      planned.push({ batchId: newId(), last });
      from = last;
    }
    if (planned.length === 0) return group;
    const changed = { ...group, planned };
    inTransaction(database, () => rows.writePlan(changed));
    groups.set(group.groupId, changed);
    return changed;
  }

  #advance(groupId: string, acknowledged: number | undefined, newId: () => string, now: number): Batch | undefined {
    const group = this.#options.groups.get(groupId);
    if (!group || (acknowledged === undefined && group.batchId !== null)) return undefined;
    const from = behindBatch(group);
    const delivered = group.delivered + ((acknowledged ?? group.acknowledged) - group.acknowledged);
    const idle: Group = { ...group, ...noBatch, acknowledged: from, delivered };
    const [planned, ...following] = group.planned;
    const next = this.#readable(idle, () => {
      const last = planned?.last ?? this.#lastOfBatch(from);
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
    return isRight ? ahead.content : this.#reader.content(after, last);
  }

  /** What cannot be read must not undo the acknowledgement of what was delivered. */
  #readable<T>(idle: Group, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (idle.acknowledged !== this.#options.groups.get(idle.groupId)?.acknowledged) this.#write(idle);
      throw error;
    }
  }

  #write(group: Group, commit = inTransaction): void {
    const { database, rows, groups } = this.#options;
    commit(database, () => rows.write(group));
    groups.set(group.groupId, group);
  }
}
