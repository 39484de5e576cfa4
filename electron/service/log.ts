import { mkdirSync } from 'node:fs';
import { pino } from 'pino';
import { type LogLevel, logLevels } from '../../shared/log-level.ts';
import { type LogClock, LogFiles } from './log/log-files.ts';
import { originatorId } from './log/log-names.ts';

/** What one line of the log says. Never hand it a token, an Authorization or a body (decision 43). */
export interface LogFields {
  endpoint?: string;
  group?: string;
  detail?: string;
}

/** L-2: messages on adding credentials and on the talk with cloud applications. */
export interface Log {
  /** What happens all the time and matters only to who looks for a fault. */
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** `error` is told by name and message only: a stack goes to `detail`. */
  error(event: string, fields?: LogFields, error?: unknown): void;
  /** Resolves when everything has been handed to the file. */
  close(): Promise<void>;
}

/** A log that is written to files. */
export interface OpenedLog extends Log {
  /** The level in force. */
  readonly level: LogLevel;
  readonly files: LogFiles;
}

/** The time as each line has it. Many lines come in the same millisecond, and to write a time costs as much as the rest of one. */
function timestamps(): () => string {
  let written = { at: Number.NaN, text: '' };
  return () => {
    const at = Date.now();
    if (at !== written.at) written = { at, text: `,"time":"${new Date(at).toISOString()}"` };
    return written.text;
  };
}

/**
 * L-1, L-3: opens the log in `folder`: one JSON object a line, rotated by day and 20 MiB, 14 files kept.
 * @param failed called with what went wrong when the log itself cannot be written
 * @param level value of `NBWSS_LOG_LEVEL`: `error`, `warn`, `info` or `debug`; another one means `info` and is warned of
 */
export function openLog(
  folder: string,
  clock: LogClock,
  failed: (error: Error) => void,
  level: string = 'info',
): OpenedLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new LogFiles(folder, clock, failed, (file) =>
    logger.warn({ detail: `${file} was removed or replaced while the service ran` }, 'log file begun anew'),
  );
  const known = logLevels.find((one) => one === level.trim().toLowerCase());
  const logger = pino(
    {
      level: known ?? 'info',
      base: { oid: originatorId },
      messageKey: 'event',
      timestamp: timestamps(),
      formatters: { level: (label) => ({ level: label }) },
    },
    files,
  );
  if (!known)
    logger.warn({ detail: `NBWSS_LOG_LEVEL is none of ${logLevels.join(', ')}: info is used` }, 'log level not valid');
  return {
    level: known ?? 'info',
    files,
    debug: (event, fields = {}) => logger.debug(fields, event),
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error(event, fields = {}, error) {
      const found =
        error instanceof Error ? (error.stack ?? String(error)) : error === undefined ? undefined : String(error);
      const detail = [fields.detail, found].filter((part) => part !== undefined).join(': ');
      logger.error(detail === '' ? fields : { ...fields, detail }, event);
    },
    close: () => files.close(),
  };
}
