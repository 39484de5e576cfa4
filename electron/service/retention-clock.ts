import type { Clock } from './clock.ts';

/** Milliseconds after the start in which nothing is removed for its age: a wall clock that was wrong then has been set by the end of it. */
export const settlingTime = 3_600_000;
/** Milliseconds that the wall clock has to go evenly after a jump forward before the jump counts. */
export const jumpCountsAfter = 7 * 86_400_000;
/** What the two clocks may differ between two looks, in milliseconds: a time server sets the clock by little. */
const tolerance = 60_000;

/**
 * The time by which something is removed for its age. A wall clock that is wrong for a while (a time server's mistake, a dead battery, a
 * hand) must remove nothing, and neither must its being set right. So the wall clock counts only as far as the monotonic clock agrees:
 * a jump back counts at once, one forward, sleep of the computer too, when the clock has gone evenly for 7 days since. What is
 * removed too late is no loss.
 *
 * It is asked regularly, from the start on: jumps are found between two looks.
 */
export class RetentionClock {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Monotonic. */
  readonly #started: number;
  /** Wall clock minus monotonic clock, as it was at the last look; and since when (monotonic) it is like that. */
  #offset: number;
  #evenSince: number;
  /** The same, as it counts. */
  #counting: number;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
    this.#started = clock.monotonic();
    this.#evenSince = this.#started;
    this.#offset = clock.now() - this.#started;
    this.#counting = this.#offset;
  }

  /** Epoch milliseconds, never later than the wall clock; `undefined` while nothing may be removed for its age. */
  now(): number | undefined {
    const monotonic = this.#clock.monotonic();
    const offset = this.#clock.now() - monotonic;
    if (Math.abs(offset - this.#offset) > tolerance) this.#evenSince = monotonic;
    this.#offset = offset;
    const isEven = monotonic - this.#evenSince >= jumpCountsAfter;
    if (offset <= this.#counting + tolerance || isEven) this.#counting = offset;
    return monotonic - this.#started < settlingTime ? undefined : monotonic + this.#counting;
  }
}
