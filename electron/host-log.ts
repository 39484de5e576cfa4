import type { Clock } from './service/clock.ts';
import type { DataFolder } from './service/data-folder.ts';
import { DataFolderError } from './service/data-folder-error.ts';
import { type OpenedLog, openLog } from './service/log.ts';

/**
 * Opens the log of a data folder.
 * @param level `NBWSS_LOG_LEVEL`, as it was given
 * @throws DataFolderError when its folder cannot be used
 */
export function openHostLog(
  { logs }: DataFolder,
  clock: Clock,
  level: string | undefined,
  report: (line: string) => void,
): OpenedLog {
  try {
    return openLog(
      logs,
      clock,
      (error) => report(`The log cannot be written: ${error.message}`),
      level || undefined, // set to nothing is as not set
    );
  } catch (error) {
    throw new DataFolderError(`The log folder ${logs} cannot be used (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
}
