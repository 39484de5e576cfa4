/** Tells listeners that something changed; what it is they look up themselves. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  /** @returns a function that ends the listening */
  onChange(listener: () => void): () => void {
    // A wrapper of its own, so that the same function given twice is two listeners.
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Waits until a condition holds that every change is checked against.
   * @param what named in the error when it does not come true
   * @param limit real milliseconds, whatever clock is in use: a stopped test clock must not hang a test
   */
  until(what: string, condition: () => boolean, limit = 10_000): Promise<void> {
    return new Promise((resolve, reject) => {
      if (condition()) {
        resolve();
        return;
      }
      const stop = this.onChange(() => {
        if (!condition()) return;
        clearTimeout(timer);
        stop();
        resolve();
      });
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Did not happen within ${limit} ms: ${what}`));
      }, limit);
    });
  }
}
