import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { replaceFileBy } from './durable-file.ts';
import { fileIdentity, isDanglingLink, oddKind } from './plain-file.ts';
import { setAside } from './set-aside.ts';

/** How a database is opened; a test puts its own bounds on it. */
export type OpenDatabase = (path: string) => DatabaseSync;

/** What a database file of ours is. */
export interface DatabaseFormat {
  /** Each step brings the file from the version of its index to the next; a change of the format adds one. */
  readonly migrations: readonly string[];
  /**
   * `FULL`: what is committed is on the disk, whatever happens. `NORMAL`: a kill of this process loses nothing, a power cut
   * may take the last moments; in return a commit does not wait for the disk.
   */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** A statement that fails on a file that is not ours. */
  readonly probe: string;
  /** What it holds, for people: `The history of commands`. */
  readonly holds: string;
}

/** An open database, and what had to be said about the file. */
export interface OpenedDatabase {
  database: DatabaseSync;
  warning: string | undefined;
}

/** What SQLite keeps beside a file. */
const journals = ['-wal', '-shm', '-journal'];

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The file cannot be used now, and may be later: a full disk, no permission. Anything else is damage. */
export const isPassing = (error: unknown): boolean =>
  /unable to open|readonly|read-only|disk I\/O|is full|locked|busy|permission|out of memory|EACCES|EPERM|EROFS|ENOSPC|EDQUOT|EIO|EMFILE|ENFILE|ENOMEM/i.test(
    messageOf(error),
  );

/**
 * Opens a database file, made when it is missing (mode 0600), and brings it to the present format.
 *
 * A file that is damaged, or written by a later version, is kept beside it under another name, and a new one begun.
 * @param now epoch milliseconds, for that name
 * @throws the system's or SQLite's error when the file cannot be used now; it is as it was, or missing if it was that
 */
export function openDatabaseFile(
  path: string,
  format: DatabaseFormat,
  now: number,
  open: OpenDatabase = (file) => new DatabaseSync(file),
): OpenedDatabase {
  try {
    return { database: openWhole(path, format, open), warning: undefined };
  } catch (error) {
    if (isPassing(error)) throw error;
    const kept = setDatabaseAside(path, now);
    const told = `${format.holds} could not be read (${messageOf(error)}). It was kept as ${kept} in the data folder`;
    return { database: beginAnew(path, format, open, told), warning: `${told}, and a new one was begun.` };
  }
}

/** What was set aside is told also when no new one can be begun: nobody looks at it a second time. */
function beginAnew(path: string, format: DatabaseFormat, open: OpenDatabase, told: string): DatabaseSync {
  try {
    return openWhole(path, format, open);
  } catch (error) {
    throw new Error(`${messageOf(error)}. ${told}`, { cause: error });
  }
}

/**
 * What SQLite itself would not tell: it waits for a pipe, makes a file where a link leads to, and takes an empty file for a new
 * one, of which it then removes the journal, although that may hold all that was committed.
 * @returns whether there is a file
 */
function assertPlausible(path: string): boolean {
  if (isDanglingLink(path)) throw new Error('unable to open it: it is a link to a file that is missing');
  const state = statSync(path, { throwIfNoEntry: false });
  const kind = state && oddKind(state);
  if (kind !== undefined) throw new Error(`it is ${kind}, not a file`);
  if (state?.size === 0) throw new Error('the file is empty');
  const hasJournal = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  if (!state && hasJournal) throw new Error('the file is missing, but not its journal');
  return state !== undefined;
}

/** Opens it; one that was not there and cannot be written whole leaves nothing behind, since the next look would call that damage. */
function openWhole(path: string, format: DatabaseFormat, open: OpenDatabase): DatabaseSync {
  const wasThere = assertPlausible(path);
  try {
    closeSync(openSync(path, 'a', 0o600)); // SQLite would make it readable for others
    return migrated(path, format, open);
  } catch (error) {
    if (!wasThere) for (const ending of ['', ...journals]) rmSync(`${path}${ending}`, { force: true });
    throw error;
  }
}

function migrated(path: string, format: DatabaseFormat, open: OpenDatabase): DatabaseSync {
  const database = open(path);
  try {
    const version = numberOf(database, 'PRAGMA user_version');
    if (version > format.migrations.length) {
      throw new Error(`it has format ${version}, and this version reads up to ${format.migrations.length}`);
    }
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${format.synchronous}`);
    database.exec('PRAGMA journal_size_limit = 4194304');
    for (const [index, step] of format.migrations.entries()) {
      if (index < version) continue;
      inTransaction(database, () => {
        database.exec(step);
        database.exec(`PRAGMA user_version = ${index + 1}`);
      });
    }
    database.prepare(format.probe).get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The only number that a statement gives; 0 for none. */
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

/**
 * {@link inTransaction} in a database with `synchronous = FULL`, but without waiting for the disk: a kill of this process loses
 * nothing, a power cut may take it unless a later transaction was waited for.
 */
export function inUnsyncedTransaction<T>(database: DatabaseSync, action: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    return inTransaction(database, action);
  } finally {
    database.exec('PRAGMA synchronous = FULL');
  }
}

/**
 * Writes what an open database holds to a file of its own name, whole or not at all: its file was removed, or another one stands in
 * its place, which is replaced. The database goes on with the former file, and is to be closed before the new one is opened.
 * @throws the system's or SQLite's error
 */
export function writeDatabaseAnew(database: DatabaseSync, path: string): void {
  replaceFileBy(path, (_handle, temporary) => {
    database.prepare('VACUUM INTO ?').run(temporary);
    // SQLite would write the former journal's pages into the new file.
    for (const ending of journals) rmSync(`${path}${ending}`, { force: true });
  });
}

/** Renames a database file and its journals. @returns the new name, such as `history.damaged-2026-01-15T12-00-00.sqlite` */
export const setDatabaseAside = (path: string, now: number): string => setAside(path, now, journals);

/** The journals that SQLite keeps beside an open database, by their paths: which files they are. */
export const journalsOf = (path: string): ReadonlyMap<string, string> =>
  new Map(['-wal', '-shm'].map((ending) => [`${path}${ending}`, fileIdentity(`${path}${ending}`)]));

/**
 * {@link setDatabaseAside} for what somebody has put in the place of an open database. The journals of that database, which needs their
 * names no more, do not go with it: SQLite would write their pages into it.
 * @param own {@link journalsOf} the open database
 */
export function setOtherAside(path: string, own: ReadonlyMap<string, string>, now: number): string {
  for (const [journal, identity] of own) if (fileIdentity(journal) === identity) rmSync(journal, { force: true });
  return setDatabaseAside(path, now);
}
