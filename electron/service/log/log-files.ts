import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { Clock, Timer } from '../clock.ts';
import { logFileName, logFileNames } from './log-names.ts';

const maxFiles = 14;
/** Characters that are handed to a file at once, or one line: it looks at its size between them only. */
const maxTextLength = 64 * 1024;
/**
 * Milliseconds between two writes. Each costs calls of the system and a turn of another thread, which is more than all the rest of
 * a line. The first line after a while goes at once.
 */
const pauseBetweenWrites = 20;

/** Who follows the log. Must not throw: what it is told is being logged. */
export interface LogListener {
  /** A line as it is handed to the file, with its line break. */
  wrote(line: string): void;
  /** {@link LogFiles.file} or {@link LogFiles.problem} has changed. */
  changed(): void;
}

/** Leaves the youngest files of the log, also those that earlier processes wrote. */
function removeOldFiles(folder: string): void {
  for (const name of logFileNames(folder).slice(0, -maxFiles)) rmSync(join(folder, name), { force: true });
}

/** L-1: the files of the log, one after the other. A disk that was full ends a stream for good, so the next line opens a new one. */
export class LogFiles {
  readonly folder: string;
  readonly #clock: Pick<Clock, 'setTimeout'>;
  readonly #failed: (error: Error) => void;
  readonly #listeners = new Set<LogListener>();
  #stream: RotatingFileStream | undefined;
  #file: string | undefined;
  #problem: string | undefined;
  /** Whether the stream writes, is about to, or has a pause: lines that come meanwhile go as one text. */
  #isWriting = false;
  #pause: Timer | undefined;
  #waiting: string[] = [];
  readonly #looks: (() => void)[] = [];
  /** Lines that came while somebody waits for a look. */
  #held: string[] = [];

  constructor(folder: string, clock: Pick<Clock, 'setTimeout'>, failed: (error: Error) => void) {
    this.folder = folder;
    this.#clock = clock;
    this.#failed = failed;
    this.#stream = this.#open();
  }

  /** Path of the file that is written to; `undefined` before the first is open. */
  get file(): string | undefined {
    return this.#file;
  }

  /** Why the last line could not be written; `undefined` when it could. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** @returns ends it */
  follow(listener: LogListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  write(line: string): void {
    if (this.#looks.length > 0) this.#held.push(line);
    else this.#hand(line);
  }

  /**
   * Calls `look` at a moment when the files hold each line that was written so far, and nothing of any other: who looks at the
   * files and begins to follow then misses no line and sees none twice. Lines that come until then wait for it.
   */
  between<T>(look: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#looks.push(() => {
        try {
          resolve(look());
        } catch (error) {
          reject(error);
        }
      });
      this.#settle();
    });
  }

  /** Resolves when everything has been handed to the file, or cannot be. */
  async close(): Promise<void> {
    await this.between(() => undefined);
    const stream = this.#stream;
    if (!stream || stream.destroyed) return;
    await new Promise<void>((done) => {
      stream.once('close', done);
      stream.end();
    });
  }

  #hand(line: string): void {
    this.#waiting.push(line);
    for (const listener of this.#listeners) listener.wrote(line);
    if (this.#isWriting) return;
    this.#isWriting = true;
    process.nextTick(() => this.#writeNext()); // what is logged at the same moment goes together
  }

  #writeNext(): void {
    let length = 0;
    const over = this.#waiting.findIndex((line, index) => {
      length += line.length;
      return index > 0 && length > maxTextLength;
    });
    const text = this.#waiting.splice(0, over === -1 ? this.#waiting.length : over).join('');
    this.#stream ??= this.#open();
    this.#stream.write(text, (error) => {
      if (!error) this.#tellProblem(undefined);
      if (over !== -1 || this.#looks.length > 0) return this.#goOn();
      this.#pause = this.#clock.setTimeout(() => this.#goOn(), pauseBetweenWrites);
    });
  }

  #goOn(): void {
    this.#pause = undefined;
    if (this.#waiting.length > 0) {
      this.#writeNext();
      return;
    }
    this.#isWriting = false;
    this.#settle();
  }

  #settle(): void {
    if (this.#looks.length === 0) return;
    if (this.#pause) {
      this.#pause.cancel();
      this.#goOn();
      return;
    }
    if (this.#isWriting) return;
    for (const look of this.#looks.splice(0)) look();
    const held = this.#held;
    this.#held = [];
    for (const line of held) this.write(line);
  }

  #tellProblem(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    for (const listener of this.#listeners) listener.changed();
  }

  #open(): RotatingFileStream {
    const stream = createStream(logFileName, {
      path: this.folder,
      size: '20M',
      interval: '1d',
      intervalUTC: true,
      immutable: true,
      mode: 0o600,
    });
    stream.on('open', (file: string) => {
      this.#file = file;
      for (const listener of this.#listeners) listener.changed();
      try {
        removeOldFiles(this.folder);
      } catch (error) {
        this.#failed(error as Error);
      }
    });
    stream.on('warning', this.#failed);
    stream.on('error', (error) => {
      if (this.#stream === stream) this.#stream = undefined;
      this.#failed(error);
      this.#tellProblem(error.message);
    });
    return stream;
  }
}
