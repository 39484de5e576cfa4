import { thisComputerId } from '../../shared/master-terms.ts';
import type { Transport } from './console-client.ts';
import { ConsoleStore } from './console-store.ts';

/** So many channels to master servers elsewhere are open at most; the one that was looked at longest ago is closed first. */
export const mostOpen = 4;

/**
 * One {@link ConsoleStore} for each master server, by its id. The channel of this computer is open from the start, since it has
 * the list; that of another one while it is looked at, and for a while after.
 */
export class ConsoleChannels {
  /** The channel of this computer. */
  readonly own: ConsoleStore;
  readonly #transport: (master: string) => Transport;
  readonly #stores = new Map<string, ConsoleStore>();
  /** Those that are open, in the order in which they were looked at. */
  readonly #open = new Map<string, AbortController>();

  /** @param transport makes the way to a master server */
  constructor(transport: (master: string) => Transport) {
    this.#transport = transport;
    this.own = this.store(thisComputerId);
  }

  /** Begins to follow this computer. */
  start(): void {
    void this.own.run(new AbortController().signal);
  }

  /** The store of a master server, whether its channel is open or not. */
  store(master: string): ConsoleStore {
    const store = this.#stores.get(master) ?? new ConsoleStore(this.#transport(master));
    this.#stores.set(master, store);
    return store;
  }

  /** Somebody looks at it now: its channel is opened, unless it is open. */
  look(master: string): void {
    if (master === thisComputerId) return;
    const running = this.#open.get(master);
    this.#open.delete(master);
    this.#open.set(master, running ?? this.#run(master));
    for (const [longest] of [...this.#open].slice(0, -mostOpen)) this.#close(longest);
  }

  /** Forgets all that are not in the list, this computer excepted. */
  keepOnly(masters: ReadonlySet<string>): void {
    for (const master of [...this.#stores.keys()]) {
      if (master === thisComputerId || masters.has(master)) continue;
      this.#close(master);
      this.#stores.delete(master);
    }
  }

  #run(master: string): AbortController {
    const controller = new AbortController();
    void this.store(master).run(controller.signal);
    return controller;
  }

  #close(master: string): void {
    this.#open.get(master)?.abort();
    this.#open.delete(master);
  }
}
