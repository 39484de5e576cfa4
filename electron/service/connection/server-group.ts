import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import { unlessAborted } from '../unless-aborted.ts';
import type { Urgency } from './attempt-slots.ts';
import type { Connection } from './connection.ts';
import type { ConnectionEnd } from './connection-failure.ts';
import { GroupLoan, type Reached } from './group-loan.ts';

/** Regular runs try every endpoint; early runs leave out those whose token was rejected (decision 3). */
export type RunKind = 'regular' | 'early';

/** What a group needs of the connection process. */
export interface GroupSurroundings {
  /** The ACTIVATED endpoints of the group as they are saved now, in the order of decision 5. */
  candidates(): readonly SavedEndpoint[];
  isTokenRejected(hostName: string): boolean;
  /** Resolves when nothing is left of an earlier connection of this endpoint or its group (C-3, C-4). */
  vacant(endpoint: SavedEndpoint): Promise<void>;
  /** Waits until an attempt may begin (decision 12). @returns ends its place */
  slot(urgency: Urgency): Promise<() => void>;
  /** Begins a connection. @throws when credentials or certificate cannot be read */
  connect(endpoint: SavedEndpoint): Connection;
  /** An attempt failed, or could not begin. */
  attemptEnded(endpoint: SavedEndpoint, end: ConnectionEnd | unknown): void;
  connected(endpoint: SavedEndpoint): void;
  /** An established connection ended. */
  lost(endpoint: SavedEndpoint, end: ConnectionEnd): void;
  changed(): void;
}

interface Held {
  readonly endpoint: SavedEndpoint;
  readonly connection: Connection;
}

/** Whether both are the same saved credentials: renewing them, or adding again after a deletion, makes others. */
const isSame = (a: SavedEndpoint, b: SavedEndpoint) =>
  a.hostName === b.hostName && a.addedAt === b.addedAt && a.renewedAt === b.renewedAt;

/**
 * E-4, C-4: one server group. It holds at most one connection, and at most one attempt is under way (C-3 follows, since an
 * endpoint belongs to one group). Its runs never overlap (decision 6).
 */
export class ServerGroup {
  readonly #surroundings: GroupSurroundings;
  #held: Held | undefined;
  #attempt: Held | undefined;
  #loan: GroupLoan | undefined;
  #walk: Promise<void> | undefined;
  /** Hosts that the walk under way has tried. */
  readonly #tried = new Set<string>();
  #kind: RunKind = 'early';
  #stopped = false;
  #wasTried = false;

  constructor(surroundings: GroupSurroundings) {
    this.#surroundings = surroundings;
  }

  /** The endpoint that serves the group. */
  get served(): SavedEndpoint | undefined {
    return this.#held?.connection.isConnected ? this.#held.endpoint : undefined;
  }

  /** The accepted connection of the group. */
  get connection(): Connection | undefined {
    return this.#held?.connection.isConnected ? this.#held.connection : undefined;
  }

  /** The endpoint that is being tried. */
  get attempted(): SavedEndpoint | undefined {
    return this.#attempt?.endpoint;
  }

  get isIdle(): boolean {
    return !this.served && !this.#walk && !this.#loan;
  }

  /**
   * One run: closes what is no longer wanted (C-7), then, if the group has no connection (C-8), walks its endpoints from the
   * highest priority until one connects. A run that comes while one is under way joins it.
   * @param changed host whose credentials have just changed: worth a try even if this walk has tried it
   */
  run(kind: RunKind, changed?: string): Promise<void> {
    this.enforce();
    if (kind === 'regular') this.#kind = kind;
    if (changed !== undefined) this.#tried.delete(changed);
    this.#walk ??= this.#walkEndpoints();
    return this.#walk;
  }

  /** Decision 8: closes the connection (1000), or the attempt, and walks the group from the highest priority. */
  reconnect(): Promise<void> {
    for (const held of [this.#held, this.#attempt]) held?.connection.close(1000, 'reconnect by priority');
    this.#loan?.end(1000, 'reconnect by priority');
    this.#tried.clear();
    return this.run('regular');
  }

  /** C-15, Z-3: closes at once, code 1000, what is deactivated, deleted or changed (decision 9). */
  enforce(reason = 'the endpoint was changed'): void {
    for (const held of [this.#held, this.#attempt]) {
      if (held && !this.#isWanted(held.endpoint)) held.connection.close(1000, reason);
    }
    if (this.#loan && !this.#isWanted(this.#loan.endpoint)) this.#loan.end(1000, reason);
  }

  /** Closes with 1001; nothing is tried any more. Resolves when connection and attempt have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const held of [this.#held, this.#attempt]) held?.connection.close(1001, 'the service is stopping');
    this.#loan?.end(1001, 'the service is stopping');
    await Promise.all([this.#walk, this.#loan?.over]);
  }

  /**
   * Decision 41: lends the place of the group's one connection to a diagnosis of an endpoint. Runs that come meanwhile wait until
   * it is over, and so does another diagnosis.
   * @param begin begins its connection
   * @returns `undefined` when the group has a connection or is being walked, or the endpoint is not to be connected
   * @throws `signal.reason` when aborted before it was lent
   */
  async lend(
    endpoint: SavedEndpoint,
    begin: (reached: Reached) => Connection,
    signal: AbortSignal,
  ): Promise<GroupLoan | undefined> {
    while (this.#loan) await unlessAborted(this.#loan.over, signal);
    if (this.#stopped || !this.isIdle || !this.#isWanted(endpoint)) return undefined;
    const loan = new GroupLoan(endpoint, begin);
    this.#loan = loan;
    loan.over.then(() => {
      this.#loan = undefined;
    });
    try {
      await unlessAborted(this.#surroundings.vacant(endpoint), signal);
      const slot = this.#surroundings.slot('early');
      slot.then((release) => loan.takeSlot(release));
      await unlessAborted(slot, signal);
    } catch (error) {
      loan.end(1000, 'the diagnosis was stopped');
      throw error;
    }
    return loan;
  }

  #isWanted(endpoint: SavedEndpoint): boolean {
    return this.#surroundings.candidates().some((candidate) => isSame(candidate, endpoint));
  }

  async #walkEndpoints(): Promise<void> {
    await undefined; // so that the walk is known before it can end
    try {
      if (this.#loan) await this.#loan.over;
      for (let endpoint = this.#next(); endpoint; endpoint = this.#next()) await this.#tryInTurn(endpoint);
    } finally {
      // In one step with the last look at the endpoints: a run that comes later must not join a walk that has seen them all.
      this.#walk = undefined;
      this.#tried.clear();
      this.#kind = 'early';
      this.#surroundings.changed();
    }
  }

  /** C-1, C-2, C-5: highest priority first, then the next, while the group has no connection. Looked up anew each time. */
  #next(): SavedEndpoint | undefined {
    if (this.#stopped || this.served) return undefined;
    return this.#surroundings
      .candidates()
      .find(({ hostName }) => !this.#tried.has(hostName) && !this.#isLeftOut(hostName));
  }

  async #tryInTurn(endpoint: SavedEndpoint): Promise<void> {
    await this.#surroundings.vacant(endpoint);
    const release = await this.#surroundings.slot(this.#wasTried ? this.#kind : 'never tried');
    this.#wasTried = true;
    try {
      // While it waited for its turn it may have been changed, or one of a higher priority added.
      if (this.#next() !== endpoint) return;
      this.#tried.add(endpoint.hostName);
      await this.#try(endpoint);
    } finally {
      release();
    }
  }

  #isLeftOut(hostName: string): boolean {
    return this.#kind === 'early' && this.#surroundings.isTokenRejected(hostName);
  }

  async #try(endpoint: SavedEndpoint): Promise<void> {
    let connection: Connection;
    try {
      connection = this.#surroundings.connect(endpoint);
    } catch (error) {
      return this.#surroundings.attemptEnded(endpoint, error);
    }
    this.#attempt = { endpoint, connection };
    this.#surroundings.changed();
    const accepted = await connection.accepted;
    this.#attempt = undefined;
    if (!accepted) return this.#surroundings.attemptEnded(endpoint, await connection.ended);
    this.#hold({ endpoint, connection });
    // Between acceptance and here the endpoint may have been deactivated or deleted.
    if (this.#stopped) connection.close(1001, 'the service is stopping');
    else this.enforce();
  }

  #hold(held: Held): void {
    this.#held = held;
    this.#surroundings.connected(held.endpoint);
    held.connection.ended.then((end) => {
      if (this.#held === held) this.#held = undefined;
      this.#surroundings.lost(held.endpoint, end);
    });
  }
}
