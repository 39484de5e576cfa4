import type { Clock, Timer } from '../clock.ts';

/** When the connection process runs next: for all groups each period (C-6), and for one group earlier (decision 7). */
export class RunSchedule {
  readonly #clock: Clock;
  readonly #early = new Map<string, { timer: Timer; at: number }>();
  #regular: Timer | undefined;
  #regularAt: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When the next regular run is due, epoch milliseconds; null before the first one is planned. */
  get regularAt(): number | null {
    return this.#regularAt;
  }

  /** When an early run of a group is due, epoch milliseconds. */
  earlyAt(groupId: string): number | undefined {
    return this.#early.get(groupId)?.at;
  }

  /** Groups that wait for an early run. */
  get earlyGroups(): string[] {
    return [...this.#early.keys()];
  }

  /** In place of the regular run that was planned. @param delay milliseconds from now */
  planRegular(delay: number, run: () => void): void {
    this.#regular?.cancel();
    this.#regular = this.#clock.setTimeout(run, delay);
    this.#regularAt = this.#clock.now() + delay;
  }

  /** In place of the early run of the group that was planned. @param delay milliseconds from now */
  planEarly(groupId: string, delay: number, run: () => void): void {
    this.cancelEarly(groupId);
    this.#early.set(groupId, { timer: this.#clock.setTimeout(run, delay), at: this.#clock.now() + delay });
  }

  cancelEarly(groupId: string): void {
    this.#early.get(groupId)?.timer.cancel();
    this.#early.delete(groupId);
  }

  /** Nothing runs any more. */
  cancel(): void {
    this.#regular?.cancel();
    for (const groupId of this.earlyGroups) this.cancelEarly(groupId);
  }
}
