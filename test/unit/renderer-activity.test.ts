import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { filterEntries, jsonLines, noFilter } from '../../renderer/activity/live-filter.ts';
import { LiveStore, merge } from '../../renderer/activity/live-store.ts';
import type { ConsoleStore } from '../../renderer/client/console-store.ts';
import type { ActivityEntry, ActivityUpdate } from '../../shared/activity.ts';

const entry = (number: number, given: Partial<ActivityEntry> = {}): ActivityEntry => ({
  number,
  time: Date.UTC(2026, 0, 15, 12),
  direction: 'in',
  type: 'COMMAND REQUEST',
  id: 'A1',
  endpoint: 'cloud1.nebula.com',
  group: 'sg1',
  summary: 'GET /netbackup/admin/jobs',
  status: null,
  duration: null,
  bytes: 100,
  detail: '{"uri":"/netbackup/admin/jobs"}',
  isCut: false,
  ...given,
});
const numbers = (entries: readonly ActivityEntry[]) => entries.map(({ number }) => number);

/** A console whose activity is told by hand. */
function liveBench() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const frame = { dataFolder: '/data' };
  const streams: { tell(update: ActivityUpdate): Promise<void>; end(): Promise<void>; signal: AbortSignal }[] = [];
  const watch = (_input: undefined, { signal }: { signal: AbortSignal }) => {
    const waiting: (ActivityUpdate | undefined)[] = [];
    let wake: () => void = () => undefined;
    const put = async (update: ActivityUpdate | undefined) => {
      waiting.push(update);
      wake();
      await vi.advanceTimersByTimeAsync(0);
    };
    signal.addEventListener('abort', () => void put(undefined));
    streams.push({ tell: put, end: () => put(undefined), signal });
    const stream = async function* () {
      for (;;) {
        while (waiting.length > 0) {
          const update = waiting.shift();
          if (!update) return;
          yield update;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    return Promise.resolve(stream());
  };
  const console = {
    view: { link: 'up', state: { frame } },
    until: () => Promise.resolve(),
    call: (method: (client: unknown) => unknown) => Promise.resolve(method({ activity: { watch } })),
  };
  const store = new LiveStore(console as unknown as ConsoleStore);
  const tell = async (entries: ActivityEntry[], dropped = 0) => streams.at(-1)?.tell({ entries, dropped });
  return { store, streams, tell, frame };
}

describe('the live list of the pane Activity', () => {
  it('holds what came, newest first, the latest 2,000 at most, and tells how many it does not hold', async () => {
    const { store, tell } = liveBench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    await tell([entry(1), entry(2)]);
    expect(numbers(store.view.entries)).toEqual([2, 1]);
    await tell(
      Array.from({ length: 2000 }, (_, index) => entry(index + 3)),
      5,
    );
    expect(store.view).toMatchObject({ state: 'watching', dropped: 7 });
    expect(store.view.entries).toHaveLength(2000);
    expect(store.view.entries[0]?.number).toBe(2002);
  });

  it('large messages leave room for fewer', () => {
    const large = Array.from({ length: 40 }, (_, index) => entry(index, { detail: 'x'.repeat(1024 * 1024) }));
    expect(merge(large, [])).toMatchObject({ entries: large.slice(0, 32), gone: 8 });
  });

  it('paused it does not change, and counts what came; resumed it shows all of it', async () => {
    const { store, tell } = liveBench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    await tell([entry(1)]);
    store.pause();
    await tell([entry(2)]);
    await tell([entry(3), entry(4)]);
    expect(numbers(store.view.entries)).toEqual([1]);
    expect(store.view).toMatchObject({ isPaused: true, waiting: 3 });
    store.resume();
    expect(numbers(store.view.entries)).toEqual([4, 3, 2, 1]);
    expect(store.view).toMatchObject({ isPaused: false, waiting: 0 });
  });

  it('goes on for ten minutes when the pane is left, and no longer; coming back before keeps the stream', async () => {
    const { store, streams } = liveBench();
    const leave = store.open();
    await vi.advanceTimersByTimeAsync(0);
    leave();
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    const leaveAgain = store.open();
    leaveAgain();
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([false]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([true]);
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(streams).toHaveLength(2);
  });

  it('a stream that ends is opened again and the list stays; another service begins an empty list', async () => {
    const { store, streams, tell, frame } = liveBench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    await tell([entry(1)]);
    await streams[0]?.end();
    await vi.advanceTimersByTimeAsync(500);
    expect(streams).toHaveLength(2);
    expect(numbers(store.view.entries)).toEqual([1]);
    await streams[1]?.end();
    frame.dataFolder = '/practice';
    await vi.advanceTimersByTimeAsync(500);
    expect(store.view.entries).toEqual([]);
  });
});

describe('the filter of the live list', () => {
  const entries = [
    entry(1),
    entry(2, { type: 'COMMAND RESPONSE', status: 404, endpoint: 'other.example.com' }),
    entry(3, {
      type: 'connected',
      status: null,
      summary: 'the cloud application accepted the token',
      detail: 'ACCEPTED',
    }),
  ];
  it.each([
    ['nothing is asked', {}, [1, 2, 3]],
    ['an endpoint', { endpoint: 'other.example.com' }, [2]],
    ['a type', { type: 'connected' }, [3]],
    ['hundreds of a status', { status: '4xx' }, [2]],
    ['words, in any case and order', { text: 'JOBS netbackup' }, [1, 2]],
    ['all of it', { text: 'jobs', status: '5xx' }, []],
  ])('%s', (_name, filter, found) => {
    expect(numbers(filterEntries(entries, { ...noFilter, ...filter }))).toEqual(found);
  });

  it('without a filter it is the very same list, and an export is a JSON text a line', () => {
    expect(filterEntries(entries, noFilter)).toBe(entries);
    const lines = jsonLines(entries).split('\n');
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ time: '2026-01-15T12:00:00.000Z', status: 404 });
  });
});
