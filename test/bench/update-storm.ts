import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../support/chromium.ts';
import { longest, tasksDuring } from './main-thread.ts';
import { heapOf, probeArrival, timeOf, usableAfter } from './page-probe.ts';
import { type Benchmark, figure } from './result.ts';
import { Stand } from './stand.ts';

const endpoints = 10_000;
const changesPerSecond = 1000;
/** How long a storm lasts in each round, in milliseconds. */
const storm = 6_000;

/** P-3: the longest task of the window's main thread while the list is scrolled and states change all over it. */
export const updateStorm: Benchmark = {
  name: 'update-storm',
  about: `longest task while scrolling ${endpoints} endpoints with ${changesPerSecond} state changes a second`,
  unit: 'ms',
  referenceName: 'plain-DOM virtualised list with the same stream of changes',
  goal: { kind: 'ours below', value: 50 },
  async measure({ rounds, say }) {
    const stand = await Stand.start(endpoints);
    const browser = await openChromium();
    const found = { ours: [] as number[], reference: [] as number[] };
    const worked: number[] = [];
    const shares: number[] = [];
    try {
      for (let round = 0; round <= rounds; round++) {
        for (const side of ['ours', 'reference'] as const) {
          const { page, close } = await open(browser, stand.pages[side]);
          await stand.change(changesPerSecond);
          const tasks = await tasksDuring(browser, page, () => scroll(page, storm));
          const share = await stand.change(0);
          const { duration, work, long } = longest(tasks);
          say(
            `  ${side}, round ${round}${round === 0 ? ' (warms up)' : ''}: longest ${duration.toFixed(1)} ms (its work ${work.toFixed(1)} ms), ${long} from 50 ms on, ${tasks.length} tasks`,
          );
          if (round > 0) found[side].push(duration);
          if (round > 0 && side === 'ours') {
            shares.push(share * 100);
            worked.push(work);
          }
          await close();
        }
      }
      say(`  the service's processor, per cent of one, with the storm itself: ${figure(shares)}`);
      await alsoTell(browser, stand, say);
      return { ...found, oursWork: worked };
    } finally {
      await browser.close();
      await stand.close();
    }
  },
};

/** The same while the list is sorted by what changes, and with everything selected. */
async function alsoTell(browser: Browser, stand: Stand, say: (line: string) => void): Promise<void> {
  for (const [what, prepare] of [
    ['sorted by host name', (page: Page) => timeOf(page, 'sort')],
    ['all rows selected', (page: Page) => timeOf(page, 'select all')],
  ] as const) {
    const { page, close } = await open(browser, stand.pages.ours);
    await prepare(page);
    await stand.change(changesPerSecond);
    const { duration, work, long } = longest(await tasksDuring(browser, page, () => scroll(page, storm)));
    await stand.change(0);
    say(`  ours, ${what}: longest ${duration.toFixed(1)} ms (work ${work.toFixed(1)} ms), ${long} from 50 ms on`);
    say(`  ours, ${what}: heap ${((await heapOf(page)) / 2 ** 20).toFixed(1)} MiB`);
    await close();
  }
}

async function open(browser: Browser, address: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await probeArrival(page, endpoints);
  await page.goto(address);
  await usableAfter(page);
  return { page, close: () => context.close() };
}

/** Scrolls slowly, as somebody who reads: a tenth of a row with each frame, for so many milliseconds. */
async function scroll(page: Page, milliseconds: number): Promise<void> {
  await page.evaluate(async (time) => {
    let scroller: Element | null = document.querySelector('[role="grid"]');
    while (scroller && scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement;
    if (!scroller) throw new Error('nothing can be scrolled');
    const end = performance.now() + time;
    while (performance.now() < end) {
      scroller.scrollTop += 4;
      await new Promise((frame) => requestAnimationFrame(frame));
    }
  }, milliseconds);
}
