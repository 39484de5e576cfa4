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
  /** Every state that was seen, the last one first dropped: only ids are kept. */
  readonly masterIds = new Set<string>();
  readonly #end = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #running: Promise<void>;
  #known: Known | undefined;

  constructor(router: ConsoleRouter) {
    this.client = createRouterClient(router) as unknown as ConsoleClient;
    this.#running = this.#run();
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
        this.#listeners.delete(check);
        done();
      };
      const check = () => {
        if (this.#known?.isWhole && condition(this.#known.state)) settle(resolve);
      };
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
    await this.#running.catch(() => undefined);
  }
}
