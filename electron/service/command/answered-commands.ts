import type { CommandResponsePayload } from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';

/** Decision 18: how long an answer is kept for a repetition, in milliseconds. */
const keptFor = 5 * 60_000;
const maxAnswers = 10_000;
/** Of all kept answers together, in bytes. */
const maxBytes = 32 * 1024 * 1024;

/** How a command was answered: by NetBackup, or by us in its place. */
export interface Answer {
  payload: CommandResponsePayload;
  fromNetBackup: boolean;
}

interface Kept {
  readonly answer: Answer;
  readonly bytes: number;
  /** Monotonic milliseconds. */
  readonly until: number;
}

const sizeOf = ({ body, headers }: CommandResponsePayload) =>
  Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(headers));

/**
 * Decision 18: a command that changes something is carried out once, however often its id comes. A repetition joins the one
 * in flight, and within 5 minutes gets the same answer, also over a new connection.
 */
export class AnsweredCommands {
  readonly #clock: Clock;
  /** By endpoint and id. */
  readonly #inFlight = new Map<string, Promise<Answer>>();
  /** In the order in which they were answered. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Performs a command, unless the same id of the same endpoint is in flight or was answered by NetBackup.
   * @param id as it came; compared without regard to case (decision 13)
   * @returns the answer, and whether it is that of an earlier one
   */
  async once(
    hostName: string,
    id: string,
    perform: () => Promise<Answer>,
  ): Promise<Answer & { isRepetition: boolean }> {
    const key = `${hostName} ${id.toUpperCase()}`; // a host name has no blanks
    const earlier = this.#answerOf(key) ?? this.#inFlight.get(key);
    if (earlier) return { ...(await earlier), isRepetition: true };
    const performed = perform();
    this.#inFlight.set(key, performed);
    try {
      const answer = await performed;
      // A forgotten one belongs to an endpoint that is gone.
      if (answer.fromNetBackup && this.#inFlight.get(key) === performed) this.#keep(key, answer);
      return { ...answer, isRepetition: false };
    } finally {
      if (this.#inFlight.get(key) === performed) this.#inFlight.delete(key);
    }
  }

  /** The endpoint is gone: another one of its name has commands of its own, and joins none that is in flight. */
  forget(hostName: string): void {
    for (const key of this.#inFlight.keys()) if (key.startsWith(`${hostName} `)) this.#inFlight.delete(key);
    for (const key of this.#kept.keys()) if (key.startsWith(`${hostName} `)) this.#drop(key);
  }

  #answerOf(key: string): Answer | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    if (kept.until > this.#clock.monotonic()) return kept.answer;
    this.#dropOld();
    return undefined;
  }

  #keep(key: string, answer: Answer): void {
    const bytes = sizeOf(answer.payload);
    this.#kept.set(key, { answer, bytes, until: this.#clock.monotonic() + keptFor });
    this.#bytes += bytes;
    this.#dropOld();
  }

  #dropOld(): void {
    const now = this.#clock.monotonic();
    for (const [key, { until }] of this.#kept) {
      if (until > now && this.#kept.size <= maxAnswers && this.#bytes <= maxBytes) return;
      this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}
