import { expect } from 'vitest';
import { axeViolationsInBothSchemes } from './axe.ts';
import type { ConsolePage } from './console-page.ts';

/** Expects that axe finds nothing in the light and in the dark scheme; a screenshot of both where it is asked for. */
export async function looksRight(console: ConsolePage, name: string): Promise<void> {
  await console.shot(name);
  expect(await axeViolationsInBothSchemes(console.page, () => console.shot(`${name}-dark`))).toEqual([]);
}
