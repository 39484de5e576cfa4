/** Connection attempts that one unit of `scheduledExecutor.threadPoolSize` admits at the same time (decision 12). */
export const attemptsPerUnit = 256;

/** Who goes first when attempts have to wait: a group that was never tried, then an early run, then the others. */
const urgencies = ['never tried', 'early', 'regular'] as const;
export type Urgency = (typeof urgencies)[number];

/**
 * C-16, decision 12: how many connection attempts are under way at once. It never holds up an established connection, which
 * has no slot.
 */
export class AttemptSlots {
  readonly #capacity: () => number;
  readonly #waiting: Record<Urgency, (() => void)[]> = { 'never tried': [], early: [], regular: [] };
  #taken = 0;

  /** @param capacity read whenever a slot is given: it may change at any time */
  constructor(capacity: () => number) {
    this.#capacity = capacity;
  }

  /** Waits for a slot; of equal urgency, who waits longest goes first. @returns gives the slot back, once */
  async take(urgency: Urgency): Promise<() => void> {
    if (this.#taken >= this.#capacity()) await new Promise<void>((resolve) => this.#waiting[urgency].push(resolve));
    else this.#taken++;
    let isHeld = true;
    return () => {
      if (isHeld) this.#giveBack();
      isHeld = false;
    };
  }

  #giveBack(): void {
    this.#taken--;
    this.capacityChanged();
  }

  /** Admits those who wait as far as the capacity allows: more than one when it was raised. */
  capacityChanged(): void {
    while (this.#taken < this.#capacity()) {
      const next = this.#next();
      if (!next) return;
      this.#taken++;
      next();
    }
  }

  #next(): (() => void) | undefined {
    for (const urgency of urgencies) {
      const next = this.#waiting[urgency].shift();
      if (next) return next;
    }
    return undefined;
  }
}
