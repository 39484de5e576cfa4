/** A timer that was started; cancelling one that fired does nothing. */
export interface Timer {
  cancel(): void;
}

/** Time, passed in so that a test can run an hour in a millisecond. Waits use the monotonic clock (decision 13). */
export interface Clock {
  /** Wall clock, epoch milliseconds. Only for what people and messages are told. */
  now(): number;
  /** Monotonic milliseconds from an arbitrary start. */
  monotonic(): number;
  /** Calls `action` once, `milliseconds` (at most 2^31-1) from now. */
  setTimeout(action: () => void, milliseconds: number): Timer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout(action, milliseconds) {
    const timer = setTimeout(action, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};
