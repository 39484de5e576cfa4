import type { MasterStatus } from '../../shared/masters.ts';
import type { ConsoleStore } from '../client/console-store.ts';
import { followStream } from '../client/follow-stream.ts';
import { Listeners } from '../client/listeners.ts';

/** What of a master server stays the same from one answer to the next: the tree, the frame and the dialogs need no more. */
export type KnownMaster = Pick<MasterStatus, 'id' | 'name' | 'kind' | 'origin' | 'capabilities' | 'state' | 'problem'>;

const knownOf = ({ id, name, kind, origin, capabilities, state, problem }: MasterStatus): KnownMaster => ({
  ...{ id, name, kind, origin, capabilities, state, problem },
});

/**
 * The list of master servers as this computer told it last; `undefined` before the first time. Made for `useSyncExternalStore`:
 * what did not change stays the same object, each master server and the whole list.
 */
export class MasterListStore {
  readonly #console: ConsoleStore;
  readonly #listeners = new Listeners((signal) => this.#follow(signal));
  #list: readonly MasterStatus[] | undefined;
  #known: readonly KnownMaster[] | undefined;

  /** @param console the channel of this computer */
  constructor(console: ConsoleStore) {
    this.#console = console;
  }

  get list(): readonly MasterStatus[] | undefined {
    return this.#list;
  }

  /** The same master servers without the figures that change with each answer: it stays the same object much longer. */
  get known(): readonly KnownMaster[] | undefined {
    return this.#known;
  }

  readonly subscribe = this.#listeners.subscribe;

  /** Resolves as soon as the list satisfies the condition. */
  until(condition: (list: readonly MasterStatus[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!this.#list || !condition(this.#list)) return;
        unsubscribe();
        resolve();
      };
      const unsubscribe = this.subscribe(check);
      check();
    });
  }

  /** While it cannot be had, the last list stays in sight, and the frame says that the link is down. */
  #follow(signal: AbortSignal): Promise<void> {
    return followStream(this.#console, signal, {
      watch: (client) => client.masters.watch(undefined, { signal }),
      take: ({ masters }) => this.#show(masters),
    });
  }

  #show(list: readonly MasterStatus[]): void {
    const next = steady(this.#list, list);
    if (next === this.#list) return;
    this.#list = next;
    this.#known = steady(this.#known, next.map(knownOf));
    this.#listeners.tell();
  }
}

/** `next`, with what says the same as it did before as the object that it was; `before` itself when all of it does. */
function steady<T extends { readonly id: string }>(before: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  if (!before) return next;
  const known = new Map(before.map((each) => [each.id, each]));
  const list = next.map((each) => {
    const was = known.get(each.id);
    return was && JSON.stringify(was) === JSON.stringify(each) ? was : each;
  });
  return list.length === before.length && list.every((each, index) => each === before[index]) ? before : list;
}
