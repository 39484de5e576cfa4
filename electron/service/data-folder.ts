import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataFolderError } from './data-folder-error.ts';
import { removeHalfWritten } from './durable-file.ts';
import { type FolderLock, type Holder, takeFolderLock } from './folder-lock.ts';
import { isOpenToOthers } from './open-to-others.ts';

/** A data folder that this process holds: its paths, and the release of its lock. */
export interface DataFolder {
  readonly path: string;
  readonly trustStore: string;
  readonly properties: string;
  readonly vaultKey: string;
  readonly logs: string;
  /** What had to be said when it was opened. */
  readonly warnings: readonly string[];
  /** Why nothing may be written there, although this process holds it: it is gone, another one is in its place, or it cannot be reached. */
  problem(): string | undefined;
  /** Whether files can be written there. */
  isUsable(): boolean;
  /** Lets another process have the folder. */
  release(): void;
}

/** Where Electron keeps `userData` of an app with this name: the headless host's default is the desktop app's folder. */
export function defaultDataFolder(appName: string, platform = process.platform, env = process.env): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), appName);
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', appName);
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), appName);
}

/** A folder that was there before may be open to others. */
function tighten(path: string): void {
  if (isOpenToOthers(statSync(path))) chmodSync(path, 0o700);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false; // whatever the reason, such as a file system that is read-only now
  }
}

/** With the folders above it. Node's own `recursive` never returns where the system makes none beneath one that is there, as in /proc. */
function makeFolder(path: string): void {
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST' && statSync(path).isDirectory();
    if (!isThere) throw error;
  }
}

/**
 * Makes the folder (mode 0700) when it is missing and takes its lock, so that one process at a time holds it.
 * @throws DataFolderError not writable, or held by another process (with its pid)
 */
export function openDataFolder(
  path: string,
  { host = 'headless', now = Date.now() }: Partial<Holder> = {},
): DataFolder {
  try {
    makeFolder(path);
    tighten(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    makeFolder(join(path, 'truststore'));
  } catch (error) {
    throw new DataFolderError(`The data folder ${path} is not writable (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  const lock = takeFolderLock(path, { host, now });
  try {
    for (const folder of [path, join(path, 'truststore')]) removeHalfWritten(folder);
  } catch (error) {
    lock.release();
    throw new DataFolderError(`The data folder ${path} is not writable (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  return {
    path,
    trustStore: join(path, 'truststore'),
    properties: join(path, 'nbwss.properties'),
    vaultKey: join(path, 'vault.key'),
    logs: join(path, 'logs', 'nbwebservice'),
    warnings: lock.warnings,
    problem: () => problemOf(path, lock.whereabouts()),
    isUsable: () => lock.whereabouts() === 'there' && isWritable(path),
    release: () => lock.release(),
  };
}

function problemOf(path: string, lock: ReturnType<FolderLock['whereabouts']>): string | undefined {
  if (lock === 'there') return undefined;
  if (lock !== 'gone')
    return `The data folder ${path} cannot be reached (${lock.code}): nothing can be saved until it can. Connections go on.`;
  return `The data folder ${path} was removed or replaced while the service runs: nothing can be saved. Put it back, or restart.`;
}
