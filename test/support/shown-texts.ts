import type { Locator } from 'playwright-core';

/** Texts of all that is found, once there is something: what a click opens comes with a later picture. */
export async function shownTexts(found: Locator): Promise<string[]> {
  await found.first().waitFor();
  return found.allTextContents();
}

/** How many are found, once there is one. */
export async function shownCount(found: Locator): Promise<number> {
  await found.first().waitFor();
  return found.count();
}
