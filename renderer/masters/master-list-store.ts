import type { MasterStatus } from '../../shared/masters.ts';
import type { ConsoleStore } from '../client/console-store.ts';

/** Between a stream's end and the next try, in milliseconds. */
const retryAfter = 500;

/** The list of master servers as this computer told it last; `undefined` before the first time. Made for `useSyncExternalStore`. */
export class MasterListStore {
  readonly #console: ConsoleStore;
  readonly #listeners = new Set<() => void>();
  #list: readonly MasterStatus[] | undefined;
  #running: AbortController | undefined;

  /** @param console the channel of this computer */
  constructor(console: ConsoleStore) {
    this.#console = console;
  }

  get list(): readonly MasterStatus[] | undefined {
    return this.#list;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#run(this.#running.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#running?.abort();
      this.#running = undefined;
    };
  };

  /** Resolves as soon as the list satisfies the condition. */
  until(condition: (list: readonly MasterStatus[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!this.#list || !condition(this.#list)) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.subscribe(check);
      check();
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#console.until(({ link }) => link === 'up');
      if (signal.aborted) return;
      try {
        const lists = await this.#console.call((client) => client.masters.watch(undefined, { signal }));
        for await (const { masters } of lists) this.#show(masters);
      } catch {
        // The link is down, which the frame says; the last list stays in sight.
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
  }

  #show(list: readonly MasterStatus[]): void {
    this.#list = list;
    for (const listener of this.#listeners) listener();
  }
}
