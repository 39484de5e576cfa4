import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inUnsyncedTransaction } from '../database-file.ts';
import type { Group } from './group-rows.ts';

/** Notifications that one step of the removal takes. */
const removedPerStep = 2_000;
/** Free pages (of 4 KiB) that the file keeps, and those that one step gives back to the disk. */
const keptFreePages = 2_048;
const pagesPerStep = 512;

/** Notifications after one number, up to another. */
export interface Range {
  readonly after: number;
  readonly upTo: number;
}

/** What no group has still to get, ascending. @param last number of the last notification of the log */
export function notNeededBy(groups: Iterable<Group>, last: number): Range[] {
  let upTo = last;
  const inFlight: Range[] = []; // with a gap behind it
  for (const { acknowledged, batchLast, goesOnAfter } of groups) {
    upTo = Math.min(upTo, goesOnAfter ?? acknowledged);
    if (goesOnAfter !== null && batchLast !== null) inFlight.push({ after: acknowledged, upTo: batchLast });
  }
  const ranges: Range[] = [];
  let after = 0;
  for (const needed of inFlight.sort((a, b) => a.after - b.after)) {
    if (needed.after > after) ranges.push({ after, upTo: Math.min(needed.after, upTo) });
    after = Math.max(after, needed.upTo);
  }
  return [...ranges, { after, upTo }].filter((range) => range.after < range.upTo);
}

/**
 * The removal of what every group has acknowledged. Its statements are prepared once: every ten seconds a step finds nothing to remove,
 * and to prepare them took much of its time.
 */
export class AcknowledgedRemoval {
  readonly #database: DatabaseSync;
  readonly #oldest: StatementSync;
  readonly #delete: StatementSync;
  readonly #freePages: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#oldest = database.prepare('SELECT number FROM notifications WHERE number > ? AND number <= ? LIMIT 1');
    this.#delete = database.prepare(
      'DELETE FROM notifications WHERE number IN (SELECT number FROM notifications WHERE number > ? AND number <= ? ORDER BY number LIMIT ?)',
    );
    this.#freePages = database.prepare('PRAGMA freelist_count');
  }

  /**
   * One step. It does not wait for the disk: what a power cut brings back is removed again. Room is given back when nothing is left
   * to remove, since fewer pages have to be moved then.
   * @param ranges what is to be removed
   * @returns whether there is more to remove
   */
  step(ranges: readonly Range[]): boolean {
    return inUnsyncedTransaction(this.#database, () => {
      let left = removedPerStep;
      for (const { after, upTo } of ranges) {
        const isAny = this.#oldest.get(after, upTo) !== undefined; // to ask costs a fraction of a DELETE that finds none
        if (isAny) left -= Number(this.#delete.run(after, upTo, left).changes);
        if (left === 0) return true;
      }
      return this.#giveBackPages();
    });
  }

  /** Gives room back to the disk, in steps; a little is kept for what comes. @returns whether there is more to give back */
  #giveBackPages(): boolean {
    const { freelist_count: count } = this.#freePages.get() as { freelist_count: number };
    if (count <= keptFreePages) return false;
    this.#database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
    return true;
  }
}
