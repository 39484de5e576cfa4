import type { Browser } from 'playwright-core';
import { openChromium } from '../support/chromium.ts';
import { heapOf, type ListAction, probeArrival, timeOf, usableAfter } from './page-probe.ts';
import { type Benchmark, figure } from './result.ts';
import { Stand } from './stand.ts';

const endpoints = 10_000;
const actions: readonly ListAction[] = ['sort', 'filter', 'clear filter', 'select all', 'last row'];
const referenceActions = actions.filter((action) => action !== 'last row'); // it has no cursor
const mebibyte = 1024 * 1024;

/** P-3: a list of 10,000 endpoints from the arrival of the data at the window to the pane that can be worked with. */
export const grid10000: Benchmark = {
  name: 'grid-10000',
  about: `${endpoints} endpoints in 2500 groups, from the arrival of the data to the usable pane`,
  unit: 'ms',
  referenceName: 'plain-DOM virtualised list of the same rows',
  goal: { kind: 'ours below', value: 500 },
  async measure({ rounds, say }) {
    const stand = await Stand.start(endpoints);
    const browser = await openChromium();
    try {
      const found = { ours: new Rounds(), reference: new Rounds() };
      // The first of each only warms up: what is compiled and cached then is not in the figures.
      for (let round = 0; round <= rounds; round++) {
        for (const side of ['ours', 'reference'] as const) {
          const figures = await load(browser, stand.pages[side], side === 'ours' ? actions : referenceActions);
          if (round > 0) found[side].add(figures);
        }
      }
      for (const side of ['ours', 'reference'] as const) found[side].tell(side, say);
      return { ours: found.ours.of('to the usable pane'), reference: found.reference.of('to the usable pane') };
    } finally {
      await browser.close();
      await stand.close();
    }
  },
};

async function load(browser: Browser, address: string, wanted: readonly ListAction[]): Promise<Record<string, number>> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await probeArrival(page, endpoints);
  await page.goto('about:blank');
  await page.goto(address);
  const { arrival, navigation } = await usableAfter(page);
  const figures: Record<string, number> = {
    'to the usable pane': arrival,
    'from the beginning of the navigation': navigation,
  };
  for (const action of wanted) figures[action] = await timeOf(page, action);
  figures['heap in MiB'] = (await heapOf(page)) / mebibyte;
  await context.close();
  return figures;
}

/** Figures by name, one of each round. */
class Rounds {
  readonly #figures = new Map<string, number[]>();

  add(figures: Readonly<Record<string, number>>): void {
    for (const [name, value] of Object.entries(figures)) this.#figures.set(name, [...this.of(name), value]);
  }

  of(name: string): readonly number[] {
    return this.#figures.get(name) ?? [];
  }

  tell(side: string, say: (line: string) => void): void {
    for (const [name, values] of this.#figures) say(`  ${side}: ${name}: ${figure(values)}`);
  }
}
