import { createHash } from 'node:crypto';
import { lstatSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../durable-file.ts';
import { NotPlainFileError, readPlainFile } from '../plain-file.ts';
import { setAside } from '../set-aside.ts';

/** A file that only this process writes while it runs, but that somebody may put another one in the place of. */
export class OwnFile {
  readonly path: string;
  readonly #maxBytes: number;
  readonly #now: () => number;
  /** What stands there since it was read or written: state and digest. */
  #known: { state: string; digest: string } | undefined;

  /**
   * @param maxBytes a larger file is not ours
   * @param now epoch milliseconds, for the name of what is set aside
   */
  constructor(path: string, maxBytes: number, now: () => number) {
    this.path = path;
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  /** @throws NotPlainFileError, or the system's error */
  read(): Buffer {
    return readPlainFile(this.path, this.#maxBytes);
  }

  /** What stands there now is ours. */
  remember(contents: string | Uint8Array): void {
    this.#known = { state: stateOf(this.path) ?? '', digest: digestOf(contents) };
  }

  /**
   * Replaces it, and remembers that.
   * @param isToBeKept by default what somebody else has put in its place since
   * @returns the name under which the former file was kept; `undefined` when it was not to be
   * @throws the system's error; then all is as it was
   */
  replace(contents: string | Uint8Array, isToBeKept = this.#isForeign()): string | undefined {
    const kept = isToBeKept ? setAside(this.path, this.#now()) : undefined;
    try {
      replaceFile(this.path, contents);
    } catch (error) {
      if (kept !== undefined) renameSync(join(dirname(this.path), kept), this.path);
      throw error;
    }
    this.remember(contents);
    return kept;
  }

  #isForeign(): boolean {
    const state = stateOf(this.path);
    if (state === undefined || state === this.#known?.state) return false;
    if (lstatSync(this.path).isDirectory()) return false; // refused by the write itself, and nothing is lost
    try {
      return !lstatSync(this.path).isFile() || digestOf(this.read()) !== this.#known?.digest;
    } catch (error) {
      if (error instanceof NotPlainFileError) return true;
      throw error;
    }
  }
}

/** What changes when the file does; `undefined` when there is none. */
function stateOf(file: string): string | undefined {
  const state = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return state && [state.ino, state.size, state.mtimeNs].join(' ');
}

const digestOf = (contents: string | Uint8Array) => createHash('sha256').update(contents).digest('hex');
