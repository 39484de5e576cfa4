import type { Clock, Timer } from './clock.ts';

/** How often the clocks are compared, in milliseconds. */
const period = 5_000;
/** By how much more wall time must have passed than was waited for, in milliseconds. */
const jump = 10_000;

/**
 * Decision 6: tells when the computer has slept. Timers stand still meanwhile, so the wall clock is found further on than
 * the wait explains. A clock that someone sets forward looks the same, and costs no more than one run.
 */
export class WakeWatch {
  readonly #clock: Clock;
  readonly #woke: () => void;
  #timer: Timer | undefined;
  /** Monotonic time at which a sleep was last told. */
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, woke: () => void) {
    this.#clock = clock;
    this.#woke = woke;
    this.#wait();
  }

  /** The system itself said that it woke: told at once, unless the clocks have told it already; they do not tell it again. */
  resumed(): void {
    this.#timer?.cancel();
    this.#wait();
    if (this.#clock.monotonic() - this.#toldAt > jump) this.#tell();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #wait(): void {
    const from = this.#clock.now();
    this.#timer = this.#clock.setTimeout(() => {
      const slept = this.#clock.now() - from - period > jump;
      this.#wait();
      if (slept) this.#tell();
    }, period);
  }

  #tell(): void {
    this.#toldAt = this.#clock.monotonic();
    this.#woke();
  }
}
