import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TakenFiles } from '../../shared/desktop.ts';
import { maxDetailsBytes } from '../../shared/endpoint-details-size.ts';

/** What endpoint files of the desktop end with. */
const suffix = '.nbwss.json';
/** So many at once: each of them has to be looked at. */
const maxFiles = 100;

/** The arguments that are endpoint files: paths or `file:` URLs, as desktops give them. Nothing that looks like an option is one. */
export function filesAmong(args: readonly string[], folder: string): string[] {
  return args
    .filter((arg) => arg.toLowerCase().endsWith(suffix) && !arg.startsWith('-') && !arg.includes('\0'))
    .map((arg) => (isUrl(arg) ? arg : resolve(folder, arg)));
}

const isUrl = (text: string) => /^[a-z][a-z0-9+.-]+:\/\//i.test(text);

/** Endpoint files that the app was started with, or given while it runs: they wait until the window takes them. */
export class GivenFiles {
  #waiting: string[] = [];

  get count(): number {
    return this.#waiting.length;
  }

  add(paths: readonly string[]): void {
    this.#waiting.push(...paths);
  }

  /** Reads them now, so that a file that was changed in between is the one that is shown. What cannot be imported is told in words. */
  take(): TakenFiles {
    const paths = [...new Set(this.#waiting)];
    this.#waiting = [];
    if (paths.length > maxFiles)
      return { files: [], refused: [`${paths.length} files were opened at once. At most ${maxFiles} are imported.`] };
    const taken: TakenFiles = { files: [], refused: [] };
    for (const path of paths) {
      const name = basename(path).slice(-255);
      try {
        taken.files.push({ name, contents: readSmallFile(path).toString('base64') });
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        taken.refused.push(`${name}: ${error instanceof NotImportable ? message : `it cannot be read (${code})`}.`);
      }
    }
    return taken;
  }
}

class NotImportable extends Error {}

/** A regular file of at most 1 MiB; a pipe or a device is not waited for. */
function readSmallFile(path: string): Buffer {
  const handle = openSync(pathOf(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0));
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw new NotImportable('it is not a file');
    const contents = Buffer.alloc(maxDetailsBytes + 1);
    const length = readSync(handle, contents, 0, contents.length, 0);
    if (length > maxDetailsBytes) throw new NotImportable('it is larger than 1 MiB');
    return contents.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

function pathOf(given: string): string {
  if (!isUrl(given)) return given;
  try {
    return fileURLToPath(given);
  } catch {
    throw new NotImportable('it is not a file of this computer');
  }
}
