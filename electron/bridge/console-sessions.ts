import { randomBytes } from 'node:crypto';

/** The most sessions that are remembered; the oldest is forgotten first. */
const maxSessions = 100;

/** Sessions of browsers that showed the token; each is known by the random text in its cookie. */
export class ConsoleSessions {
  readonly #known = new Set<string>();

  /** @returns what the cookie holds */
  open(): string {
    const session = randomBytes(32).toString('base64url');
    this.#known.add(session);
    const [oldest] = this.#known;
    if (this.#known.size > maxSessions && oldest !== undefined) this.#known.delete(oldest);
    return session;
  }

  isKnown(session: string | undefined): session is string {
    return session !== undefined && this.#known.has(session);
  }
}
