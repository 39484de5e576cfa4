import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** As it is for browsers: half as large as its `source`, which is brought into each page. */
const axeScript = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Of all rules that hold unless asked for, those that depend on colours alone. */
const aboutColours = ['color-contrast', 'link-in-text-block'];

/**
 * Has axe look at the whole page, with all of its rules. It is brought in by the browser's debugger, which the page's
 * policy does not bind.
 * @param rules `colours` only for a page that was looked at before, and has changed nothing but its colours since
 * @returns each violation as one text; empty when there is none
 */
export async function axeViolations(page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeScript);
  return page.evaluate(
    async (only) => {
      // Half-way through a transition colours are neither the old nor the new ones.
      const finite = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(finite.map(({ finished }) => finished));
      const { violations } = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(document, {
        resultTypes: ['violations'],
        ...(only.length > 0 ? { runOnly: { type: 'rule', values: only } } : {}),
      });
      return violations.map(({ id, help, nodes }) => {
        const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`);
        return `${id}: ${help}: ${places.join('; ')}`;
      });
    },
    rules === 'all' ? [] : aboutColours,
  );
}

/**
 * The same in the light scheme and then in the dark one, which differ in colours only.
 * @param inDark is called while the page is dark
 */
export async function axeViolationsInBothSchemes(page: Page, inDark?: () => Promise<void>): Promise<string[]> {
  const violations: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion, so that no colour is half-way between the two schemes.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-color-scheme=${colorScheme}]`).waitFor(); // the page itself follows, some time later
    const found = await axeViolations(page, colorScheme === 'light' ? 'all' : 'colours');
    violations.push(...found.map((violation) => `${colorScheme}: ${violation}`));
  }
  await inDark?.();
  await page.emulateMedia({ colorScheme: null });
  return violations;
}
