import { closeSync, openSync } from 'node:fs';

/**
 * Looks whether results can be written to a file, before time is spent on them. One that is missing is made, empty; what it
 * holds stays until there are results.
 * @returns the system's code when it cannot be written, such as `ENOENT`
 */
export function resultFileProblem(file: string): string | undefined {
  try {
    closeSync(openSync(file, 'a'));
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}
