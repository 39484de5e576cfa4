/** Those who want to know when a store has something else to show. Made for `useSyncExternalStore`. */
export class Listeners {
  readonly #listeners = new Set<() => void>();
  readonly #work: ((signal: AbortSignal) => Promise<void>) | undefined;
  #working: AbortController | undefined;

  /** @param work begins with the first listener, and is aborted when the last one leaves */
  constructor(work?: (signal: AbortSignal) => Promise<void>) {
    this.#work = work;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#working && this.#work) {
      this.#working = new AbortController();
      void this.#work(this.#working.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#working?.abort();
      this.#working = undefined;
    };
  };

  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
