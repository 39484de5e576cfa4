import { type ParseArgsConfig, parseArgs } from 'node:util';
import { resultFileProblem } from '../../electron/result-file.ts';

/** Tells in one line what is wrong with a call, and how it is called, and ends this process with 2: 1 means that something was found. */
export function refuseCall(complaint: string, usage?: string): never {
  console.error(usage === undefined ? complaint : `${complaint}: ${usage}`);
  process.exit(2);
}

/** The options of this process's command line; {@link refuseCall} where it says something else. */
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
 * {@link refuseCall} where results cannot be written to where they are wanted.
 * @param files option → path; one that is `undefined` is not wanted
 */
export function refuseUnwritable(files: Readonly<Record<string, string | undefined>>, usage: string): void {
  for (const [option, file] of Object.entries(files)) {
    const problem = file === undefined ? undefined : resultFileProblem(file);
    if (problem !== undefined) refuseCall(`${option} ${file} cannot be written (${problem})`, usage);
  }
}
