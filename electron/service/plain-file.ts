import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs';

/** There is something under the name of a file of ours, but no file that could be ours. The message says what. */
export class NotPlainFileError extends Error {
  override readonly name = 'NotPlainFileError';
}

/** What stands there instead of a file, such as `a directory`; `undefined` for a file. */
export function oddKind(state: Stats): string | undefined {
  if (state.isFile()) return undefined;
  if (state.isDirectory()) return 'a directory';
  if (state.isSymbolicLink()) return 'a link';
  return state.isFIFO() ? 'a pipe' : 'a device or a socket';
}

/** Whether the name is that of a link whose target is missing: a volume that is not mounted, for example. */
export function isDanglingLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink() && statSync(file, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false; // missing, or what else is wrong with it: who opens it is told
  }
}

/**
 * Reads a file of ours whole. A pipe would be waited for, and a huge file read, while everything else waits: both are refused
 * before a byte is read.
 * @throws NotPlainFileError, or the system's error
 */
export function readPlainFile(file: string, maxBytes: number): Buffer {
  const state = statSync(file);
  const kind = oddKind(state);
  if (kind !== undefined) throw new NotPlainFileError(`it is ${kind}, not a file`);
  if (state.size > maxBytes) throw new NotPlainFileError(`it is larger than ${Math.floor(maxBytes / 1024)} KiB`);
  return readFileSync(file);
}

/** Which file stands under a name, links followed: `none` when none does, `unknown` when that cannot be told. Never throws. */
export function fileIdentity(file: string): string {
  try {
    const state = statSync(file, { throwIfNoEntry: false });
    return state ? `${state.dev} ${state.ino}` : 'none';
  } catch {
    return 'unknown'; // no permission, a disk that does not answer: it may well be there
  }
}

/** Whether another file or none stands under the name than the one of this {@link fileIdentity}; false while that cannot be told. */
export function isReplaced(file: string, identity: string): boolean {
  const now = fileIdentity(file);
  return now !== 'unknown' && identity !== 'unknown' && now !== identity;
}
