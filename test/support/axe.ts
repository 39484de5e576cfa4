import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ConsolePage } from './console-page.ts';

/**
 * Has axe look at the whole page, with all of its rules. It is brought in by the browser's debugger, which the page's
 * policy does not bind.
 * @returns each violation as one text; empty when there is none
 */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // Half-way through a transition colours are neither the old nor the new ones.
    const finite = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(finite.map(({ finished }) => finished));
    const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document);
    return violations.map(({ id, help, nodes }) => {
      const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`);
      return `${id}: ${help}: ${places.join('; ')}`;
    });
  });
}

/** Takes a screenshot in the light and in the dark scheme, and expects that axe finds nothing in either. */
export async function looksRight(console: ConsolePage, name: string): Promise<void> {
  await console.shot(name);
  const violations: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion, so that no colour is half-way between the two schemes.
    await console.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    violations.push(...(await axeViolations(console.page)));
    if (colorScheme === 'dark') await console.shot(`${name}-dark`);
  }
  await console.page.emulateMedia({ colorScheme: null, reducedMotion: null });
  expect(violations).toEqual([]);
}
