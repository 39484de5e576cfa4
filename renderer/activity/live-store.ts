import type { ActivityEntry, ActivityUpdate } from '../../shared/activity.ts';
import type { ConsoleStore } from '../client/console-store.ts';
import { followStream } from '../client/follow-stream.ts';
import { Listeners } from '../client/listeners.ts';
import type { Problem } from '../client/problem.ts';

/** Kept entries, and characters of their details: the oldest go first. */
const maxEntries = 2000;
const maxCharacters = 32 * 1024 * 1024;
/** How long it goes on when the pane is left, in milliseconds: long enough to send a command elsewhere and come back. */
const goesOnFor = 10 * 60_000;

export interface LiveView {
  readonly state: 'idle' | 'starting' | 'watching' | 'failed';
  /** Why it failed. */
  readonly problem: Problem | undefined;
  /** Newest first. */
  readonly entries: readonly ActivityEntry[];
  readonly isPaused: boolean;
  /** How many came since it was paused. */
  readonly waiting: number;
  /** How many the service could not tell, and how many this window does not hold any more. */
  readonly dropped: number;
}

const nothing: LiveView = {
  state: 'idle',
  problem: undefined,
  entries: [],
  isPaused: false,
  waiting: 0,
  dropped: 0,
};

/** The newest of two lists, newest first, as far as there is room. @returns them, and how many had to go */
export function merge(
  fresh: readonly ActivityEntry[],
  known: readonly ActivityEntry[],
): { entries: ActivityEntry[]; gone: number } {
  const all = [...fresh, ...known];
  let characters = 0;
  let count = 0;
  for (const entry of all) {
    characters += entry.detail.length;
    if (count === maxEntries || characters > maxCharacters) break;
    count++;
  }
  return { entries: all.slice(0, count), gone: all.length - count };
}

/**
 * What happened on the connections since the pane "Activity" was opened. It goes on for some minutes when the pane is left.
 * Made for `useSyncExternalStore`.
 */
export class LiveStore {
  readonly #console: ConsoleStore;
  readonly #listeners = new Listeners();
  #view: LiveView = nothing;
  /** What came while paused, newest first. */
  #held: readonly ActivityEntry[] = [];
  #running: AbortController | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #folder: string | undefined;

  constructor(console: ConsoleStore) {
    this.#console = console;
  }

  get view(): LiveView {
    return this.#view;
  }

  readonly subscribe = this.#listeners.subscribe;

  /** Somebody looks. @returns for when nobody does any more */
  open = (): (() => void) => {
    clearTimeout(this.#leaving);
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#follow(this.#running.signal);
    }
    return () => {
      this.#leaving = setTimeout(() => {
        this.#running?.abort();
        this.#running = undefined;
        this.#show({ state: 'idle' });
      }, goesOnFor);
    };
  };

  pause = (): void => this.#show({ isPaused: true });

  resume = (): void => {
    const { entries, gone } = merge(this.#held, this.#view.entries);
    this.#held = [];
    this.#show({ isPaused: false, waiting: 0, entries, dropped: this.#view.dropped + gone });
  };

  clear = (): void => {
    this.#held = [];
    this.#show({ entries: [], waiting: 0, dropped: 0 });
  };

  #follow(signal: AbortSignal): Promise<void> {
    return followStream(this.#console, signal, {
      watch: (client) => client.activity.watch(undefined, { signal }),
      waiting: () => {
        if (this.#view.state !== 'failed') this.#show({ state: 'starting' });
      },
      opened: () => this.#serviceShown(),
      take: (update) => this.#take(update),
      failed: (problem) => this.#show({ state: 'failed', problem }),
    });
  }

  /** Practice mode and the real service have nothing to do with each other. */
  #serviceShown(): void {
    const folder = this.#console.view.state?.frame.dataFolder;
    if (this.#folder !== undefined && folder !== this.#folder) this.clear();
    this.#folder = folder;
  }

  #take({ entries, dropped }: ActivityUpdate): void {
    const fresh = [...entries].reverse();
    const watching = { state: 'watching', problem: undefined } as const;
    if (this.#view.isPaused) {
      const held = merge(fresh, this.#held);
      this.#held = held.entries;
      const waiting = this.#view.waiting + entries.length;
      this.#show({ ...watching, waiting, dropped: this.#view.dropped + dropped + held.gone });
      return;
    }
    const merged = entries.length === 0 ? { entries: this.#view.entries, gone: 0 } : merge(fresh, this.#view.entries);
    this.#show({ ...watching, entries: merged.entries, dropped: this.#view.dropped + dropped + merged.gone });
  }

  #show(change: Partial<LiveView>): void {
    this.#view = { ...this.#view, ...change };
    this.#listeners.tell();
  }
}
