import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Why a data folder cannot be used; the message is one line for a person. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

/** A data folder that this process holds: its paths, and the release of its lock. */
export interface DataFolder {
  readonly path: string;
  readonly trustStore: string;
  readonly properties: string;
  readonly vaultKey: string;
  readonly logs: string;
  /** Lets another process have the folder. */
  release(): void;
}

/** Where Electron keeps `userData` of an app with this name: the headless host's default is the desktop app's folder. */
export function defaultDataFolder(appName: string, platform = process.platform, env = process.env): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), appName);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', appName);
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), appName);
}

/** A folder that was there before may be open to others, and Windows has no such mode. */
function tighten(path: string): void {
  if (process.platform !== 'win32' && statSync(path).mode & 0o077) chmodSync(path, 0o700);
}

/**
 * Makes the folder (mode 0700) when it is missing and takes its lock, so that one process at a time holds it.
 *
 * The lock is SQLite's own on the file `lock`: the system releases it when the process ends, however it ends, so a kill
 * leaves nothing behind that a person would have to remove. The holder's pid stands in the file's header.
 * @throws DataFolderError not writable, or held by another process (with its pid)
 */
export function openDataFolder(path: string): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    tighten(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    mkdirSync(join(path, 'truststore'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DataFolderError(`The data folder ${path} is not writable (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  const realPath = realpathSync(path);
  if (heldHere.has(realPath)) throw inUse(path, process.pid);
  const lock = takeLock(join(path, 'lock'), path);
  heldHere.add(realPath);
  return {
    path,
    trustStore: join(path, 'truststore'),
    properties: join(path, 'nbwss.properties'),
    vaultKey: join(path, 'vault.key'),
    logs: join(path, 'logs', 'nbwebservice'),
    release() {
      heldHere.delete(realPath);
      lock.close();
    },
  };
}

/** Folders that this process holds: reading their lock file once more would release the system's lock on it. */
const heldHere = new Set<string>();

const inUse = (folder: string, pid: number | string, options?: ErrorOptions) =>
  new DataFolderError(`The data folder ${folder} is in use by another process (pid ${pid})`, options);

function takeLock(file: string, folder: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file);
    lock.exec('PRAGMA locking_mode = EXCLUSIVE');
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec(`PRAGMA user_version = ${process.pid}`);
    return lock;
  } catch (error) {
    lock?.close();
    if (!/locked|busy/i.test(String((error as Error).message))) {
      throw new DataFolderError(`The lock of the data folder ${folder} cannot be taken: ${(error as Error).message}`, {
        cause: error,
      });
    }
    throw inUse(folder, holder(file), { cause: error });
  }
}

/** The pid in the header of the lock file: SQLite's user version, a big-endian number at byte 60. */
function holder(file: string): string {
  const header = Buffer.alloc(4);
  const handle = openSync(file, 'r');
  try {
    return readSync(handle, header, 0, 4, 60) === 4 ? String(header.readUInt32BE(0)) : 'unknown';
  } finally {
    closeSync(handle);
  }
}
