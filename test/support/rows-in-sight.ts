import type { Locator, Page } from 'playwright-core';

/** How many whole rows of a list can be read in this window, once its pane is scrolled to it. */
export async function rowsInSight(page: Page, grid: Locator): Promise<number> {
  await grid.evaluate((element) => element.parentElement?.scrollIntoView({ block: 'nearest' }));
  const rows = grid.getByRole('row').filter({ has: page.getByRole('gridcell') });
  return rows.evaluateAll(
    (all) =>
      all.filter((row) => {
        const { left, top, bottom } = row.getBoundingClientRect();
        // What lies over a point near each edge belongs to the row: neither the header nor anything beside the list.
        return [top + 2, bottom - 2].every((y) => row.contains(document.elementFromPoint(left + 20, y)));
      }).length,
  );
}
