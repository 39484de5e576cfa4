import type { MasterList } from '../../shared/masters.ts';
import type { Clock, Timer } from '../service/clock.ts';
import { StreamSleep } from '../service/stream-sleep.ts';

/** At most one list in this time, in milliseconds. */
const coalescing = 250;
/** Of this computer, which changes all the time and counts thousands of endpoints for it. */
const coalescingOfThisComputer = 1000;

/** Tells the list of master servers to those who watch it: whole, and only when it is another than before. */
export class MasterListFeed {
  readonly #clock: Clock;
  readonly #list: () => MasterList;
  readonly #wakes = new Set<() => void>();
  #timer: Timer | undefined;
  /** When the timer fires, monotonic. */
  #due = 0;
  #closed = false;

  constructor(clock: Clock, list: () => MasterList) {
    this.#clock = clock;
    this.#list = list;
  }

  changed(): void {
    this.#tellWithin(coalescing);
  }

  thisComputerChanged(): void {
    this.#tellWithin(coalescingOfThisComputer);
  }

  #tellWithin(milliseconds: number): void {
    if (this.#closed || this.#wakes.size === 0) return;
    const due = this.#clock.monotonic() + milliseconds;
    if (this.#timer && this.#due <= due) return;
    this.#timer?.cancel();
    this.#due = due;
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      for (const wake of this.#wakes) wake();
    }, milliseconds);
  }

  /** Ends every stream. */
  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const wake of this.#wakes) wake();
  }

  /** First the list as it is; ends when `signal` is aborted. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<MasterList, void, void> {
    const sleep = new StreamSleep(signal);
    this.#wakes.add(sleep.wake);
    let told = '';
    try {
      while (!signal?.aborted && !this.#closed) {
        const list = this.#list();
        const text = JSON.stringify(list);
        if (text !== told) {
          told = text;
          yield list;
        }
        await sleep.untilWoken();
      }
    } finally {
      sleep.end();
      this.#wakes.delete(sleep.wake);
    }
  }
}
