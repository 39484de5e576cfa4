import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConsoleClient, Disconnected, TokenNeeded } from '../../renderer/client/console-client.ts';
import { backOff, ConsoleStore, follow, RevisionGap } from '../../renderer/client/console-store.ts';
import type { ConsoleState, ConsoleUpdate } from '../../shared/console-state.ts';
import { endpointStatus } from '../support/endpoint-status.ts';

const state = (...hosts: string[]): ConsoleState =>
  ({
    frame: { version: '1', groups: [] as ConsoleState['frame']['groups'] },
    endpoints: hosts.map((hostName) => endpointStatus({ hostName })),
  }) as ConsoleState;
const snapshot = (revision: number, ...hosts: string[]): ConsoleUpdate => ({
  kind: 'snapshot',
  revision,
  state: state(...hosts),
});
const patch = (revision: number, hostName: string): ConsoleUpdate => ({
  kind: 'patches',
  revision,
  patches: [{ kind: 'endpoint', endpoint: endpointStatus({ hostName, commands: revision }) }],
});

const part = (revision: number, more: boolean, ...hosts: string[]): ConsoleUpdate => ({
  kind: 'snapshot-part',
  revision,
  endpoints: state(...hosts).endpoints,
  ...(more ? { more } : {}),
});
const firstPart = (revision: number, ...hosts: string[]): ConsoleUpdate => ({
  kind: 'snapshot',
  revision,
  state: state(...hosts),
  more: true,
});

/** A stream that the test feeds; the store subscribes to a new one each time. */
class Feed {
  readonly #updates: (ConsoleUpdate | Error)[] = [];
  #wake: () => void = () => {};
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
    signal.addEventListener('abort', () => this.#wake());
  }

  push(...updates: (ConsoleUpdate | Error)[]) {
    this.#updates.push(...updates);
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ConsoleUpdate, void> {
    for (;;) {
      if (this.signal.aborted) throw this.signal.reason;
      const next = this.#updates.shift();
      if (next instanceof Error) throw next;
      if (next) yield next;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

function service() {
  const feeds: Feed[] = [];
  let refusal: Error | undefined;
  let closed = 0;
  const client = {
    state: {
      watch: async (_input: undefined, { signal }: { signal: AbortSignal }) => {
        const feed = new Feed(signal);
        feeds.push(feed);
        return feed[Symbol.asyncIterator]();
      },
    },
  } as unknown as ConsoleClient;
  const store = new ConsoleStore({
    connect: async () => (refusal ? Promise.reject(refusal) : client),
    close: () => {
      closed++;
    },
  });
  return {
    store,
    feeds,
    closed: () => closed,
    refuse: (error: Error | undefined) => {
      refusal = error;
    },
  };
}

const settle = () => vi.advanceTimersByTimeAsync(1);
const hostsOf = (store: ConsoleStore) => store.view.state?.endpoints.map((endpoint) => endpoint.hostName);

describe('P-2 the state follows the service', () => {
  it('P-2 a snapshot replaces everything, a patch needs the revision before it', () => {
    const first = follow(undefined, snapshot(5, 'a', 'b'));
    expect(follow(first, patch(6, 'b')).state.endpoints[0]).toBe(first.state.endpoints[0]);
    expect(() => follow(first, patch(7, 'b'))).toThrow(RevisionGap);
    expect(() => follow(undefined, patch(1, 'b'))).toThrow(RevisionGap);
  });

  it('P-3 a snapshot in parts is followed part by part; anything else in between is a gap', () => {
    const first = follow(undefined, firstPart(5, 'a'));
    const second = follow(first, part(5, true, 'b'));
    expect(second.isWhole).toBe(false);
    const whole = follow(second, part(5, false, 'c'));
    expect(whole).toMatchObject({ isWhole: true, revision: 5, state: state('a', 'b', 'c') });
    expect(follow(whole, patch(6, 'b')).isWhole).toBe(true);
    expect(() => follow(first, patch(6, 'a'))).toThrow(RevisionGap);
    expect(() => follow(first, part(6, false, 'b'))).toThrow(RevisionGap);
    expect(() => follow(whole, part(5, false, 'd'))).toThrow(RevisionGap);
    expect(() => follow(undefined, part(5, false, 'd'))).toThrow(RevisionGap);
  });

  it('P-2 attempts get rarer, up to one in four seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(backOff)).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
  });
});

describe('P-8, P-10 the store of the window', () => {
  let end: AbortController;
  beforeEach(() => {
    vi.useFakeTimers();
    end = new AbortController();
  });
  afterEach(() => {
    end.abort();
    vi.useRealTimers();
  });

  it('P-10 before the first snapshot it is connecting, which is not an empty list', async () => {
    const { store, feeds } = service();
    void store.run(end.signal);
    await settle();
    expect(store.view).toEqual({ link: 'connecting', state: undefined });
    feeds[0]?.push(snapshot(1));
    await settle();
    expect(store.view).toMatchObject({ link: 'up', state: { endpoints: [] } });
  });

  it('P-2 after an error it keeps the last state, says that there is no connection, and subscribes again', async () => {
    const { store, feeds } = service();
    void store.run(end.signal);
    await settle();
    feeds[0]?.push(snapshot(1, 'a'), new Error('gone'));
    await settle();
    expect([store.view.link, hostsOf(store)]).toEqual(['down', ['a']]);
    await expect(store.call(async () => 'x')).rejects.toBeInstanceOf(Disconnected);
    await vi.advanceTimersByTimeAsync(250);
    feeds[1]?.push(snapshot(9, 'a', 'b'));
    await settle();
    expect([store.view.link, hostsOf(store)]).toEqual(['up', ['a', 'b']]);
    expect(await store.call(async () => 'x')).toBe('x');
  });

  it('P-2 a gap in the revisions asks for a new snapshot at once, without a word', async () => {
    const { store, feeds } = service();
    const links: string[] = [];
    store.subscribe(() => links.push(store.view.link));
    void store.run(end.signal);
    await settle();
    feeds[0]?.push(snapshot(1, 'a'), patch(3, 'a'));
    await settle();
    feeds[1]?.push(snapshot(3, 'a', 'b'));
    await settle();
    expect([hostsOf(store), links, feeds[0]?.signal.aborted]).toEqual([['a', 'b'], ['up', 'up'], true]);
  });

  it('P-8 refresh reads the saved endpoints again', async () => {
    const { store, feeds } = service();
    void store.run(end.signal);
    await settle();
    feeds[0]?.push(snapshot(1, 'a'));
    await settle();
    const refreshed = store.refresh();
    await settle();
    feeds[1]?.push(snapshot(2, 'a', 'b'));
    await refreshed;
    expect(hostsOf(store)).toEqual(['a', 'b']);
  });

  it('P-8 while a new snapshot comes in parts the former list stays whole', async () => {
    const { store, feeds } = service();
    void store.run(end.signal);
    await settle();
    feeds[0]?.push(snapshot(1, 'a', 'b'));
    await settle();
    const refreshed = store.refresh();
    await settle();
    feeds[1]?.push(firstPart(2, 'a'));
    await settle();
    expect(hostsOf(store)).toEqual(['a', 'b']);
    feeds[1]?.push(part(2, false, 'c'));
    await refreshed;
    expect(hostsOf(store)).toEqual(['a', 'c']);
  });

  it('P-8 refresh without a connection fails', async () => {
    const { store, refuse } = service();
    refuse(new Disconnected());
    void store.run(end.signal);
    await settle();
    await expect(store.refresh()).rejects.toBeInstanceOf(Disconnected);
  });

  it.each([
    ['token-needed', false],
    ['token-wrong', true],
  ])('P-2 %s: it stops trying', async (link, isWrong) => {
    const { store, refuse, feeds } = service();
    refuse(new TokenNeeded({ isWrong }));
    await store.run(end.signal);
    expect([store.view.link, feeds.length]).toEqual([link, 0]);
  });

  it('issue 10: one that is closed knows nothing any more, and can be opened again', async () => {
    const { store, feeds, closed } = service();
    void store.run(end.signal);
    await settle();
    feeds[0]?.push(snapshot(1, 'a'));
    await settle();
    end.abort();
    await settle();
    expect(store.view).toEqual({ link: 'connecting', state: undefined });
    expect(closed()).toBe(1);

    const again = new AbortController();
    void store.run(again.signal);
    await settle();
    feeds[1]?.push(snapshot(7, 'b'));
    await settle();
    expect(hostsOf(store)).toEqual(['b']);
    again.abort();
  });
});
