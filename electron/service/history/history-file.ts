import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Each step brings the file from the version of its index to the next; a change of the format adds one. */
const migrations: readonly string[] = [
  `CREATE TABLE lines (
     key INTEGER PRIMARY KEY AUTOINCREMENT,
     time INTEGER NOT NULL,
     kind TEXT NOT NULL,
     endpoint TEXT, groupId TEXT, id TEXT, method TEXT, path TEXT,
     status INTEGER, duration REAL, requestBytes INTEGER, responseBytes INTEGER, verdict TEXT,
     gapFrom INTEGER, gapCount INTEGER
   );
   CREATE INDEX linesByTime ON lines (time);`,
];

/** How a database is opened; a test puts its own bounds on it. */
export type OpenDatabase = (path: string) => DatabaseSync;

/** The file cannot be used now, and may be later: a full disk, no permission. Anything else is damage. */
export const isPassing = (error: unknown): boolean =>
  /unable to open|readonly|read-only|disk I\/O|is full|locked|busy|permission|EACCES|EPERM|EROFS|ENOSPC|EIO/i.test(
    error instanceof Error ? error.message : String(error),
  );

/**
 * Opens `history.sqlite`, made when it is missing (mode 0600), and brings it to the present format.
 *
 * A file that is damaged, or written by a later version, is kept beside it under another name, and a new one begun.
 * @param now epoch milliseconds, for that name
 * @returns the open database, and what had to be said about the file
 * @throws the system's or SQLite's error when the file cannot be used now; it is as it was
 */
export function openHistoryFile(
  path: string,
  now: number,
  open: OpenDatabase = (file) => new DatabaseSync(file),
): { database: DatabaseSync; warning: string | undefined } {
  try {
    return { database: openWhole(path, open), warning: undefined };
  } catch (error) {
    if (isPassing(error)) throw error;
    const kept = setAside(path, now);
    const why = error instanceof Error ? error.message : String(error);
    return {
      database: openWhole(path, open),
      warning: `The history of commands could not be read (${why}). It was kept as ${kept} in the data folder, and a new one was begun.`,
    };
  }
}

function openWhole(path: string, open: OpenDatabase): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600)); // SQLite would make it readable for others
  const database = open(path);
  try {
    const version = numberOf(database, 'PRAGMA user_version');
    if (version > migrations.length) {
      throw new Error(`it has format ${version}, and this version reads up to ${migrations.length}`);
    }
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    // A kill of this process loses nothing; only a power cut may take the last moments. In return no command waits for the disk.
    database.exec('PRAGMA synchronous = NORMAL');
    database.exec('PRAGMA journal_size_limit = 4194304');
    migrate(database, version);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, version: number): void {
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue;
    inTransaction(database, () => {
      database.exec(step);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
  database.prepare('SELECT key, time, kind, gapCount FROM lines ORDER BY time DESC LIMIT 1').get(); // is it really ours?
}

/** The only number that a statement gives. */
export function numberOf(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0);
}

/** Runs `action` whole or not at all. */
export function inTransaction<T>(database: DatabaseSync, action: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = action();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk makes SQLite roll back by itself.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Renames the file and its journal. @returns the new name */
export function setAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const name = (count: number) => `history.damaged-${stamp}${count > 1 ? `.${count}` : ''}.sqlite`;
  let count = 1;
  while (existsSync(join(dirname(path), name(count)))) count++;
  for (const suffix of ['-wal', '-shm', '']) {
    const file = `${path}${suffix}`;
    if (existsSync(file)) renameSync(file, join(dirname(path), `${name(count)}${suffix}`));
  }
  return name(count);
}
