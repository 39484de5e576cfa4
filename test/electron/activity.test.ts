import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DesktopApp, openDesktopApp } from '../support/desktop-app.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('the pane Activity of the desktop app', () => {
  let opened: DesktopApp;
  beforeAll(async () => {
    opened = await openDesktopApp('electron-activity', { args: ['--practice'] });
    await opened.console.grid().waitFor();
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('decision 19: a practised command is in the live list and in the history of practice mode, and can be exported', async () => {
    const { console, app } = opened;
    const { page } = console;
    const file = join(tempFolder(), 'commands.json');
    // Where the system's own dialog would ask.
    const saved = app.evaluate(
      ({ session }, path) =>
        new Promise<string>((resolve) => {
          session.defaultSession.once('will-download', (_event, item) => {
            item.setSavePath(path);
            item.once('done', (_done, state) => resolve(state));
          });
        }),
      file,
    );
    await console.rowShows('localhost', 'CONNECTED');
    await console.goTo('Activity');
    await page.getByText('Nothing has happened since this pane was opened').waitFor();
    await console.goTo('Practice');
    await console.sendCommand('Practice cloud application 1', 'GET', '/netbackup/admin/jobs', '');
    await console.goTo('Activity');
    await page.getByRole('row').filter({ hasText: 'GET /netbackup/admin/jobs' }).first().waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('row').filter({ hasText: '/netbackup/admin/jobs' }).filter({ hasText: 'Relayed' }).waitFor();
    await page.getByRole('button', { name: 'Export JSON' }).click();
    expect(await saved).toBe('completed');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toContainEqual(
      expect.objectContaining({ path: '/netbackup/admin/jobs', status: 200, verdict: 'relayed' }),
    );
    await console.shot('history');
    expect(console.complaints).toEqual([]);
  });
});
