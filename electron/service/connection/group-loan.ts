import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { Connection } from './connection.ts';

/**
 * Decision 41: the place of a group's one connection, lent to a diagnosis. Until it is over the group makes none of its own (C-3, C-4).
 * It is over when its connection is gone, however that ended, or when it was ended before one began.
 */
export class GroupLoan {
  readonly endpoint: SavedEndpoint;
  readonly #begin: (reached: Reached) => Connection;
  readonly #over = Promise.withResolvers<void>();
  #connection: Connection | undefined;
  #release: (() => void) | undefined;
  #isOver = false;
  #wasAccepted = false;

  /** @param begin begins a connection to the endpoint; its argument is told when TLS stands and when the WebSocket is open */
  constructor(endpoint: SavedEndpoint, begin: (reached: Reached) => Connection) {
    this.endpoint = endpoint;
    this.#begin = begin;
  }

  /** Resolves when nothing of it is left. Never rejects. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Whether the cloud application accepted the token. */
  get wasAccepted(): boolean {
    return this.#wasAccepted;
  }

  /** Its place among the attempts (decision 12), given back when it is over. */
  takeSlot(release: () => void): void {
    if (this.#isOver) release();
    else this.#release = release;
  }

  /**
   * Begins its one connection.
   * @returns `undefined` when the loan was ended meanwhile, as by a deactivation
   * @throws when credentials or certificate cannot be read
   */
  connect(reached: Reached): Connection | undefined {
    if (this.#isOver || this.#connection) return undefined;
    const connection = this.#begin(reached);
    this.#connection = connection;
    connection.accepted.then((accepted) => {
      this.#wasAccepted = accepted;
    });
    connection.gone.then(() => this.#finish());
    return connection;
  }

  /** Ends it and closes its connection; a second call does nothing. */
  end(code: number, reason: string): void {
    if (this.#connection) this.#connection.close(code, reason);
    else this.#finish();
  }

  #finish(): void {
    this.#isOver = true;
    this.#release?.();
    this.#release = undefined;
    this.#over.resolve();
  }
}

/** How far a connection came: TLS with a certificate that passed, an open WebSocket. */
export type Reached = (stage: 'secured' | 'upgraded') => void;
