import { chmodSync, lstatSync, readdirSync, renameSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { syncFolder } from './durable-file.ts';

/** Part of the name of what was set aside. */
const asideMark = '.damaged-';

const isThere = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Renames what stands under the name of a file of ours, whatever it is, so that it is kept; and from then on for its owner only.
 * A link is renamed itself, and what it leads to is left alone.
 * @param now epoch milliseconds, for the new name
 * @param companions endings of files that belong to it, such as `-wal`
 * @returns the new name, such as `config.damaged-2026-01-15T12-00-00.json`
 */
export function setAside(path: string, now: number, companions: readonly string[] = []): string {
  const folder = dirname(path);
  const name = freeName(path, now);
  for (const ending of [...companions, '']) {
    const file = `${path}${ending}`;
    if (!isThere(file)) continue;
    const kept = join(folder, `${name}${ending}`);
    renameSync(file, kept);
    if (process.platform !== 'win32' && lstatSync(kept).isFile()) chmodSync(kept, 0o600);
  }
  syncFolder(folder);
  return name;
}

/** A name under which nothing is kept yet, also when the clock was set back. */
export function freeName(path: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const ending = extname(path);
  const stem = basename(path, ending);
  const name = (count: number) => `${stem}${asideMark}${stamp}${count > 1 ? `.${count}` : ''}${ending}`;
  let count = 1;
  while (isThere(join(dirname(path), name(count)))) count++;
  return name(count);
}

/** How many files are named in one warning. */
const maxNamed = 5;

/** What a data folder still keeps of damaged files, as a sentence; `undefined` when there is none. */
export function keptFilesWarning(folder: string): string | undefined {
  const kept = readdirSync(folder).filter((name) => name.includes(asideMark) && !/-(wal|shm|journal)$/.test(name));
  if (kept.length === 0) return undefined;
  const more = kept.length > maxNamed ? ` and ${kept.length - maxNamed} more` : '';
  return `The data folder keeps damaged files that were set aside before: ${kept.sort().slice(0, maxNamed).join(', ')}${more}. Move them elsewhere when they are of no use here any more.`;
}
