import { constants, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** L-3: the originator id of NBWSS in NetBackup's unified logging. */
export const originatorId = 485;

/** `485-nbwss-YYYY-MM-DD.log`, from the second file of a day on `485-nbwss-YYYY-MM-DD.2.log`. */
export function logFileName(time: number | Date | null, index?: number): string {
  const day = new Date(time ?? Date.now()).toISOString().slice(0, 10);
  return `${originatorId}-nbwss-${day}${index && index > 1 ? `.${index}` : ''}.log`;
}

const logFile = new RegExp(`^${originatorId}-nbwss-(\\d{4}-\\d\\d-\\d\\d)(?:\\.(\\d+))?\\.log$`);

/** Orders names of the log's files, the oldest first; any other name comes before them. */
export function compareLogFiles(a: string, b: string): number {
  const [, dayA = '', indexA = '1'] = logFile.exec(a) ?? [];
  const [, dayB = '', indexB = '1'] = logFile.exec(b) ?? [];
  return dayA.localeCompare(dayB) || Number(indexA) - Number(indexB);
}

/** The names of the log's files in `folder`, oldest first, also those that earlier processes wrote. @throws the system's error */
export const logFileNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => logFile.test(name))
    .sort(compareLogFiles);

/** A link is not followed, as it may lead to a file with secrets, and a pipe is not waited for. Windows has neither flag. */
export const logFileFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A file of the log at one moment. */
export interface LogFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** The files of the log as they are now, oldest first, and why some of them cannot be read. */
export interface LogFolder {
  readonly files: readonly LogFile[];
  readonly problems: readonly string[];
}

/** Looks at the folder of the log, at once and without waiting. What is wrong with it is told, and never thrown. */
export function lookAtLogFolder(folder: string): LogFolder {
  const files: LogFile[] = [];
  const problems: string[] = [];
  for (const name of namesOr(problems, folder)) {
    try {
      const stat = lstatSync(join(folder, name), { throwIfNoEntry: false }); // removed since: nothing is wrong with that
      if (stat?.isFile()) files.push({ name, size: stat.size });
      else if (stat) problems.push(`${name} is not a file.`);
    } catch (error) {
      problems.push(`${name} cannot be read (${codeOf(error)}).`);
    }
  }
  return { files, problems };
}

function namesOr(problems: string[], folder: string): string[] {
  try {
    return logFileNames(folder);
  } catch (error) {
    problems.push(`${folder} cannot be read (${codeOf(error)}).`);
    return [];
  }
}

/** Such as `EACCES`. */
export const codeOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
