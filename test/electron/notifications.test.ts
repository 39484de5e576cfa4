import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DesktopApp, openDesktopApp } from '../support/desktop-app.ts';

describe('the pane Notifications of the desktop app', () => {
  let opened: DesktopApp;
  beforeAll(async () => {
    opened = await openDesktopApp('electron-notifications', { args: ['--practice'] });
    await opened.console.grid().waitFor();
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('N-15: a practised backup is delivered and counted, and the plots, which are loaded later, are drawn', async () => {
    const { console } = opened;
    const { page } = console;
    await console.rowShows('localhost', 'CONNECTED');
    await console.goTo('Notifications');
    const row = page.getByRole('row').filter({ hasText: 'practice-group' });
    const delivered = async () => Number(await row.getByRole('gridcell').nth(2).textContent());
    await expect.poll(delivered, { timeout: 30_000 }).toBeGreaterThan(0);
    const plots = page.getByRole('region', { name: 'All groups' }).getByRole('img');
    await plots.nth(1).waitFor();
    await console.shot('plots');
    expect(console.complaints).toEqual([]);
  });
});
