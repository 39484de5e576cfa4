import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ConsoleStore } from '../../renderer/client/console-store.ts';
import { filterLog, noLogFilter } from '../../renderer/logs/log-filter.ts';
import { type LogEntry, LogStore, newest } from '../../renderer/logs/log-store.ts';
import type { LogLine, LogStatus, LogUpdate } from '../../shared/log.ts';

const line = (event: string, given: Partial<LogLine> = {}): LogLine => ({
  ...{ time: 0, level: 'info', event, endpoint: null, group: null, detail: null },
  ...{ text: JSON.stringify({ event }), isCut: false, isJson: true },
  ...given,
});
const status = (given: Partial<LogStatus> = {}): LogStatus => ({
  ...{ folder: '/data/logs', file: null, level: 'info', canOpenFolder: false, problem: null, notWritten: null },
  ...given,
});
const start = (events: readonly string[], given: Partial<LogStatus> = {}): LogUpdate => ({
  kind: 'start',
  status: status(given),
  lines: events.map((event) => line(event)),
  isAll: true,
});
const lines = (events: readonly string[], leftOut = 0): LogUpdate => ({
  kind: 'lines',
  lines: events.map((event) => line(event)),
  leftOut,
});
const told = (entries: readonly LogEntry[]) =>
  entries.map((entry) => (entry.kind === 'gap' ? entry.count : entry.line.event));

/** A window whose service is played by hand. */
function bench() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const streams: { signal: AbortSignal; tell(update: LogUpdate | 'end'): Promise<void> }[] = [];
  const watch = (_input: undefined, { signal }: { signal: AbortSignal }) => {
    let tell: (update: LogUpdate | 'end') => void = () => undefined;
    const waiting: Promise<LogUpdate | 'end'>[] = [];
    const expectNext = () =>
      waiting.push(
        new Promise((resolve) => {
          tell = resolve;
        }),
      );
    expectNext();
    signal.addEventListener('abort', () => tell('end'));
    streams.push({
      signal,
      async tell(update) {
        const now = tell;
        expectNext();
        now(update);
        await vi.advanceTimersByTimeAsync(0);
      },
    });
    const stream = async function* () {
      for (;;) {
        const update = await waiting.shift();
        if (update === undefined || update === 'end') return;
        yield update;
      }
    };
    return Promise.resolve(stream());
  };
  const console = {
    view: { link: 'up' },
    until: () => Promise.resolve(),
    call: (method: (client: unknown) => unknown) => Promise.resolve(method({ logs: { watch } })),
  };
  const store = new LogStore(console as unknown as ConsoleStore);
  return { store, streams, tell: async (update: LogUpdate | 'end') => streams.at(-1)?.tell(update) };
}

describe('L-2 the list of the pane Logs', () => {
  it('L-2 holds the newest lines first, and says where lines were left out', async () => {
    const { store, tell } = bench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(store.view).toMatchObject({ state: 'starting', entries: [] });
    await tell(start(['a', 'b']));
    await tell(lines(['c', 'd'], 7));
    expect(told(store.view.entries)).toEqual(['d', 'c', 7, 'b', 'a']);
    expect(store.view).toMatchObject({ state: 'watching', isFull: false });
    expect(new Set(store.view.entries.map(({ id }) => id)).size).toBe(5);
  });

  it('L-2 holds 5,000 at most, and fewer where they are long', async () => {
    const { store, tell } = bench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    await tell(start(Array.from({ length: 4999 }, (_, n) => String(n))));
    await tell(lines(['x', 'y', 'z']));
    expect(store.view.entries).toHaveLength(5000);
    expect(store.view.isFull).toBe(true);
    expect(told(store.view.entries).slice(0, 2)).toEqual(['z', 'y']);
    const long = Array.from({ length: 2000 }, (_, n): LogEntry => {
      return { kind: 'line', id: String(n), line: line('l', { text: 'x'.repeat(16 * 1024) }) };
    });
    expect(newest(long)).toHaveLength(1024);
  });

  it('L-2 paused it does not change, and counts what came; resumed it shows all of it', async () => {
    const { store, tell } = bench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    await tell(start(['a']));
    store.pause();
    await tell(lines(['b']));
    await tell(lines(['c', 'd'], 10));
    expect(told(store.view.entries)).toEqual(['a']);
    expect(store.view).toMatchObject({ isPaused: true, waiting: 13 });
    store.resume();
    expect(told(store.view.entries)).toEqual(['d', 'c', 10, 'b', 'a']);
    expect(store.view).toMatchObject({ isPaused: false, waiting: 0 });
  });

  it('L-1 a stream that ends is opened again and begins anew; another log ends a pause', async () => {
    const { store, streams, tell } = bench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    await tell(start(['a']));
    store.pause();
    await tell('end');
    await vi.advanceTimersByTimeAsync(500);
    expect(streams).toHaveLength(2);
    await tell(start(['a', 'b']));
    expect(told(store.view.entries)).toEqual(['a']);
    await tell('end');
    await vi.advanceTimersByTimeAsync(500);
    await tell(start(['of practice mode'], { folder: '/practice/logs' }));
    expect(store.view).toMatchObject({ isPaused: false, status: { folder: '/practice/logs' } });
    expect(told(store.view.entries)).toEqual(['of practice mode']);
  });

  it('L-1 a changed status keeps what could not be read at the start', async () => {
    const { store, tell } = bench();
    store.open();
    await vi.advanceTimersByTimeAsync(0);
    const problem = { code: 'logNotRead' as const, lines: [], causes: ['x'], actions: [], fields: {} };
    await tell(start([], { problem }));
    await tell({ kind: 'status', status: status({ notWritten: 'ENOSPC' }) });
    expect(store.view.status).toMatchObject({ problem, notWritten: 'ENOSPC' });
  });

  it('L-2 who leaves the pane ends the stream; Retry opens another one', async () => {
    const { store, streams } = bench();
    const leave = store.open();
    await vi.advanceTimersByTimeAsync(0);
    store.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    leave();
    expect(streams.map(({ signal }) => signal.aborted)).toEqual([true, true]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(streams).toHaveLength(2);
  });
});

describe('L-2 the filter of the pane Logs', () => {
  const entries: readonly LogEntry[] = [
    { kind: 'line', id: 'e', line: line('call failed', { level: 'error', endpoint: 'ep1' }) },
    { kind: 'line', id: 'w', line: line('disconnected', { level: 'warn', group: 'sg1', detail: 'No pong' }) },
    { kind: 'line', id: 'i', line: line('connected', { level: 'info' }) },
    { kind: 'line', id: 'd', line: line('ping', { level: 'debug', detail: 'pong after 3 ms' }) },
    { kind: 'line', id: 'f', line: line('torn', { level: null, isJson: false }) },
    { kind: 'gap', id: 'g', count: 3 },
  ];
  it.each([
    ['the least level error', { level: 'error' as const }, 'efg'],
    ['the least level warn', { level: 'warn' as const }, 'ewfg'],
    ['the least level info', { level: 'info' as const }, 'ewifg'],
    ['no level', {}, 'ewidfg'],
    ['words in any case and order', { text: 'PONG no' }, 'wg'],
    ['both', { level: 'warn' as const, text: 'ep1' }, 'eg'],
  ])('L-2 %s', (_name, filter, found) => {
    expect(
      filterLog(entries, { ...noLogFilter, ...filter })
        .map(({ id }) => id)
        .join(''),
    ).toBe(found);
  });

  it('L-2 without a filter it is the very same list', () => {
    expect(filterLog(entries, noLogFilter)).toBe(entries);
  });
});
