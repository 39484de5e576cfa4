/** Time as the practice servers see it, passed in so that tests hold it in their hands. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `action` once after so many milliseconds, unless cancelled before. */
  setTimeout(action: () => void, milliseconds: number): { cancel(): void };
}

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(action, milliseconds) {
    const timer = setTimeout(action, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};
