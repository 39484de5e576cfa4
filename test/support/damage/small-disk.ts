import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../temp-folder.ts';

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });

/** A file system in memory that takes the place of a folder; only root can make one. */
export class SmallDisk {
  #folder = '';
  readonly #aside = join(tempFolder(), 'aside');

  /** What is in the folder is in the file system then. */
  mountOn(folder: string, ...options: string[]): void {
    cpSync(folder, this.#aside, { recursive: true });
    run('mount', '-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', folder);
    this.#folder = folder;
    cpSync(this.#aside, folder, { recursive: true });
    if (options.length > 0) run('mount', '-o', ['remount', ...options].join(','), folder);
  }

  get #filling(): string {
    return join(this.#folder, 'filling');
  }

  /** Not a byte is free. */
  fill(): void {
    mkdirSync(this.#folder, { recursive: true });
    for (let size = 1024 * 1024; size >= 512; ) {
      try {
        appendFileSync(this.#filling, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        size /= 2;
      }
    }
  }

  free(): void {
    rmSync(this.#filling);
  }

  /** What lay on it is gone; what is below it comes forth again. A process that still uses it keeps it. */
  close(): void {
    if (this.#folder !== '') run('umount', '-l', this.#folder);
    this.#folder = '';
  }
}
