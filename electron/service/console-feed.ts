import type { EndpointStatus } from '../../shared/connection-status.ts';
import { applyPatches } from '../../shared/console-patches.ts';
import type { ConsoleFrame, ConsolePatch, ConsoleState, ConsoleUpdate } from '../../shared/console-state.ts';
import type { Clock, Timer } from './clock.ts';

/** At most one update in this time, in milliseconds: a storm of changes costs the console one render. */
const coalescing = 100;
/** A subscriber that lags behind by more updates gets a new snapshot instead. */
const maxQueued = 50;

/** What changed: the row of a host, or everything but the rows. */
export type Change = { hostName: string } | 'frame';

/** The state as it is now, whole or in parts. */
export interface ConsoleSource {
  frame(): ConsoleFrame;
  /** In the order in which they were added. */
  rows(): EndpointStatus[];
  row(hostName: string): EndpointStatus | undefined;
}

interface Subscriber {
  queue: ConsoleUpdate[];
  needsSnapshot: boolean;
  wake: () => void;
}

/** What a subscriber has not taken yet is given up for a snapshot. */
function restart(subscriber: Subscriber): void {
  subscriber.needsSnapshot = true;
  subscriber.queue = [];
  subscriber.wake();
}

/** The one writer of what consoles show: a snapshot, then patches with revisions without a gap. */
export class ConsoleFeed {
  readonly #clock: Clock;
  readonly #source: ConsoleSource;
  readonly #subscribers = new Set<Subscriber>();
  readonly #changedHosts = new Set<string>();
  #frameChanged = false;
  #closed = false;
  #timer: Timer | undefined;
  #revision = 0;
  #state: ConsoleState | undefined;

  constructor(clock: Clock, source: ConsoleSource) {
    this.#clock = clock;
    this.#source = source;
  }

  changed(change: Change): void {
    if (this.#closed || this.#subscribers.size === 0) return;
    if (change === 'frame') this.#frameChanged = true;
    else this.#changedHosts.add(change.hostName);
    this.#timer ??= this.#clock.setTimeout(() => this.#flush(), coalescing);
  }

  /** Another service is shown now: everyone gets a snapshot at once. */
  replaced(): void {
    this.#state = undefined;
    for (const subscriber of this.#subscribers) restart(subscriber);
  }

  /** Nothing is shown any more: every subscriber's stream ends. */
  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const subscriber of this.#subscribers) subscriber.wake();
  }

  /** First a snapshot, then patches; ends when `signal` is aborted. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<ConsoleUpdate, void, void> {
    let wake: () => void = () => undefined;
    const subscriber: Subscriber = { queue: [], needsSnapshot: true, wake: () => wake() };
    const aborted = () => wake();
    signal?.addEventListener('abort', aborted);
    if (this.#subscribers.size === 0) this.#state = undefined;
    this.#subscribers.add(subscriber);
    try {
      while (!signal?.aborted && !this.#closed) {
        const update = this.#next(subscriber);
        if (update) yield update;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (signal?.aborted || this.#closed) resolve();
          });
        }
      }
    } finally {
      signal?.removeEventListener('abort', aborted);
      this.#subscribers.delete(subscriber);
    }
  }

  #next(subscriber: Subscriber): ConsoleUpdate | undefined {
    if (!subscriber.needsSnapshot) return subscriber.queue.shift();
    subscriber.needsSnapshot = false;
    // Patches are made against the state that the last flush (or snapshot) showed.
    this.#state ??= { frame: this.#source.frame(), endpoints: this.#source.rows() };
    return { kind: 'snapshot', revision: this.#revision, state: this.#state };
  }

  #flush(): void {
    this.#timer = undefined;
    const patches = this.#patches();
    if (patches.length === 0 || !this.#state) return;
    this.#state = applyPatches(this.#state, patches);
    this.#revision++;
    for (const subscriber of this.#subscribers) {
      if (subscriber.needsSnapshot) continue; // which will show this change
      if (subscriber.queue.length === maxQueued) restart(subscriber);
      else {
        subscriber.queue.push({ kind: 'patches', revision: this.#revision, patches });
        subscriber.wake();
      }
    }
  }

  #patches(): ConsolePatch[] {
    const patches = [...this.#changedHosts].map((hostName): ConsolePatch => {
      const endpoint = this.#source.row(hostName);
      return endpoint ? { kind: 'endpoint', endpoint } : { kind: 'endpoint-removed', hostName };
    });
    if (this.#frameChanged) patches.push({ kind: 'frame', frame: this.#source.frame() });
    this.#changedHosts.clear();
    this.#frameChanged = false;
    return patches;
  }
}
