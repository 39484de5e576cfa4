import { setImmediate } from 'node:timers/promises';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { LogLine, LogStatus, LogUpdate } from '../../../shared/log.ts';
import type { LogLevel } from '../../../shared/log-level.ts';
import type { Clock, Timer } from '../clock.ts';
import type { KnownSecrets } from '../known-secret.ts';
import { StreamSleep } from '../stream-sleep.ts';
import type { LogFiles, LogListener } from './log-files.ts';
import { type RawLine, rawLine, readLine, shownLine } from './log-line.ts';
import { lookAtLogFolder } from './log-names.ts';
import { readLogTail } from './log-tail.ts';

/** At most one update in this time, in milliseconds. */
const coalescing = 100;
/** What waits for one watcher: lines, and their characters. It also bounds what one update costs: about 45 µs a line. */
const maxWaiting = 250;
const maxWaitingCharacters = 1024 * 1024;

export interface LogFeedOptions {
  clock: Clock;
  files: LogFiles;
  /** The level in force. */
  level: LogLevel;
  /** Every saved secret, to be masked wherever it may stand. */
  secrets: () => KnownSecrets;
  canOpenFolder: boolean;
}

/** A line that came, and what it says once somebody wants to know: all watchers share it. */
interface NewLine {
  readonly raw: RawLine;
  shown?: readonly LogLine[];
}

interface Watcher {
  waiting: NewLine[];
  characters: number;
  leftOut: number;
  statusChanged: boolean;
  /** Whether the time of an update has come. */
  isDue: boolean;
  wake: () => void;
}

/**
 * The log for those who watch it: the newest lines of its files, then what is logged. While nobody watches, the log is not
 * followed and nothing is retained. A line is looked into only when it is told.
 */
export class LogFeed {
  readonly #options: LogFeedOptions;
  readonly #watchers = new Set<Watcher>();
  #closed = false;
  #timer: Timer | undefined;
  #unfollow: (() => void) | undefined;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  /** L-1: first the newest 5,000 lines (at most 2 MiB), then new ones, at most one update each 100 ms; ends when `signal` is aborted. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<LogUpdate, void, void> {
    const sleep = new StreamSleep(signal);
    const watcher: Watcher = {
      ...{ waiting: [], characters: 0, leftOut: 0, statusChanged: false, isDue: false },
      wake: sleep.wake,
    };
    const isOver = () => signal?.aborted || this.#closed;
    try {
      if (isOver()) return;
      yield* this.#begin(watcher, isOver);
      while (!isOver()) {
        if (watcher.isDue) yield* this.#take(watcher);
        else await sleep.untilWoken();
      }
    } finally {
      sleep.end();
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#rest();
    }
  }

  /** The log is about to be closed: every watcher's stream ends. */
  close(): void {
    this.#closed = true;
    this.#rest();
    for (const { wake } of this.#watchers) wake();
  }

  /** The newest lines of the files, a part at a time; the watcher gets each line that follows. */
  async *#begin(watcher: Watcher, isOver: () => boolean | undefined): AsyncGenerator<LogUpdate, void, void> {
    const { files, secrets } = this.#options;
    const folder = await files.between(() => {
      if (!isOver()) this.#watchers.add(watcher);
      if (this.#watchers.size > 0) this.#unfollow ??= files.follow(this.#listener);
      return lookAtLogFolder(files.folder);
    });
    const tail = await readLogTail(files.folder, folder);
    const known = secrets();
    let from = 0;
    do {
      const lines = tail.lines.slice(from, from + maxWaiting).flatMap((line) => readLine(line, known).map(shownLine));
      if (from > 0) yield { kind: 'lines', lines, leftOut: 0 };
      else yield { kind: 'start', status: this.#status(tail.problems), lines, isAll: tail.isAll };
      from += maxWaiting;
      await setImmediate(); // others come first
    } while (from < tail.lines.length && !isOver());
  }

  #status(problems: readonly string[]): LogStatus {
    const { files, level, canOpenFolder } = this.#options;
    const problem = problems.length === 0 ? null : new NbwssError('logNotRead', { causes: problems }).report;
    return {
      folder: files.folder,
      file: files.file ?? null,
      level,
      canOpenFolder,
      problem,
      notWritten: files.problem ?? null,
    };
  }

  readonly #listener: LogListener = {
    wrote: (text) => {
      const line: NewLine = { raw: rawLine(text.trimEnd()) };
      for (const watcher of this.#watchers) {
        watcher.waiting.push(line);
        watcher.characters += line.raw.text.length;
        while (watcher.waiting.length > maxWaiting || watcher.characters > maxWaitingCharacters) {
          watcher.characters -= watcher.waiting.shift()?.raw.text.length ?? 0;
          watcher.leftOut++;
        }
      }
      this.#schedule();
    },
    changed: () => {
      for (const watcher of this.#watchers) watcher.statusChanged = true;
      this.#schedule();
    },
  };

  #schedule(): void {
    this.#timer ??= this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      for (const watcher of this.#watchers) {
        watcher.isDue ||= watcher.waiting.length > 0 || watcher.statusChanged;
        watcher.wake();
      }
    }, coalescing);
  }

  *#take(watcher: Watcher): Generator<LogUpdate, void, void> {
    const { waiting, leftOut, statusChanged } = watcher;
    Object.assign(watcher, { waiting: [], characters: 0, leftOut: 0, statusChanged: false, isDue: false });
    if (statusChanged) yield { kind: 'status', status: this.#status([]) };
    if (waiting.length === 0) return;
    const secrets = this.#options.secrets();
    const lines = waiting.flatMap((line) => {
      line.shown ??= readLine(line.raw, secrets).map(shownLine);
      return line.shown;
    });
    yield { kind: 'lines', lines, leftOut };
  }

  #rest(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
