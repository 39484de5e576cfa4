import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the stand is told: how many states change each second from now on. */
export interface StandOrder {
  readonly changesPerSecond: number;
}

/** What it says: where its pages are; and after each order what share of a processor it took since the order before. */
export type StandReport =
  | { readonly kind: 'ready'; readonly console: string; readonly reference: string }
  | { readonly kind: 'since the last order'; readonly cpuShare: number };

/** A console whose service has 10,000 endpoints, in a process of its own; see `stand-process.ts`. */
export class Stand {
  readonly #child: ChildProcess;
  /** Addresses of the console and of the page to compare it with. */
  readonly pages: { readonly ours: string; readonly reference: string };

  private constructor(child: ChildProcess, pages: Stand['pages']) {
    this.#child = child;
    this.pages = pages;
  }

  static async start(endpoints = 10_000, groups = 2_500): Promise<Stand> {
    const script = join(import.meta.dirname, 'stand-process.ts');
    const child = fork(script, [String(endpoints), String(groups)], { stdio: ['ignore', 2, 2, 'ipc'] });
    const ready = await reportOf(child);
    if (ready.kind !== 'ready') throw new Error('the stand is not ready');
    return new Stand(child, { ours: ready.console, reference: ready.reference });
  }

  /** @returns the share of a processor that it took since the last time, 1 for a whole one */
  async change(changesPerSecond: number): Promise<number> {
    const order: StandOrder = { changesPerSecond };
    this.#child.send(order);
    const report = await reportOf(this.#child);
    return report.kind === 'ready' ? Number.NaN : report.cpuShare;
  }

  async close(): Promise<void> {
    const closed = once(this.#child, 'exit');
    this.#child.disconnect();
    await closed;
  }
}

/** @throws when the stand ends instead */
async function reportOf(child: ChildProcess): Promise<StandReport> {
  const answered = new AbortController();
  const ended = once(child, 'exit', { signal: answered.signal }).then(() => {
    throw new Error('the stand has ended');
  });
  ended.catch(() => undefined); // it may end at any time later
  const [report] = await Promise.race([once(child, 'message'), ended]);
  answered.abort();
  return report as StandReport;
}
