import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManyEndpoints } from '../bench/many-endpoints.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { frame } from '../support/feed-bench.ts';
import { showPrepared } from '../support/prepared-state.ts';

const count = 10_000;
const endpoints = new ManyEndpoints(count, 2_500, () => frame).rows();

describe('P-3: the pane with 10,000 endpoints', () => {
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    desk = await ConsoleDesk.open();
    console = await desk.openPage('chromium/many-endpoints', { prepare: ({ page }) => showPrepared(page, endpoints) });
    await console.row('cloudhost1-1.tenant.example.com').waitFor();
  });
  afterAll(() => desk?.close());

  const shown = () => console.grid().getAttribute('aria-rowcount');
  const firstHost = () => console.grid().getByRole('gridcell').first().textContent();
  const inDocument = () => console.grid().getByRole('row').count();
  const header = (name: string) => console.grid().getByRole('columnheader', { name, exact: true });
  const filter = () => console.page.getByRole('textbox', { name: 'Filter' });

  it('P-3 counts them all, and only those in sight are in the document', async () => {
    expect(await shown()).toBe(String(count + 1));
    expect(await inDocument()).toBeLessThan(60);
    await console.page.getByText('0 of 2500 groups connected').waitFor();
    await console.shot('all');
  });

  it('P-3 sorts them by numbers as numbers, up, down and back', async () => {
    await header('Host Name').click();
    await expect.poll(firstHost).toBe('cloudhost1-1.tenant.example.com');
    await header('Host Name').click();
    await expect.poll(firstHost).toBe('cloudhost2500-4.tenant.example.com');
    await console.shot('sorted-down');
    await header('Host Name').click();
    await expect.poll(() => header('Host Name').getAttribute('aria-sort')).toBe('none');
  });

  it('P-3 the keyboard goes to the last row and back, and the focus with it', async () => {
    await console.grid().getByRole('gridcell').first().click();
    await console.page.keyboard.press('Control+End');
    const last = console.row('cloudhost2500-4.tenant.example.com');
    await expect
      .poll(() =>
        last
          .getByRole('gridcell')
          .last()
          .evaluate((cell) => cell === document.activeElement),
      )
      .toBe(true);
    expect(await last.getAttribute('aria-rowindex')).toBe(String(count + 1));
    await console.shot('last-row');
    await console.page.keyboard.press('Control+Home');
    const first = console.row('cloudhost1-1.tenant.example.com').getByRole('gridcell').first();
    await expect.poll(() => first.evaluate((cell) => cell === document.activeElement)).toBe(true);
    expect(await inDocument()).toBeLessThan(60);
  });

  it('P-3 a row that stays in sight stays the same element while the list is scrolled', async () => {
    const row = await console.row('cloudhost9-1.tenant.example.com').elementHandle();
    await console.row('cloudhost9-1.tenant.example.com').getByRole('gridcell').first().hover();
    await console.page.mouse.wheel(0, 200);
    await console.row('cloudhost24-1.tenant.example.com').waitFor();
    expect(await row?.evaluate((element) => element.isConnected)).toBe(true);
    await console.page.mouse.wheel(0, -200);
  });

  it('decision 39 selects them all, and Delete and Deactivate count them', async () => {
    await console.grid().getByRole('gridcell').first().click();
    await console.page.keyboard.press('Control+a');
    await console.servers().getByText('10,000 selected').first().waitFor();
    await console.page.keyboard.press('Delete');
    const dialog = console.dialog('Delete');
    await dialog.getByText('9,990 more').waitFor();
    await console.shot('delete-all');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await console.page.keyboard.press('Escape');
  });

  it('P-3 filters them, and the selection loses what is not seen any more', async () => {
    await console.grid().getByRole('gridcell').first().click();
    await console.page.keyboard.press('Control+a');
    await filter().fill('face77 disconnected');
    await expect
      .poll(shown)
      .toBe(
        String(
          1 +
            endpoints.filter(({ url, connectionState }) => url.includes('face77') && connectionState === 'DISCONNECTED')
              .length,
        ),
      );
    await console
      .servers()
      .getByText(/ of 10,000/)
      .first()
      .waitFor();
    await console.shot('filtered');
    await filter().press('Escape');
    await expect.poll(shown).toBe(String(count + 1));
  });

  it('T-24 the details of one of them tell why it is in its state', async () => {
    await filter().fill('cloudhost2491-2.');
    await console.row('cloudhost2491-2.tenant.example.com').getByRole('gridcell').first().click();
    const details = console.page.getByRole('region', { name: 'Details' });
    await details.getByRole('heading', { name: 'cloudhost2491-2.tenant.example.com' }).waitFor();
    await details.getByText('connect ECONNREFUSED 10.20.30.40:8080', { exact: false }).first().waitFor();
    await console.shot('details');
    await filter().press('Escape');
    expect(console.complaints).toEqual([]);
  });
});
