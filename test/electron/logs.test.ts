import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDesktopApp } from '../support/desktop-app.ts';

describe('L-1 the pane Logs of the desktop app', () => {
  it('L-1 opens exactly the log folder, also after practice mode was left; what the system says against it is shown', async () => {
    await using opened = await openDesktopApp('electron-logs', { args: ['--practice'] });
    const { app, console, dataFolder } = opened;
    const { page } = console;
    await app.evaluate(({ shell }) => {
      const asked: string[] = [];
      Object.assign(globalThis, { asked, answer: '' });
      shell.openPath = (path) => {
        asked.push(path);
        return Promise.resolve((globalThis as unknown as { answer: string }).answer);
      };
    });
    const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    await console.rowShows('localhost', 'CONNECTED');
    const practice = await console.dataFolder();
    expect(practice).not.toBe(dataFolder);
    await console.goTo('Logs');
    await page.getByRole('row').filter({ hasText: 'connected' }).filter({ hasText: 'localhost' }).first().waitFor();
    await page.getByRole('button', { name: 'Open folder' }).click();
    await console.said('The log folder was opened.');
    expect(await asked()).toEqual([join(practice, 'logs', 'nbwebservice')]);
    await console.shot('practice');

    await page.getByRole('button', { name: 'Leave practice mode' }).first().click();
    await page
      .getByText(join(dataFolder, 'logs', 'nbwebservice'), { exact: false })
      .first()
      .waitFor();
    await page.getByRole('row').filter({ hasText: 'service started' }).first().waitFor();
    await app.evaluate(() => Object.assign(globalThis, { answer: 'No file manager' }));
    await page.getByRole('button', { name: 'Open folder' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('The log folder could not be opened', { exact: true }).waitFor();
    await alert.getByText(`${join(dataFolder, 'logs', 'nbwebservice')}: No file manager`).waitFor();
    expect((await asked()).at(-1)).toBe(join(dataFolder, 'logs', 'nbwebservice'));
    await console.shot('not-opened');
    expect(console.complaints).toEqual([]);
  });
});
