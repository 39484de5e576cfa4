import type { Clock } from '../clock.ts';

const minute = 60_000;
/** Waits after a failed login, in milliseconds: doubled from the first to the last. A refused one may lock the account. */
const waits = {
  refused: { first: 5 * minute, last: 60 * minute },
  failed: { first: minute / 2, last: 5 * minute },
};
/** A token is renewed so long before its end, in milliseconds, or a tenth of its validity when that is less. */
const renewBefore = 10 * minute;

/** What a login led to. */
export type LoginOutcome =
  /** `validity` in seconds. */
  | { kind: 'token'; value: string; validity: number }
  /** `refused`: NetBackup does not want this account. `failed`: it could not be asked, or did not know. */
  | { kind: 'refused' | 'failed'; message: string };

/** A token, or why there is none and when the next login is tried, for people. */
export type TokenOrProblem = { kind: 'token'; value: string } | { kind: 'none'; problem: string; next: string };

/**
 * The token of a login, in memory only: got when it is needed, renewed before its validity ends. There is never more than one
 * login at a time, and after one that failed the next one waits, so that no account is locked by us.
 */
export class LoginToken {
  readonly #clock: Clock;
  readonly #logIn: () => Promise<LoginOutcome>;
  #token: { value: string; renewAt: number; endsAt: number } | undefined;
  #underWay: Promise<LoginOutcome> | undefined;
  #failures = 0;
  #notBefore = 0;
  #problem = '';

  constructor(clock: Clock, logIn: () => Promise<LoginOutcome>) {
    this.#clock = clock;
    this.#logIn = logIn;
  }

  async get(): Promise<TokenOrProblem> {
    const now = this.#clock.monotonic();
    const former = this.#token;
    if (former && now < former.renewAt) return { kind: 'token', value: former.value };
    if (this.#underWay || now >= this.#notBefore) {
      this.#underWay ??= this.#begin();
      const outcome = await this.#underWay;
      if (outcome.kind === 'token') return outcome;
    }
    // A renewal that failed takes nothing from the token that is there.
    if (this.#token && this.#clock.monotonic() < this.#token.endsAt) return { kind: 'token', value: this.#token.value };
    return { kind: 'none', problem: this.#problem, next: this.#nextLogin() };
  }

  #nextLogin(): string {
    const seconds = Math.max(0, Math.ceil((this.#notBefore - this.#clock.monotonic()) / 1000));
    return seconds < 120
      ? `The next login is tried in ${seconds} s.`
      : `The next login is tried in ${Math.ceil(seconds / 60)} min, so that the account is not locked.`;
  }

  async #begin(): Promise<LoginOutcome> {
    try {
      const outcome = await this.#logIn();
      if (outcome.kind === 'token') this.#take(outcome);
      else this.#wait(outcome.kind, outcome.message);
      return outcome;
    } finally {
      this.#underWay = undefined;
    }
  }

  #take({ value, validity }: Extract<LoginOutcome, { kind: 'token' }>): void {
    const now = this.#clock.monotonic();
    const lasts = validity * 1000;
    this.#token = { value, renewAt: now + lasts - Math.min(renewBefore, lasts / 10), endsAt: now + lasts };
    this.#failures = 0;
    this.#notBefore = 0;
  }

  #wait(kind: keyof typeof waits, problem: string): void {
    const { first, last } = waits[kind];
    this.#notBefore = this.#clock.monotonic() + Math.min(last, first * 2 ** this.#failures);
    this.#failures += 1;
    this.#problem = problem;
  }

  /** NetBackup did not accept a token: it is not used again. */
  refused(value: string): void {
    if (this.#token?.value === value) this.#token = undefined;
  }

  /** A token that was just given was not accepted either: another login would not help now. */
  hold(problem: string): void {
    this.#wait('refused', problem);
  }

  /** Ends the wait after failed logins. */
  release(): void {
    this.#notBefore = 0;
    this.#failures = 0;
  }

  /** Waits for a login under way, and gives the token away, to log out with. */
  async end(): Promise<string | undefined> {
    await this.#underWay;
    const { value } = this.#token ?? {};
    this.#token = undefined;
    return value;
  }
}
