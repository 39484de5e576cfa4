import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

/** L-3: the originator id of NBWSS in NetBackup's unified logging. */
const originatorId = 485;
const maxFiles = 14;

/** What one line of the log says. Never hand it a token, an Authorization or a body (decision 43). */
export interface LogFields {
  endpoint?: string;
  group?: string;
  detail?: string;
}

/** From the fewest lines to the most: a level also has the lines of those before it. */
const levels = ['error', 'warn', 'info', 'debug'] as const;

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

/** `485-nbwss-YYYY-MM-DD.log`, from the second file of a day on `485-nbwss-YYYY-MM-DD.2.log`. */
function fileName(time: number | Date | null, index?: number): string {
  const day = new Date(time ?? Date.now()).toISOString().slice(0, 10);
  return `${originatorId}-nbwss-${day}${index && index > 1 ? `.${index}` : ''}.log`;
}

const logFile = new RegExp(`^${originatorId}-nbwss-(\\d{4}-\\d\\d-\\d\\d)(?:\\.(\\d+))?\\.log$`);

/** Leaves the youngest files of the log, also those that earlier processes wrote. */
function removeOldFiles(folder: string): void {
  const files = readdirSync(folder).flatMap((name) => {
    const [, day, index = '1'] = logFile.exec(name) ?? [];
    return day === undefined ? [] : [{ name, day, index: Number(index) }];
  });
  files.sort((a, b) => a.day.localeCompare(b.day) || a.index - b.index);
  for (const { name } of files.slice(0, -maxFiles)) rmSync(join(folder, name), { force: true });
}

/** The files of the log, one after the other. A disk that was full ends a stream for good, so the next line opens a new one. */
class LogFiles {
  readonly #folder: string;
  readonly #failed: (error: Error) => void;
  #stream: RotatingFileStream | undefined;

  constructor(folder: string, failed: (error: Error) => void) {
    this.#folder = folder;
    this.#failed = failed;
    this.#stream = this.#open();
  }

  write(line: string): void {
    this.#stream ??= this.#open();
    this.#stream.write(line);
  }

  /** Resolves when everything has been handed to the file, or cannot be. */
  close(): Promise<void> {
    const stream = this.#stream;
    if (!stream || stream.destroyed) return Promise.resolve();
    return new Promise((done) => {
      stream.once('close', done);
      stream.end();
    });
  }

  #open(): RotatingFileStream {
    const stream = createStream(fileName, {
      path: this.#folder,
      size: '20M',
      interval: '1d',
      intervalUTC: true,
      immutable: true,
      mode: 0o600,
    });
    stream.on('open', () => {
      try {
        removeOldFiles(this.#folder);
      } catch (error) {
        this.#failed(error as Error);
      }
    });
    stream.on('warning', this.#failed);
    stream.on('error', (error) => {
      if (this.#stream === stream) this.#stream = undefined;
      this.#failed(error);
    });
    return stream;
  }
}

/**
 * L-1, L-3: opens the log in `folder`: one JSON object a line, rotated by day and 20 MiB, 14 files kept.
 * @param failed called with what went wrong when the log itself cannot be written
 * @param level value of `NBWSS_LOG_LEVEL`: `error`, `warn`, `info` or `debug`; another one means `info` and is warned of
 */
export function openLog(folder: string, failed: (error: Error) => void, level: string = 'info'): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new LogFiles(folder, failed);
  const known = levels.find((one) => one === level.trim().toLowerCase());
  const logger = pino(
    {
      level: known ?? 'info',
      base: { oid: originatorId },
      messageKey: 'event',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    files,
  );
  if (!known)
    logger.warn({ detail: `NBWSS_LOG_LEVEL is none of ${levels.join(', ')}: info is used` }, 'log level not valid');
  return {
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
