import type { Browser, Page } from 'playwright-core';

/** One task of a page's main thread, in milliseconds. */
interface Task {
  /** As the user feels it, with whatever else the computer did meanwhile. */
  readonly duration: number;
  /** What the thread itself worked. */
  readonly work: number;
  /** Compiles or runs a script that has just been loaded for the first time. */
  readonly isLoading: boolean;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

const mark = 'nbwss-bench';
const loading = new Set(['v8.compile', 'v8.compileModule', 'v8.evaluateModule', 'EvaluateScript']);
/** Of a module, in microseconds; a call from the test is a script, too, and a short one. */
const leastLoading = 2000;

/**
 * What a page's main thread does during an action, by Chromium's own trace: every task that its scheduler ran, however short.
 * (A PerformanceObserver tells of tasks from 50 ms on only.)
 */
export async function tasksDuring(browser: Browser, page: Page, action: () => Promise<void>): Promise<readonly Task[]> {
  const categories = ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'v8', 'blink.user_timing'];
  await browser.startTracing(page, { categories });
  await page.evaluate((name) => void performance.mark(name), mark); // tells which thread is the page's
  await action();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const main = trace.traceEvents.find(({ name }) => name === mark);
  if (!main) throw new Error('the trace does not tell the main thread of the page');
  const events = trace.traceEvents.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const tasks = events.filter(({ name }) => name === 'RunTask');
  if (tasks.length === 0) throw new Error('the trace holds no task of the page');
  const loads = events.filter(({ name, dur = 0 }) => loading.has(name) && dur >= leastLoading);
  return tasks.map(({ ts, dur = 0, tdur = 0 }) => ({
    duration: dur / 1000,
    work: tdur / 1000,
    isLoading: loads.some((load) => load.ts >= ts && load.ts < ts + dur),
  }));
}

/** The longest of some tasks, and how many took 50 ms or more. */
export function longest(tasks: readonly Task[]): { duration: number; work: number; long: number } {
  return {
    duration: Math.max(...tasks.map(({ duration }) => duration)),
    work: Math.max(...tasks.map(({ work }) => work)),
    long: tasks.filter(({ duration }) => duration >= 50).length,
  };
}
