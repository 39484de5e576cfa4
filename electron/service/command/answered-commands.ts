import type { CommandResponsePayload } from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';
import { CommandRefusal, type RestCall } from './command-request.ts';

/** Decision 18: how long an answer is kept for a repetition, in milliseconds. */
const keptFor = 5 * 60_000;
const maxAnswers = 10_000;
/** Of all kept answers and their ids together, in bytes. */
const maxBytes = 32 * 1024 * 1024;

/** How a command was answered: by NetBackup, or by us in its place. */
export interface Answer {
  payload: CommandResponsePayload;
  fromNetBackup: boolean;
}

/** A command that is in flight, or was answered by NetBackup. */
interface Known {
  readonly key: string;
  /** What it asks for. */
  readonly what: string;
  /** Rejects when it could not be carried out; then it is known no more. */
  readonly answer: Promise<Answer>;
  /** Monotonic milliseconds; `Infinity` while it is in flight. */
  until: number;
  bytes: number;
  /** The one that was answered after it. */
  next: Known | undefined;
}

/** Enough to tell another command of the same id from a repetition, without its body, which may be large. */
const whatOf = ({ method, uri, body }: RestCall) => `${method} ${body?.length ?? 0} ${uri}`;

/** In bytes, about as they are sent. */
function sizeOf({ body, headers }: CommandResponsePayload): number {
  let size = Buffer.byteLength(body);
  for (const name of Object.keys(headers)) size += name.length + (headers[name]?.length ?? 0) + 6; // quotes, colon, comma
  return size;
}

/**
 * Decision 18: a command that changes something is carried out once, however often its id comes. A repetition joins the one
 * in flight, and within 5 minutes gets the same answer, also over a new connection.
 */
export class AnsweredCommands {
  readonly #clock: Clock;
  /** By endpoint and id. */
  readonly #known = new Map<string, Known>();
  /**
   * The answered ones in the order in which they were answered, forgotten ones among them: a map whose first entries have been
   * deleted is slow to find the next one.
   */
  #oldest: Known | undefined;
  #latest: Known | undefined;
  #kept = 0;
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Performs a command, unless the same id of the same endpoint is in flight or was answered by NetBackup.
   * @param id as it came; compared without regard to case (decision 13)
   * @returns the answer, and whether it is that of an earlier one
   * @throws CommandRefusal 400 for another command under that id (M-3), whose sender would take this answer for its own
   */
  async once(
    hostName: string,
    id: string,
    call: RestCall,
    perform: () => Promise<Answer>,
  ): Promise<Answer & { isRepetition: boolean }> {
    const key = `${hostName} ${id.toUpperCase()}`; // a host name has no blanks
    const earlier = this.#known.get(key);
    const what = whatOf(call);
    if (earlier && earlier.until > this.#clock.monotonic()) {
      if (earlier.what !== what)
        throw new CommandRefusal(400, 'its id is that of another command of the last 5 minutes');
      return { ...(await earlier.answer), isRepetition: true };
    }
    if (earlier) this.#forget(earlier);
    const known: Known = { key, what, answer: perform(), until: Number.POSITIVE_INFINITY, bytes: 0, next: undefined };
    this.#known.set(key, known);
    try {
      const answer = await known.answer;
      if (answer.fromNetBackup) this.#keep(known, answer);
      else this.#forget(known);
      return { ...answer, isRepetition: false };
    } catch (error) {
      this.#forget(known);
      throw error;
    }
  }

  /** The endpoint is gone: another one of its name has commands of its own, and joins none that is in flight. */
  forget(hostName: string): void {
    for (const known of this.#known.values()) if (known.key.startsWith(`${hostName} `)) this.#forget(known);
  }

  #keep(known: Known, { payload }: Answer): void {
    if (!this.#isKnown(known)) return; // it belongs to an endpoint that is gone
    const now = this.#clock.monotonic();
    known.until = now + keptFor;
    known.bytes = known.key.length + known.what.length + sizeOf(payload);
    if (this.#latest) this.#latest.next = known;
    else this.#oldest = known;
    this.#latest = known;
    this.#kept++;
    this.#bytes += known.bytes;
    this.#dropOld(now);
  }

  #dropOld(now: number): void {
    for (let known = this.#oldest; known; known = known.next) {
      this.#oldest = known;
      const isDue = known.until <= now || this.#kept > maxAnswers || this.#bytes > maxBytes;
      if (!isDue && this.#isKnown(known)) return;
      this.#forget(known);
    }
    this.#oldest = undefined;
    this.#latest = undefined;
  }

  #isKnown(known: Known): boolean {
    return this.#known.get(known.key) === known;
  }

  #forget(known: Known): void {
    if (!this.#isKnown(known)) return;
    this.#known.delete(known.key);
    if (known.until === Number.POSITIVE_INFINITY) return;
    this.#kept--;
    this.#bytes -= known.bytes;
  }
}
