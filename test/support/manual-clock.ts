import { setImmediate } from 'node:timers/promises';
import type { Clock, Timer } from '../../electron/service/clock.ts';

interface Waiting {
  readonly at: number;
  readonly action: () => void;
}

/** Time that goes only when it is told to. Times and waits are in milliseconds. */
export class ManualClock implements Clock {
  #wall: number;
  #elapsed = 0;
  readonly #timers = new Set<Waiting>();

  /** @param start wall clock at the beginning, epoch milliseconds */
  constructor(start = Date.UTC(2026, 0, 15, 12)) {
    this.#wall = start;
  }

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  setTimeout(action: () => void, milliseconds: number): Timer {
    const timer = { at: this.#elapsed + Math.max(0, milliseconds), action };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** How many timers are started and neither fired nor cancelled. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** How long until the next timer is due; `undefined` when none is started. */
  get untilNext(): number | undefined {
    const next = this.#next();
    return next && next.at - this.#elapsed;
  }

  /** Sets the wall clock as a person or a time server does; the monotonic clock and the timers do not notice. */
  setWallClock(epochMilliseconds: number): void {
    this.#wall = epochMilliseconds;
  }

  /** Lets the time stand still until everything that needs no time has run. */
  async settle(): Promise<void> {
    await setImmediate();
  }

  /** Lets time pass. Timers fire in order of their time, then of their start; what follows from one runs before the next. */
  async advance(milliseconds: number): Promise<void> {
    await this.settle();
    const end = this.#elapsed + milliseconds;
    for (let next = this.#next(); next && next.at <= end; next = this.#next()) {
      this.#timers.delete(next);
      this.#pass(next.at - this.#elapsed);
      next.action();
      await this.settle();
    }
    this.#pass(end - this.#elapsed);
  }

  #pass(milliseconds: number): void {
    this.#elapsed += milliseconds;
    this.#wall += milliseconds;
  }

  #next(): Waiting | undefined {
    let next: Waiting | undefined;
    for (const timer of this.#timers) if (!next || timer.at < next.at) next = timer;
    return next;
  }
}
