import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../service/clock.ts';
import type { Log } from '../service/log.ts';

/** Wrong tokens that are judged within {@link period}; those beyond are turned away at once. */
const maxWrong = 20;
/** Milliseconds. */
const period = 60_000;

/** `turned away`: too many wrong tokens came lately; `retryAfter` is in whole seconds. */
export type Verdict =
  | { readonly kind: 'granted' | 'missing' | 'wrong' }
  | { readonly kind: 'turned away'; readonly retryAfter: number };

const digestOf = (text: string) => createHash('sha256').update(text).digest();

/** What is kept of a token: SHA-256 in hex, from which a random token of 256 bits cannot be found. */
export const tokenDigest = (token: string): string => digestOf(token).toString('hex');

/**
 * The only thing that lets anyone in. Compared in constant time, also over lengths. The right token is always let in, however many
 * wrong ones came: else any program on this computer could lock out the administrator's scripts.
 */
export class AccessToken {
  #digest: Buffer | undefined;
  readonly #clock: Clock;
  readonly #log: Log;
  #wrong = 0;
  /** Monotonic. */
  #since = Number.NEGATIVE_INFINITY;

  /** @param token undefined: there is none (yet), and nobody is let in */
  constructor(token: string | undefined, clock: Clock, log: Log) {
    this.#digest = token === undefined ? undefined : digestOf(token);
    this.#clock = clock;
    this.#log = log;
  }

  /** @param authorization the header: the token as it is, as the vendor has it, or behind `Bearer` */
  judge(authorization: string | undefined): Verdict {
    const given = (authorization ?? '').trim();
    if (given === '') return { kind: 'missing' };
    const isBearer = /^bearer\s/i.test(given);
    const digest = digestOf(isBearer ? given.slice(7).trim() : given);
    return this.#digest && timingSafeEqual(digest, this.#digest) ? { kind: 'granted' } : this.refuse();
  }

  /** From now on another token holds, of which only the digest is known ({@link tokenDigest}); `undefined`: none. */
  replace(digest: string | undefined): void {
    this.#digest = digest === undefined ? undefined : Buffer.from(digest, 'hex');
  }

  /** Counts something wrong that was given in the place of the token. A flood leaves two lines in the log each minute. */
  refuse(): Verdict {
    const now = this.#clock.monotonic();
    if (now - this.#since >= period) {
      this.#since = now;
      this.#wrong = 0;
    }
    this.#wrong++;
    if (this.#wrong === 1) this.#log.warn('wrong access token');
    if (this.#wrong <= maxWrong) return { kind: 'wrong' };
    if (this.#wrong === maxWrong + 1)
      this.#log.warn('wrong access tokens turned away', { detail: `more than ${maxWrong} within a minute` });
    return { kind: 'turned away', retryAfter: Math.max(1, Math.ceil((this.#since + period - now) / 1000)) };
  }
}
