import { copyFileSync, lstatSync, realpathSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { DataFolderError } from './data-folder-error.ts';
import { oddKind } from './plain-file.ts';
import { freeName } from './set-aside.ts';

/** Who holds a data folder. */
export interface Holder {
  host: 'desktop' | 'headless';
  /** When it was taken, epoch milliseconds. */
  now: number;
}

export interface FolderLock {
  /** What had to be said about its file. */
  readonly warnings: readonly string[];
  /** Whether the lock still stands in the folder; the system's code when it does not let us look (no permission, a bad disk). Never throws. */
  whereabouts(): 'there' | 'gone' | { code: string };
  release(): void;
}

const hostNames = { desktop: 'the desktop app', headless: 'the headless host' };

/** A lock file has 8 KiB; something larger is somebody's. */
const maxBytes = 64 * 1024;

/** Folders that this process holds: reading their lock file once more would release the system's lock on it. */
const heldHere = new Map<string, Holder>();

/**
 * Takes the lock of a data folder, so that one process at a time holds it.
 *
 * It is SQLite's own on the file `lock`: the system releases it when the process ends, however it ends, so a kill leaves
 * nothing behind that a person would have to remove, and a pid that another program has by now means nothing. Who holds it
 * stands in the file, for the message only.
 * @throws DataFolderError held by another process, with its pid, what it is and since when; or no file of ours
 */
export function takeFolderLock(folder: string, holder: Holder): FolderLock {
  const realPath = realpathSync(folder);
  const heldBy = heldHere.get(realPath);
  if (heldBy) throw inUse(folder, { pid: process.pid, host: heldBy.host, since: heldBy.now });
  const file = join(folder, 'lock');
  const { lock, warnings } = take(file, folder, holder);
  heldHere.set(realPath, holder);
  const own = inodeOf(file);
  return {
    warnings,
    whereabouts() {
      try {
        return inodeOf(file) === own ? 'there' : 'gone';
      } catch (error) {
        return { code: (error as NodeJS.ErrnoException).code ?? String(error) };
      }
    },
    release() {
      heldHere.delete(realPath);
      lock.close();
    },
  };
}

const inodeOf = (file: string) => lstatSync(file, { bigint: true, throwIfNoEntry: false })?.ino;

function take(file: string, folder: string, holder: Holder): { lock: DatabaseSync; warnings: string[] } {
  assertOurs(file, folder);
  try {
    return { lock: open(file, folder, holder), warnings: [] };
  } catch (error) {
    if (!/not a database|malformed/i.test(String((error as Error).message))) throw error;
  }
  const kept = empty(file, folder, holder.now);
  const warning = `The file lock in the data folder was damaged. It was kept as ${kept}, and a new one was begun.`;
  return { lock: open(file, folder, holder), warnings: [warning] };
}

/** SQLite would follow a link to a database of somebody else, and wait for a pipe. */
function assertOurs(file: string, folder: string): void {
  const state = lstatSync(file, { throwIfNoEntry: false });
  const kind = state && oddKind(state);
  if (kind !== undefined) throw notTaken(folder, `it is ${kind}, not a file`);
  if (state && state.size > maxBytes) throw notTaken(folder, `it is larger than ${maxBytes / 1024} KiB`);
}

const notTaken = (folder: string, why: string, options?: ErrorOptions) =>
  new DataFolderError(
    `The lock of the data folder ${folder} cannot be taken: ${why}. Remove ${join(folder, 'lock')} when no NBWSS Console runs on this folder`,
    options,
  );

/**
 * Emptied in its place, after a copy was made: a process that holds it at this moment goes on to hold it, since the system's
 * lock is on the file and not on what stands in it. Another file in its place would have a lock of its own.
 */
function empty(file: string, folder: string, now: number): string {
  try {
    const kept = freeName(file, now);
    copyFileSync(file, join(folder, kept));
    truncateSync(file);
    return kept;
  } catch (error) {
    throw notTaken(folder, (error as Error).message, { cause: error });
  }
}

function open(file: string, folder: string, { host, now }: Holder): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file);
    lock.exec('PRAGMA locking_mode = EXCLUSIVE');
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    const foreign = lock.prepare("SELECT name FROM sqlite_master WHERE name <> 'holder'").get();
    if (foreign) throw new Error('it is the database of another program');
    lock.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER, host TEXT, since INTEGER)');
    lock.exec('DELETE FROM holder');
    lock.prepare('INSERT INTO holder VALUES (?, ?, ?)').run(process.pid, host, now);
    lock.exec('COMMIT');
    return lock;
  } catch (error) {
    lock?.close();
    const { message } = error as Error;
    if (/locked|busy/i.test(message)) throw inUse(folder, holderOf(file), { cause: error });
    if (/not a database|malformed/i.test(message)) throw error;
    throw notTaken(folder, message, { cause: error });
  }
}

interface KnownHolder {
  pid: number;
  host: Holder['host'];
  since: number;
}

function inUse(folder: string, holder: KnownHolder | undefined, options?: ErrorOptions): DataFolderError {
  const by = holder
    ? `${hostNames[holder.host]} (pid ${holder.pid}, since ${new Date(holder.since).toISOString().slice(0, 19)}Z)`
    : 'another process (its lock does not say which)';
  return new DataFolderError(`The data folder ${folder} is in use by ${by}`, options);
}

/** Read without a lock; `undefined` when it is just being written, or was taken by a version that wrote less. */
function holderOf(file: string): KnownHolder | undefined {
  const address = pathToFileURL(file);
  address.search = '?immutable=1';
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(address, { readOnly: true });
    const { pid, host, since } = lock.prepare('SELECT pid, host, since FROM holder').get() ?? {};
    if (typeof pid !== 'number' || typeof since !== 'number') return undefined;
    return { pid, host: host === 'desktop' ? 'desktop' : 'headless', since };
  } catch {
    return undefined; // the message goes without it
  } finally {
    lock?.close();
  }
}
