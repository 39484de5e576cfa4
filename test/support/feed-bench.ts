import { expect, onTestFinished } from 'vitest';
import { thisComputerCapabilities, thisComputerHeader } from '../../electron/masters/this-computer.ts';
import { ConsoleFeed, type ConsoleSource } from '../../electron/service/console-feed.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { applyPatches } from '../../shared/console-patches.ts';
import type { ConsoleFrame, ConsoleState, ConsoleUpdate } from '../../shared/console-state.ts';
import { endpointStatus } from './endpoint-status.ts';
import { ManualClock } from './manual-clock.ts';

const service: ConsoleFrame['service'] = { state: 'ready' };

export const frame: ConsoleFrame = {
  master: thisComputerHeader({ service }, '1'),
  capabilities: thisComputerCapabilities({ practice: true, desktop: false }),
  service,
  version: '1',
  dataFolder: '/data',
  protection: '',
  groups: [],
  connectionProcess: { periodSeconds: 60, earlyRun: true, nextRunAt: null },
  netBackup: {
    baseUrl: null,
    state: 'not configured',
    detail: '',
    caCertificates: [],
    credentials: { kind: 'none' },
    apiVersion: null,
  },
  proxy: { mode: 'environment', url: '', user: '', bypass: '', hasPassword: false, inForce: '' },
  properties: { file: '', entries: [], warnings: [] },
  warnings: [],
  practice: null,
  notices: [],
  versions: {},
  desktop: null,
};

/** A service with rows that a test changes by hand. */
class Source implements ConsoleSource {
  current = frame;
  readonly #rows = new Map<string, EndpointStatus>();

  frame(): ConsoleFrame {
    return this.current;
  }
  rows(): EndpointStatus[] {
    return [...this.#rows.values()];
  }
  row(hostName: string): EndpointStatus | undefined {
    return this.#rows.get(hostName);
  }
  set(hostName: string, commands = 0, timeline: EndpointStatus['timeline'] = []): void {
    this.#rows.set(hostName, endpointStatus({ hostName, commands, timeline }));
  }
  delete(hostName: string): void {
    this.#rows.delete(hostName);
  }
}

/** A console: it reads when it is told to, and keeps a copy as the window does. */
class Console {
  readonly updates: ConsoleUpdate[] = [];
  readonly #abort = new AbortController();
  readonly #stream: AsyncGenerator<ConsoleUpdate, void, void>;
  state: ConsoleState | undefined;
  revision = -1;

  constructor(feed: ConsoleFeed) {
    this.#stream = feed.watch(this.#abort.signal);
    onTestFinished(() => this.#abort.abort());
  }

  /** The next update, applied to the copy; a gap in revisions fails the test. */
  async read(): Promise<ConsoleUpdate> {
    const { value } = await this.#stream.next();
    if (!value) throw new Error('the stream has ended');
    this.updates.push(value);
    if (value.kind === 'snapshot') this.state = value.state;
    else if (value.kind === 'snapshot-part') {
      expect(value.revision).toBe(this.revision);
      if (!this.state) throw new Error('a part came before a snapshot');
      this.state = { ...this.state, endpoints: [...this.state.endpoints, ...value.endpoints] };
    } else {
      expect(value.revision).toBe(this.revision + 1);
      if (!this.state) throw new Error('patches came before a snapshot');
      this.state = applyPatches(this.state, value.patches);
    }
    this.revision = value.revision;
    return value;
  }

  /** The promise of the next update, which is read in the background. */
  pending(): Promise<IteratorResult<ConsoleUpdate, void>> {
    return this.#stream.next();
  }

  end(): void {
    this.#abort.abort();
  }

  hosts(): [string, number | null][] {
    return (this.state?.endpoints ?? []).map(({ hostName, commands }) => [hostName, commands]);
  }
}

export function feedBench() {
  const clock = new ManualClock();
  const source = new Source();
  const feed = new ConsoleFeed(clock, source);
  return { clock, source, feed, open: () => new Console(feed) };
}

export type FeedBench = ReturnType<typeof feedBench>;

/** Changes a row and lets the time of one update pass. */
export async function change({ source, feed, clock }: FeedBench, hostName: string, commands = 0): Promise<void> {
  source.set(hostName, commands);
  feed.changed({ hostName });
  await clock.advance(100);
}
