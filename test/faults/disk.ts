import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** The service polls only while 256 MiB are free (decision 24). */
const size = '400M';

/** The disk of the data folder, which can be full. */
export interface Disk {
  /** Where the data folder may lie. */
  readonly folder: string;
  /** How a full disk is made; `undefined` where it cannot be. */
  readonly means: string | undefined;
  /** @param kind `full`: not a byte is free. `short`: less than the service wants for polling. */
  fill(kind: 'full' | 'short'): void;
  free(): void;
  /** Lets go of it; what lay on a disk of its own is gone. */
  close(): void;
}

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });

/**
 * As root on Linux a small ext4 file system of its own, mounted in the folder: writing it takes the time of a real disk, and it
 * can be filled to the last byte. Elsewhere the folder itself, and no full disk.
 */
export function openDisk(folder: string): Disk {
  const mountPoint = join(folder, 'disk');
  const image = join(folder, 'disk.ext4');
  mkdirSync(mountPoint);
  try {
    run('truncate', '-s', size, image);
    run('mkfs.ext4', '-q', '-m', '0', image);
    run('mount', '-o', 'loop', image, mountPoint);
  } catch {
    rmSync(image, { force: true }); // not root, or a system without these tools
    return {
      folder: mountPoint,
      means: undefined,
      fill: () => undefined,
      free: () => undefined,
      close: () => undefined,
    };
  }
  const filling = join(mountPoint, 'filling');
  return {
    folder: mountPoint,
    means: 'a small ext4 file system',
    fill(kind) {
      const free = freeBytes(mountPoint);
      run('fallocate', '-l', String(kind === 'short' ? free - shortBytes : free - lastBytes), filling);
      if (kind === 'full') takeTheRest(filling);
    },
    free: () => rmSync(filling, { force: true }),
    close() {
      run('umount', mountPoint);
      rmSync(image);
    },
  };
}

const shortBytes = 128 * 1024 * 1024;
const lastBytes = 1024 * 1024;

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Its own file system keeps some blocks for its tables, so only a write that fails tells that it is full. */
function takeTheRest(file: string): void {
  for (;;) {
    try {
      appendFileSync(file, Buffer.alloc(4096));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}
