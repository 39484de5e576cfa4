import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Replaces a file so that after a crash, a power cut or a full disk either the old or the new one is there, whole: written
 * beside it, synced, renamed. For its owner only.
 *
 * Not by a library, because those at hand take a short write for a whole one: on a disk that is almost full they put a cut
 * file in the place of the good one. `writeFileSync` on a descriptor writes on until all is written, or throws ENOSPC.
 *
 * A file that was made read-only is not replaced. A missing folder is made, but not the one that it lies in: when that is gone,
 * a disk was taken away, and what was written in its place would be lost when it comes back.
 * @throws the system's error; the old file is as it was
 */
export function replaceFile(file: string, contents: string | Uint8Array): void {
  replaceFileBy(file, (handle) => writeFileSync(handle, contents));
}

/**
 * {@link replaceFile} by what `write` writes.
 * @param write given the open, empty file beside the old one, and its path
 */
export function replaceFileBy(file: string, write: (handle: number, path: string) => void): void {
  const folder = dirname(file);
  // A name of its own length: that of the file may be as long as the file system allows.
  const temporary = join(folder, `.${process.pid}.new`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    if (existsSync(file)) accessSync(file, constants.W_OK);
    const handle = openSync(temporary, 'w', 0o600);
    try {
      write(handle, temporary);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(folder);
}

/** Removes what {@link replaceFile} has left behind in a folder when its process was killed. Only while no other one writes there. */
export function removeHalfWritten(folder: string): void {
  for (const name of readdirSync(folder))
    if (/^\.\d+\.new$/.test(name)) rmSync(join(folder, name), { recursive: true });
}

/** A rename lasts only when the folder is synced; Windows knows no such thing. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
