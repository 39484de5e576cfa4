import type { Clock, Timer } from '../clock.ts';

export interface KeepAliveOptions {
  clock: Clock;
  /** Milliseconds between pings (`keepAlive.scheduledRate`), read before each and when it changed. */
  interval: () => number;
  /** `keepAlive.maxPongMissAllowed`, read at each miss. */
  maxMissed: () => number;
  ping: () => void;
  /** A pong came, or was missed. */
  changed: () => void;
  /** So many pings in a row had no pong. Called once. */
  dead: () => void;
}

/**
 * C-12, C-13, decision 10: pings an accepted connection. A ping counts as missed when no pong came before the next one is
 * due; misses count in a row, and any pong resets them.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #timer: Timer | undefined;
  /** Monotonic time from which the wait for the next ping counts. */
  #waitsFrom = 0;
  /** Monotonic time of a ping that has no pong yet. */
  #unanswered: number | undefined;
  #missed = 0;
  #roundTrip: number | undefined;

  /** Starts at once: the first ping is due after one interval. */
  constructor(options: KeepAliveOptions) {
    this.#options = options;
    this.#plan();
  }

  /** Milliseconds that the last answered ping took; `undefined` before the first. */
  get roundTrip(): number | undefined {
    return this.#roundTrip;
  }

  /** Pings in a row that had no pong. */
  get missed(): number {
    return this.#missed;
  }

  pong(): void {
    if (this.#unanswered !== undefined) this.#roundTrip = this.#options.clock.monotonic() - this.#unanswered;
    else if (this.#missed === 0) return; // one that nobody asked for
    this.#unanswered = undefined;
    this.#missed = 0;
    this.#options.changed();
  }

  /** Decision 41: a ping out of turn, unless one waits for its pong; the next is due after a whole interval. */
  pingNow(): void {
    if (!this.#timer || this.#unanswered !== undefined) return;
    this.#timer.cancel();
    this.#ping();
  }

  /** the interval is another one now. It counts from the last ping, so that a shorter one takes effect at once. */
  intervalChanged(): void {
    if (!this.#timer) return;
    this.#timer.cancel();
    this.#wait();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #plan(): void {
    this.#waitsFrom = this.#options.clock.monotonic();
    this.#wait();
  }

  #wait(): void {
    const { clock, interval } = this.#options;
    const waited = clock.monotonic() - this.#waitsFrom;
    this.#timer = clock.setTimeout(() => this.#tick(), Math.max(0, interval() - waited));
  }

  #tick(): void {
    if (this.#unanswered !== undefined) {
      this.#missed++;
      this.#options.changed();
    }
    if (this.#missed >= this.#options.maxMissed()) {
      this.stop();
      this.#options.dead();
      return;
    }
    this.#ping();
  }

  #ping(): void {
    this.#unanswered = this.#options.clock.monotonic();
    this.#options.ping();
    this.#plan();
  }
}
