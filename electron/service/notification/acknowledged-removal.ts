import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inUnsyncedTransaction } from '../database-file.ts';

/** Notifications that one step of the removal takes. */
const removedPerStep = 2_000;
/** Free pages (of 4 KiB) that the file keeps, and those that one step gives back to the disk. */
const keptFreePages = 2_048;
const pagesPerStep = 512;

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
    this.#oldest = database.prepare('SELECT number FROM notifications WHERE number <= ? LIMIT 1');
    this.#delete = database.prepare(
      'DELETE FROM notifications WHERE number IN (SELECT number FROM notifications WHERE number <= ? ORDER BY number LIMIT ?)',
    );
    this.#freePages = database.prepare('PRAGMA freelist_count');
  }

  /**
   * One step. It does not wait for the disk: what a power cut brings back is removed again. Room is given back when nothing is left
   * to remove, since fewer pages have to be moved then.
   * @param upTo number of the last one
   * @returns whether there is more to remove
   */
  step(upTo: number): boolean {
    return inUnsyncedTransaction(this.#database, () => {
      const isAny = this.#oldest.get(upTo) !== undefined; // to ask costs a fraction of a DELETE that finds none
      const removed = isAny ? Number(this.#delete.run(upTo, removedPerStep).changes) : 0;
      return removed === removedPerStep || this.#giveBackPages();
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
