import { closeSync, openSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/** Tells what is wrong with a call, and how it is called, and ends this process with 2: 1 means that something was found. */
export function refuseCall(complaint: string, usage: string): never {
  console.error(`${complaint}\n${usage}`);
  process.exit(2);
}

/** The options of this process's command line, all as texts; {@link refuseCall} where it says something else. */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Options,
) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuseCall((error as Error).message.split(/\. |\n/)[0] ?? '', usage);
  }
}

/**
 * Looks whether results can be written where they are wanted, before hours are spent on them. A file that is missing is made,
 * empty; what one holds stays.
 * @param files option → path; one that is `undefined` is not wanted
 * @returns a complaint about the first that cannot be written
 */
export function unwritable(files: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const [option, file] of Object.entries(files)) {
    if (file === undefined) continue;
    try {
      closeSync(openSync(file, 'a'));
    } catch (error) {
      return `${option} ${file} cannot be written (${(error as NodeJS.ErrnoException).code})`;
    }
  }
  return undefined;
}
