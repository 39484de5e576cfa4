import type { HistoryKeeping } from '../../../shared/command-history.ts';
import type { Clock } from '../clock.ts';
import { RetentionClock } from '../retention-clock.ts';
import type { HistoryLines } from './history-lines.ts';

const day = 86_400_000;
const mebibyte = 1024 * 1024;
/** New lines after which it is looked whether old ones have to go; and milliseconds, for their age. */
const lookAfterLines = 500;
const lookAfterTime = 3_600_000;
/** How often the clocks are compared, in milliseconds. */
const clockPeriod = 60_000;
/** Milliseconds between two steps of the removal. */
const removalPause = 20;

export interface HistoryRetentionOptions {
  clock: Clock;
  /** The lines of the open file; `undefined` while none is open. */
  lines: () => HistoryLines | undefined;
  /** Waits, unless the history is closed meanwhile. */
  later: (action: () => void, milliseconds: number) => void;
  failed: (error: unknown) => void;
}

/** Decision 19: removes what is too old or too much, in the background and in short steps. */
export class HistoryRetention {
  readonly #options: HistoryRetentionOptions;
  readonly #retentionClock: RetentionClock;
  #keeping: HistoryKeeping;
  #added = 0;
  #removing: Promise<void> | undefined;

  constructor(options: HistoryRetentionOptions, keeping: HistoryKeeping) {
    this.#options = options;
    this.#retentionClock = new RetentionClock(options.clock);
    this.#keeping = keeping;
    this.#lookEachHour();
    this.#watchClock();
  }

  get keeping(): HistoryKeeping {
    return this.#keeping;
  }

  /** How much is kept from now on. */
  keep(keeping: HistoryKeeping): void {
    this.#keeping = keeping;
    this.#removeOld();
  }

  /** So many lines were written. */
  added(lines: number): void {
    this.#added += lines;
    if (this.#added >= lookAfterLines) this.#removeOld();
  }

  #lookEachHour(): void {
    this.#removeOld();
    this.#options.later(() => this.#lookEachHour(), lookAfterTime);
  }

  #watchClock(): void {
    this.#retentionClock.now();
    this.#options.later(() => this.#watchClock(), clockPeriod);
  }

  #removeOld(): void {
    this.#added = 0;
    this.#removing ??= this.#removeInSteps().finally(() => {
      this.#removing = undefined;
    });
  }

  async #removeInSteps(): Promise<void> {
    const { lines, later, failed } = this.#options;
    try {
      do await new Promise<void>((resolve) => later(resolve, removalPause));
      while (lines()?.removeOld(this.#oldest(), this.#keeping.megabytes * mebibyte));
    } catch (error) {
      failed(error);
    }
  }

  /** Epoch milliseconds before which a line is too old; 0 while nothing is removed for its age. */
  #oldest(): number {
    const now = this.#retentionClock.now();
    return now === undefined ? 0 : now - this.#keeping.days * day;
  }
}
