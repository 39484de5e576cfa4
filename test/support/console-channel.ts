import { createRouterClient } from '@orpc/server';
import type { ConsoleRouter } from '../../electron/bridge/console-router.ts';
import type { ConsoleClient } from '../../renderer/client/console-client.ts';
import { follow, type Known } from '../../renderer/client/console-store.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame, ConsoleState } from '../../shared/console-state.ts';

/** Real milliseconds after which something that does not happen fails a test. */
const patience = 20_000;

/** One master server's channel as a window has it: its calls, and a copy of its state that follows it. */
export class ConsoleChannel {
  readonly client: ConsoleClient;
  /** Whose states were seen. */
  readonly masterIds = new Set<string>();
  readonly #end = new AbortController();
  readonly #listeners = new Set<() => void>();
  /** Resolves when the stream of the state has ended. */
  readonly closed: Promise<void>;
  #known: Known | undefined;

  readonly #tick: (() => Promise<void>) | undefined;

  /** @param tick lets a clock go on that stands still otherwise, again and again while something is waited for */
  constructor(router: ConsoleRouter, tick?: () => Promise<void>) {
    this.#tick = tick;
    this.client = createRouterClient(router) as unknown as ConsoleClient;
    this.closed = this.#run();
    this.closed.catch(() => undefined); // told by who waits for it
  }

  async #run(): Promise<void> {
    const stream = await this.client.state.watch(undefined, { signal: this.#end.signal });
    for await (const update of stream) {
      this.#known = follow(this.#known, update);
      this.masterIds.add(this.#known.state.frame.master.id);
      for (const listener of this.#listeners) listener();
    }
  }

  get state(): ConsoleState {
    if (!this.#known) throw new Error('the channel has told nothing yet');
    return this.#known.state;
  }

  get frame(): ConsoleFrame {
    return this.state.frame;
  }

  row(hostName: string): EndpointStatus | undefined {
    return this.#known?.state.endpoints.find((endpoint) => endpoint.hostName === hostName);
  }

  /** Resolves when a state is there for which the condition holds. */
  until(what: string, condition: (state: ConsoleState) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => {
        clearTimeout(timer);
        clearInterval(ticking);
        this.#listeners.delete(check);
        done();
      };
      const check = () => {
        if (this.#known?.isWhole && condition(this.#known.state)) settle(resolve);
      };
      const ticking = setInterval(() => void this.#tick?.(), 5);
      const timer = setTimeout(
        () => settle(() => reject(new Error(`Did not happen: ${what}; ${JSON.stringify(this.#known?.state)}`))),
        patience,
      );
      this.#listeners.add(check);
      check();
    });
  }

  rowIs(hostName: string, wanted: Partial<EndpointStatus>): Promise<void> {
    const keys = Object.keys(wanted) as (keyof EndpointStatus)[];
    return this.until(`${hostName} is ${JSON.stringify(wanted)}`, ({ endpoints }) => {
      const row = endpoints.find((endpoint) => endpoint.hostName === hostName);
      return row !== undefined && keys.every((key) => JSON.stringify(row[key]) === JSON.stringify(wanted[key]));
    });
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.closed.catch(() => undefined);
  }
}
