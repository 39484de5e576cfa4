import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';

/**
 * Looks whether results can be written to a file, before time is spent on them. It stays as it is until there are results: what it
 * holds, or that there is none.
 * @returns the system's code when it cannot be written, such as `ENOENT`
 */
export function resultFileProblem(file: string): string | undefined {
  try {
    const isNew = !existsSync(file);
    closeSync(openSync(file, 'a'));
    if (isNew) rmSync(file);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** Whether two names are of one file, which writing to the one would take from the other. */
export function isSameFile(one: string, other: string): boolean {
  const [first, second] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}
