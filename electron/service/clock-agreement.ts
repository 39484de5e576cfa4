import type { Clock } from './clock.ts';

/** How far the two clocks may go apart before it counts as a jump, in milliseconds. */
const tolerance = 5 * 60_000;

/** How often {@link ClockAgreement.lasting} has to be asked, in milliseconds: what is wrong at two looks may have been right between. */
export const agreementPeriod = 60_000;

/**
 * Whether the wall clock can be believed where something is removed for its age: it may be wrong by a year for a moment, and what
 * was removed then is gone. It can after it has gone on as the monotonic clock does for long enough; a jump, and a sleep of the
 * computer, begin anew.
 */
export class ClockAgreement {
  readonly #clock: Clock;
  #from: { wall: number; monotonic: number };

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#from = this.#look();
  }

  /** Milliseconds for which both clocks have agreed, as far as they were looked at; 0 after a jump. */
  lasting(): number {
    const now = this.#look();
    const monotonic = now.monotonic - this.#from.monotonic;
    if (Math.abs(now.wall - this.#from.wall - monotonic) <= tolerance) return monotonic;
    this.#from = now;
    return 0;
  }

  #look() {
    return { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
  }
}
