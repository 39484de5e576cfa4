import type { LogLine, LogStatus, LogUpdate } from '../../shared/log.ts';
import type { ConsoleStore } from '../client/console-store.ts';
import { followStream } from '../client/follow-stream.ts';
import { Listeners } from '../client/listeners.ts';
import type { Problem } from '../client/problem.ts';

/** Kept entries, and characters of their texts: the oldest go first. */
const maxEntries = 5000;
const maxCharacters = 16 * 1024 * 1024;

/** A line, or the place where lines were left out because too many came. */
export type LogEntry =
  | { readonly kind: 'line'; readonly id: string; readonly line: LogLine }
  | { readonly kind: 'gap'; readonly id: string; readonly count: number };

export interface LogView {
  readonly state: 'starting' | 'watching' | 'failed';
  /** Why it failed. */
  readonly problem: Problem | undefined;
  readonly status: LogStatus | undefined;
  /** Newest first. */
  readonly entries: readonly LogEntry[];
  /** Whether there are older ones. */
  readonly isFull: boolean;
  readonly isPaused: boolean;
  /** How many lines came since it was paused. */
  readonly waiting: number;
}

const nothing: LogView = {
  state: 'starting',
  problem: undefined,
  status: undefined,
  entries: [],
  isFull: false,
  isPaused: false,
  waiting: 0,
};

/** As many of the newest entries as there is room for; the very same list when that is all of them. */
export function newest(entries: readonly LogEntry[]): readonly LogEntry[] {
  let characters = 0;
  const count = entries.findIndex((entry, index) => {
    characters += entry.kind === 'line' ? entry.line.text.length : 0;
    return index === maxEntries || characters > maxCharacters;
  });
  return count < 0 ? entries : entries.slice(0, count);
}

/** The newest lines of the log and what is logged while the pane "Logs" is open. Made for `useSyncExternalStore`. */
export class LogStore {
  readonly #console: ConsoleStore;
  readonly #listeners = new Listeners();
  #view = nothing;
  /** All that came, newest first, also what came while paused. */
  #entries: readonly LogEntry[] = [];
  #isFull = false;
  #number = 0;
  #running: AbortController | undefined;

  constructor(console: ConsoleStore) {
    this.#console = console;
  }

  get view(): LogView {
    return this.#view;
  }

  readonly subscribe = this.#listeners.subscribe;

  /** Somebody looks. @returns for when nobody does any more */
  open = (): (() => void) => {
    this.#start();
    return () => this.#running?.abort();
  };

  /** Reads the log anew. */
  retry = (): void => {
    this.#running?.abort();
    this.#show({ state: 'starting', problem: undefined });
    this.#start();
  };

  pause = (): void => this.#show({ isPaused: true });

  resume = (): void => this.#show({ isPaused: false, waiting: 0, entries: this.#entries, isFull: this.#isFull });

  #start(): void {
    this.#running = new AbortController();
    void this.#follow(this.#running.signal);
  }

  #follow(signal: AbortSignal): Promise<void> {
    return followStream(this.#console, signal, {
      watch: (client) => client.logs.watch(undefined, { signal }),
      take: (update) => this.#take(update),
      failed: (problem) => this.#show({ state: 'failed', problem }),
    });
  }

  #take(update: LogUpdate): void {
    if (update.kind === 'status') {
      // What could not be read at the start is as it was.
      this.#show({ status: { ...update.status, problem: this.#view.status?.problem ?? null } });
      return;
    }
    if (update.kind === 'start') {
      const isOther = this.#view.status !== undefined && this.#view.status.folder !== update.status.folder;
      // Practice mode and the real service have nothing to do with each other.
      if (isOther) this.#show({ isPaused: false, waiting: 0 });
      this.#entries = [];
      this.#isFull = !update.isAll;
      this.#show({ state: 'watching', problem: undefined, status: update.status });
      this.#add(update.lines, 0);
      return;
    }
    if (this.#view.isPaused) this.#show({ waiting: this.#view.waiting + update.lines.length + update.leftOut });
    this.#add(update.lines, update.leftOut);
  }

  #add(lines: readonly LogLine[], leftOut: number): void {
    const fresh = lines.map((line): LogEntry => ({ kind: 'line', id: String(this.#number++), line }));
    fresh.reverse();
    if (leftOut > 0) fresh.push({ kind: 'gap', id: String(this.#number++), count: leftOut });
    const all = fresh.length === 0 ? this.#entries : [...fresh, ...this.#entries];
    this.#entries = newest(all);
    this.#isFull ||= this.#entries !== all;
    if (!this.#view.isPaused) this.#show({ entries: this.#entries, isFull: this.#isFull });
  }

  #show(change: Partial<LogView>): void {
    this.#view = { ...this.#view, ...change };
    this.#listeners.tell();
  }
}
