/** So many crashes within so many milliseconds, and the page is not loaded again. */
const maxCrashes = 3;
const period = 60_000;

/** Whether a page that crashed is loaded again: not when that happens over and over, which would keep the computer busy. */
export class CrashLimit {
  #latest: number[] = [];

  /** @param now monotonic milliseconds */
  mayReload(now: number): boolean {
    this.#latest = [...this.#latest.filter((at) => now - at < period), now];
    return this.#latest.length < maxCrashes;
  }
}
