import type { Clock, Timer } from '../service/clock.ts';

/** The longest wait after failures, in milliseconds. */
const longestWait = 300_000;

export interface AskingOptions {
  clock: Clock;
  /** Between two answers, in milliseconds. */
  period: number;
  /** Asks once; resolves with whether it was answered, and never rejects. */
  ask: () => Promise<boolean>;
  /** When it is asked next has changed. */
  changed: () => void;
}

/**
 * When a master server is asked: each period while somebody looks, less often the longer it fails, and at once when somebody wants
 * it. There is never more than one question at a time.
 */
export class Asking {
  readonly #options: AskingOptions;
  #timer: Timer | undefined;
  #underWay: Promise<void> | undefined;
  #looking = 0;
  #failures = 0;
  #stopped = false;
  /** Epoch milliseconds; null while it is asked, or nobody looks. */
  nextAt: number | null = null;
  /** Monotonic. */
  #lastEnd = Number.NEGATIVE_INFINITY;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  /** Somebody looks, until what is returned is called. An answer that is not fresh is asked for at once. */
  look(): () => void {
    this.#looking++;
    const isFresh = this.#options.clock.monotonic() - this.#lastEnd < 1000;
    if (!this.#timer && !this.#underWay) {
      if (isFresh) this.#plan();
      else void this.now();
    } else if (this.#timer && !isFresh && this.#failures === 0) void this.now();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#looking--;
      if (this.#looking === 0) this.#cancel();
    };
  }

  /** Asks with a question that begins after this call; resolves when it has been answered, or has failed. */
  async now(): Promise<void> {
    if (this.#stopped) return;
    const before = this.#underWay;
    if (before) {
      await before;
      // Who waited as well may have begun the next one.
      if (this.#underWay && this.#underWay !== before) return this.#underWay;
    }
    if (this.#stopped) return;
    this.#cancel();
    this.#underWay = this.#ask();
    return this.#underWay;
  }

  /** Nothing is asked any more. */
  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  async #ask(): Promise<void> {
    this.#options.changed();
    const isAnswered = await this.#options.ask();
    this.#failures = isAnswered ? 0 : this.#failures + 1;
    this.#lastEnd = this.#options.clock.monotonic();
    this.#underWay = undefined;
    this.#plan();
  }

  #plan(): void {
    if (!this.#stopped && this.#looking > 0) {
      const { clock, period } = this.#options;
      const wait = Math.max(period, Math.min(longestWait, period * 2 ** Math.min(this.#failures, 16)));
      this.#timer = clock.setTimeout(() => {
        this.#timer = undefined;
        void this.now();
      }, wait);
      this.nextAt = clock.now() + wait;
    }
    this.#options.changed();
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.nextAt = null;
  }
}
