/**
 * What a stream for the consoles sleeps on while it has nothing to tell. Who wakes it while it is awake, or telling, is not
 * overheard: its next sleep ends at once.
 */
export class StreamSleep {
  readonly #signal: AbortSignal | undefined;
  #isCalled = false;
  #awake: (() => void) | undefined;

  /** @param signal wakes it when it is aborted */
  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener('abort', this.wake);
  }

  readonly wake = (): void => {
    if (this.#awake) this.#awake();
    else this.#isCalled = true;
    this.#awake = undefined;
  };

  /** Resolves when it is woken. Only the stream itself sleeps, once at a time. */
  untilWoken(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isCalled) resolve();
      else this.#awake = resolve;
      this.#isCalled = false;
    });
  }

  /** The stream has ended: lets go of the signal. */
  end(): void {
    this.#signal?.removeEventListener('abort', this.wake);
  }
}
