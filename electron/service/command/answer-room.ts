/** An answer over so many bytes is large. */
export const largeAnswerBytes = 64 * 1024;
/** How many large answers of one endpoint are held at the same time. */
const places = 2;

/**
 * Bounds the memory that answers of one endpoint take: large ones are read two at a time, and one keeps its place until it has
 * left for the cloud application. The others wait unread, which makes NetBackup wait.
 */
export class AnswerRoom {
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  /**
   * Waits for a place.
   * @returns gives the place back, once
   * @throws the signal's reason when it is aborted meanwhile
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (this.#taken < places) this.#taken++;
    else await this.#turn(signal);
    let isHeld = true;
    return () => {
      if (isHeld) this.#leave();
      isHeld = false;
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(go);
    });
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken--;
  }
}
