import type { DatabaseSync } from 'node:sqlite';
import { inUnsyncedTransaction, numberOf } from '../database-file.ts';

/** Notifications that one step of the removal takes. */
const removedPerStep = 2_000;
/** Free pages (of 4 KiB) that the file keeps, and those that one step gives back to the disk. */
const keptFreePages = 2_048;
const pagesPerStep = 512;

/**
 * One step of the removal of what every group has acknowledged. It does not wait for the disk: what a power cut brings back is removed
 * again. Room is given back when nothing is left to remove, since fewer pages have to be moved then.
 * @param upTo number of the last one
 * @returns whether there is more to remove
 */
export function removeAcknowledged(database: DatabaseSync, upTo: number): boolean {
  return inUnsyncedTransaction(database, () => {
    const { changes } = database
      .prepare(
        'DELETE FROM notifications WHERE number IN (SELECT number FROM notifications WHERE number <= ? ORDER BY number LIMIT ?)',
      )
      .run(upTo, removedPerStep);
    return Number(changes) === removedPerStep || giveBackPages(database);
  });
}

/** Gives room back to the disk, in steps; a little is kept for what comes. @returns whether there is more to give back */
function giveBackPages(database: DatabaseSync): boolean {
  if (numberOf(database, 'PRAGMA freelist_count') <= keptFreePages) return false;
  database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
  return true;
}
