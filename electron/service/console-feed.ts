import type { EndpointStatus } from '../../shared/connection-status.ts';
import { applyPatches } from '../../shared/console-patches.ts';
import type { ConsoleFrame, ConsolePatch, ConsoleState, ConsoleUpdate } from '../../shared/console-state.ts';
import type { Clock, Timer } from './clock.ts';
import { frameChanges, isSameRow, toldOf } from './console-changes.ts';
import { StreamSleep } from './stream-sleep.ts';

/** At most one update in this time, in milliseconds: a storm of changes costs the console one render. */
const coalescing = 100;
/** A subscriber that lags behind by more updates gets a new snapshot instead. */
const maxQueued = 50;
/** Rows and patches in one message: the window reads and draws them within one frame or two, and more come as the next ones. */
const portion = 1000;

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
  /** The rest of a snapshot that is being told, before what is queued. */
  parts: Generator<ConsoleUpdate, void, void> | undefined;
  wake: () => void;
}

/** What a subscriber has not taken yet is given up for a snapshot. */
function restart(subscriber: Subscriber): void {
  subscriber.needsSnapshot = true;
  subscriber.queue = [];
  subscriber.parts = undefined;
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
    const sleep = new StreamSleep(signal);
    const subscriber: Subscriber = { queue: [], needsSnapshot: true, parts: undefined, wake: sleep.wake };
    if (this.#subscribers.size === 0) this.#state = undefined;
    this.#subscribers.add(subscriber);
    try {
      while (!signal?.aborted && !this.#closed) {
        const update = this.#next(subscriber);
        if (update) yield update;
        else await sleep.untilWoken();
      }
    } finally {
      sleep.end();
      this.#subscribers.delete(subscriber);
    }
  }

  #next(subscriber: Subscriber): ConsoleUpdate | undefined {
    if (subscriber.needsSnapshot) {
      subscriber.needsSnapshot = false;
      // Patches are made against the state that the last flush (or snapshot) showed.
      this.#state ??= { frame: this.#source.frame(), endpoints: this.#source.rows().map(toldOf) };
      subscriber.parts = snapshotParts(this.#revision, this.#state);
    }
    const part = subscriber.parts?.next();
    if (part && !part.done) return part.value;
    subscriber.parts = undefined;
    return subscriber.queue.shift();
  }

  #flush(): void {
    this.#timer = undefined;
    if (!this.#state) {
      this.#changedHosts.clear(); // the snapshot that comes shows it
      this.#frameChanged = false;
      return;
    }
    const patches = this.#patches(this.#state);
    this.#state = applyPatches(this.#state, patches);
    for (let from = 0; from < patches.length; from += portion) {
      const update: ConsoleUpdate = {
        kind: 'patches',
        revision: ++this.#revision,
        patches: patches.slice(from, from + portion),
      };
      for (const subscriber of this.#subscribers) {
        if (subscriber.needsSnapshot) continue; // which will show this change
        if (subscriber.queue.length === maxQueued) restart(subscriber);
        else {
          subscriber.queue.push(update);
          subscriber.wake();
        }
      }
    }
  }

  /** What is told otherwise than it is. A row that was called changed and is as it was costs the consoles nothing. */
  #patches(told: ConsoleState): ConsolePatch[] {
    const patches: ConsolePatch[] = [];
    const before = new Map<string, EndpointStatus>();
    if (this.#changedHosts.size > 0) for (const row of told.endpoints) before.set(row.hostName, row);
    for (const hostName of this.#changedHosts) {
      const row = this.#source.row(hostName);
      const endpoint = row && toldOf(row);
      if (!endpoint) patches.push({ kind: 'endpoint-removed', hostName });
      else if (!isSameRow(before.get(hostName), endpoint)) patches.push({ kind: 'endpoint', endpoint });
    }
    if (this.#frameChanged) patches.push(...frameChanges(told.frame, this.#source.frame()));
    this.#changedHosts.clear();
    this.#frameChanged = false;
    return patches;
  }
}

/** A snapshot in messages of so many rows. The state is not changed by what comes meanwhile: it is replaced. */
function* snapshotParts(revision: number, { frame, endpoints }: ConsoleState): Generator<ConsoleUpdate, void, void> {
  const partFrom = (from: number) => {
    const more = from + portion < endpoints.length;
    return { endpoints: endpoints.slice(from, from + portion), ...(more ? { more } : {}) };
  };
  const { endpoints: first, ...rest } = partFrom(0);
  yield { kind: 'snapshot', revision, state: { frame, endpoints: first }, ...rest };
  for (let from = portion; from < endpoints.length; from += portion)
    yield { kind: 'snapshot-part', revision, ...partFrom(from) };
}
