import { applyPatches } from '../../shared/console-patches.ts';
import type { ConsoleState, ConsoleUpdate } from '../../shared/console-state.ts';
import { type ConsoleClient, Disconnected, TokenNeeded, type Transport } from './console-client.ts';
import { Listeners } from './listeners.ts';

/** What the window knows: how it stands with the service, and the last state that the service told. */
export type ConsoleView =
  | { readonly link: 'connecting'; readonly state: undefined }
  | { readonly link: 'up'; readonly state: ConsoleState }
  /** No connection to the service; `state` is the last one known. */
  | { readonly link: 'down'; readonly state: ConsoleState | undefined }
  /** `token-wrong`: one was given. */
  | { readonly link: 'token-needed' | 'token-wrong'; readonly state: undefined };

/** A patch does not follow the state that we have: only a new snapshot helps. */
export class RevisionGap extends Error {
  override readonly name = 'RevisionGap';
}

/** A state and its revision; `isWhole` is false while parts of the snapshot are still to come. */
export interface Known {
  readonly revision: number;
  readonly state: ConsoleState;
  readonly isWhole: boolean;
}

/** What is known after one update (architecture: one writer). @throws RevisionGap */
export function follow(known: Known | undefined, update: ConsoleUpdate): Known {
  const { revision } = update;
  if (update.kind === 'snapshot') return { revision, state: update.state, isWhole: !update.more };
  if (!known) throw new RevisionGap();
  if (update.kind === 'snapshot-part') {
    if (known.isWhole || revision !== known.revision) throw new RevisionGap();
    const endpoints = [...known.state.endpoints, ...update.endpoints];
    return { revision, state: { ...known.state, endpoints }, isWhole: !update.more };
  }
  if (!known.isWhole || revision !== known.revision + 1) throw new RevisionGap();
  return { revision, state: applyPatches(known.state, update.patches), isWhole: true };
}

/** Delay before the next attempt in milliseconds: doubling from 250 ms up to 4 s. */
export const backOff = (attempt: number): number => Math.min(4000, 250 * 2 ** attempt);

/**
 * The window's copy of the service's state. It follows `state.watch` and subscribes again after a gap, an end or an
 * error; in between, the last state stays. Made for `useSyncExternalStore`.
 */
export class ConsoleStore {
  #view: ConsoleView = { link: 'connecting', state: undefined };
  readonly #listeners = new Listeners();
  #client: ConsoleClient | undefined;
  #subscription: AbortController | undefined;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get view(): ConsoleView {
    return this.#view;
  }

  readonly subscribe = this.#listeners.subscribe;

  /** Calls a method of the service. Rejects with {@link Disconnected} when there is no connection. */
  call = <T>(method: (client: ConsoleClient) => Promise<T>): Promise<T> =>
    this.#client && this.#view.link === 'up' ? method(this.#client) : Promise.reject(new Disconnected());

  /** P-8: asks for a new snapshot, and resolves when it is there. Rejects with {@link Disconnected}. */
  async refresh(): Promise<void> {
    const before = this.#view.state;
    this.#subscription?.abort('refresh');
    await this.until((view) => view.link !== 'up' || view.state !== before);
    if (this.#view.link !== 'up') throw new Disconnected();
  }

  /** Resolves as soon as the view satisfies the condition. */
  until(condition: (view: ConsoleView) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition(this.#view)) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.subscribe(check);
      check();
    });
  }

  /**
   * Follows the service until `signal` is aborted or a token is needed. An aborted one has closed its way, and knows nothing any
   * more: it may be run again.
   */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => this.#forget(), { once: true });
    for (let attempt = 0; !signal.aborted; ) {
      const subscription = new AbortController();
      const stop = () => subscription.abort(signal.reason);
      signal.addEventListener('abort', stop);
      this.#subscription = subscription;
      try {
        const client = await this.#transport.connect(subscription.signal);
        if (signal.aborted) return;
        this.#client = client;
        let known: Known | undefined;
        for await (const update of await client.state.watch(undefined, { signal: subscription.signal })) {
          attempt = 0;
          known = follow(known, update);
          // A list that is not whole would look as if endpoints were gone.
          if (known.isWhole && !signal.aborted) this.#show({ link: 'up', state: known.state });
        }
        // The service ended it: its way leads to something that is no more, as when a master server was edited.
        if (!signal.aborted && subscription.signal.reason !== 'refresh') this.#transport.close();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof TokenNeeded) {
          this.#show({ link: error.isWrong ? 'token-wrong' : 'token-needed', state: undefined });
          return;
        }
        if (error instanceof RevisionGap || subscription.signal.reason === 'refresh') continue;
      } finally {
        signal.removeEventListener('abort', stop);
        subscription.abort();
      }
      if (signal.aborted) return;
      this.#show({ link: 'down', state: this.#view.state });
      await pause(backOff(attempt++), signal);
    }
  }

  #forget(): void {
    this.#client = undefined;
    this.#transport.close();
    this.#show({ link: 'connecting', state: undefined });
  }

  #show(view: ConsoleView): void {
    this.#view = view;
    this.#listeners.tell();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
