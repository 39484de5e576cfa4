import { existsSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import type { Clock, Timer } from '../clock.ts';
import { fileIdentity, isReplaced } from '../plain-file.ts';
import { logFileName, logFileNames } from './log-names.ts';

const maxFiles = 14;
/** Characters that are handed to a file at once, or one line: it looks at its size between them only. */
const maxTextLength = 64 * 1024;
/**
 * Milliseconds between two writes. Each costs calls of the system and a turn of another thread, which is more than all the rest of
 * a line. The first line after a while goes at once.
 */
const pauseBetweenWrites = 20;
/** How often it is looked before a write whether the file still stands in its place, in milliseconds. */
const lookPeriod = 1_000;

/** Who follows the log. Must not throw: what it is told is being logged. */
export interface LogListener {
  /** A line as it is handed to the file, with its line break. */
  wrote(line: string): void;
  /** {@link LogFiles.file} or {@link LogFiles.problem} has changed. */
  changed(): void;
}

export type LogClock = Pick<Clock, 'setTimeout' | 'monotonic'>;

/** Leaves the youngest files of the log, also those that earlier processes wrote. */
function removeOldFiles(folder: string): void {
  for (const name of logFileNames(folder).slice(0, -maxFiles)) rmSync(join(folder, name), { force: true });
}

/** L-1: the files of the log, one after the other. A disk that was full ends a stream for good, so the next line opens a new one. */
export class LogFiles {
  readonly folder: string;
  readonly #clock: LogClock;
  readonly #failed: (error: Error) => void;
  readonly #begunAnew: (file: string) => void;
  readonly #listeners = new Set<LogListener>();
  #stream: RotatingFileStream | undefined;
  #file: string | undefined;
  /** Of the file that is open; see {@link fileIdentity}. */
  #identity = 'unknown';
  /** Monotonic time of the next look at it. */
  #lookAt = Number.NEGATIVE_INFINITY;
  /** Why nobody finds what goes into it. */
  #astray: string | undefined;
  #problem: string | undefined;
  /** Whether the stream writes, is about to, or has a pause: lines that come meanwhile go as one text. */
  #isWriting = false;
  #pause: Timer | undefined;
  #waiting: string[] = [];
  readonly #looks: (() => void)[] = [];
  /** Lines that came while somebody waits for a look. */
  #held: string[] = [];

  /**
   * @param failed called with what went wrong when the log itself cannot be written
   * @param begunAnew called when somebody removed or moved the file, and lines go into a new one from now on
   */
  constructor(folder: string, clock: LogClock, failed: (error: Error) => void, begunAnew: (file: string) => void) {
    this.folder = folder;
    this.#clock = clock;
    this.#failed = failed;
    this.#begunAnew = begunAnew;
    this.#stream = this.#open();
  }

  /** Path of the file that is written to; `undefined` before the first is open. */
  get file(): string | undefined {
    return this.#file;
  }

  /** Why the last line could not be written, or cannot be found; `undefined` when it is there. */
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
    const astray = this.#leaveRemoved();
    this.#stream ??= this.#open();
    this.#stream.write(text, (error) => {
      if (!error) this.#tellProblem(astray);
      if (over !== -1 || this.#looks.length > 0) return this.#goOn();
      this.#pause = this.#clock.setTimeout(() => this.#goOn(), pauseBetweenWrites);
    });
  }

  /**
   * Lets go of a file that somebody removed or moved: nobody would find what is written there. No folder is made for a new one: where
   * it is gone, a disk may have been taken away, and the open file is there again when it comes back.
   * @returns why what is written cannot be found, if so
   */
  #leaveRemoved(): string | undefined {
    const file = this.#file;
    if (file === undefined || this.#clock.monotonic() < this.#lookAt) return this.#astray;
    this.#lookAt = this.#clock.monotonic() + lookPeriod;
    this.#astray = undefined;
    const former = this.#stream;
    if (!former || !isReplaced(file, this.#identity)) return undefined;
    if (!existsSync(`${this.folder}${sep}`)) this.#astray = `the folder ${this.folder} was removed`;
    if (this.#astray !== undefined) return this.#astray;
    this.#stream = undefined;
    former.end();
    this.#begunAnew(file);
    return undefined;
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
      if (this.#stream !== stream) return; // left before it was open
      this.#file = file;
      this.#identity = fileIdentity(file);
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
