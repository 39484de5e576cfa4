import type { DatabaseSync } from 'node:sqlite';

/** What the polls have to know after a restart. Times are epoch milliseconds, on NetBackup's clock unless it says otherwise. */
interface Remembered {
  /** Base URL of the server that all of this is about. */
  server: string;
  /** While the jobs that were there first are taken stock of: when that began, */
  jobsStockSince: number;
  /** the highest job number that has been read, */
  jobsStockAfter: number;
  /** and the latest change of a job that has been read. */
  jobsStockLatest: number;
  /** Everything that happened to jobs until then has been seen. 0: there was no job yet. */
  jobsUpTo: number;
  /** Number of the last pass over the image catalogue that was begun. */
  imagesPass: number;
  /** Images that are younger than this have been taken stock of, so an unknown one is new. */
  imagesSince: number;
  /** When the last pass over the whole catalogue ended, on our clock. */
  imagesFullPass: number;
}
type Key = keyof Remembered;

const isText: Partial<Record<Key, true>> = { server: true };

/** @returns `undefined` for what was never stored */
export function recall<K extends Key>(database: DatabaseSync, key: K): Remembered[K] | undefined {
  const row = database.prepare('SELECT value FROM source WHERE key = ?').get(key) as { value: string } | undefined;
  if (!row) return undefined;
  return (isText[key] ? row.value : Number(row.value)) as Remembered[K];
}

/** Only inside the transaction of {@link NotificationLog.append}. */
export function retain<K extends Key>(database: DatabaseSync, key: K, value: Remembered[K]): void {
  database.prepare('INSERT OR REPLACE INTO source (key, value) VALUES (?, ?)').run(key, String(value));
}

export function drop(database: DatabaseSync, ...keys: Key[]): void {
  for (const key of keys) database.prepare('DELETE FROM source WHERE key = ?').run(key);
}

/** Forgets everything: the next poll takes stock anew, silently. */
export function forgetAll(database: DatabaseSync): void {
  database.exec('DELETE FROM jobs; DELETE FROM images; DELETE FROM source');
}
