import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { asRecord } from '../http-exchange.ts';
import type { Route } from './api.ts';
import { ApiError } from './api-error.ts';

/** Who may use the practice NetBackup server. */
export interface Account {
  readonly userName: string;
  readonly password: string;
  readonly apiKey: string;
}

/** Seconds that a token lasts: a day, as NetBackup's own. */
const day = 86_400;
const maxSessions = 1000;
const domainTypes = new Set(['NT', 'vx', 'unixpwd', 'ldap']);
const digest = (text: string) => createHash('sha256').update(text).digest();
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Tokens that were given out by a login, and the API key. Both go raw into `Authorization`. */
export class Sessions {
  readonly account: Account;
  readonly #clock: Clock;
  readonly #validity: number;
  /** Token and the epoch milliseconds when it ends. */
  readonly #tokens = new Map<string, number>();

  /** @param validity of a token, in seconds */
  constructor(account: Account, clock: Clock, validity = day) {
    this.account = account;
    this.#clock = clock;
    this.#validity = validity;
  }

  knows(authorization: string): boolean {
    const end = this.#tokens.get(authorization);
    if (end !== undefined && end > this.#clock.now()) return true;
    this.#tokens.delete(authorization);
    return same(authorization, this.account.apiKey);
  }

  /** How many tokens of logins are good. */
  get open(): number {
    const now = this.#clock.now();
    return [...this.#tokens.values()].filter((end) => end > now).length;
  }

  /** All tokens stop being good at once, as after a day. The API key goes on. */
  expireTokens(): void {
    this.#tokens.clear();
  }

  #open(): string {
    // Looks like the vendor's JWT, so that nothing mistakes it for something shorter; its content means nothing.
    const token = `${part({ typ: 'JWT', alg: 'RS256' })}.${part({ iat: Math.floor(this.#clock.now() / 1000) })}.${randomBytes(96).toString('base64url')}`;
    this.#tokens.set(token, this.#clock.now() + this.#validity * 1000);
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= maxSessions) break;
      this.#tokens.delete(oldest);
    }
    return token;
  }

  /** `/login` and `/logout` */
  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: '/netbackup/login',
        access: 'anyone',
        answer: ({ body }) => {
          const { userName, password, domainType } = asRecord(body) ?? {};
          const errors: Record<string, string> = {};
          if (typeof userName !== 'string' || userName === '') errors['userName'] = 'must not be empty';
          if (typeof password !== 'string' || password === '') errors['password'] = 'must not be empty';
          if (domainType !== undefined && !domainTypes.has(String(domainType)))
            errors['domainType'] = 'must be NT, vx, unixpwd or ldap';
          if (Object.keys(errors).length > 0) throw new ApiError(400, 'The login request is not valid.', errors);
          if (!same(String(userName), this.account.userName) || !same(String(password), this.account.password)) {
            throw new ApiError(401, 'The user name or the password is wrong.');
          }
          return { status: 201, body: { token: this.#open(), tokenType: 'BEARER', validity: this.#validity } };
        },
      },
      {
        method: 'POST',
        path: '/netbackup/logout',
        access: 'signed in',
        answer: ({ authorization }) => {
          this.#tokens.delete(authorization);
          return { status: 200 };
        },
      },
    ];
  }
}
