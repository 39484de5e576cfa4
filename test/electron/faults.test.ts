import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { endedBy, openDesktopApp } from '../support/desktop-app.ts';
import { tempFolder } from '../support/temp-folder.ts';

const logOf = (dataFolder: string) => {
  const folder = join(dataFolder, 'logs', 'nbwebservice');
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
};
/** Resolves when the page has been loaded again: before that it answers nothing. */
const crashAndReload = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise<void>((resolve) => {
      contents?.once('did-finish-load', () => resolve());
      contents?.forcefullyCrashRenderer();
    });
  });
/** What the window shows; Playwright's own page is gone with the crash. */
const shown = (app: ElectronApplication) =>
  app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents || contents.isCrashed()) return 'no page';
    return (await contents.executeJavaScript('document.body.innerText')) as string;
  });

describe('faults of the desktop app', () => {
  it('a window that crashed comes back with a message, and the log says why', async () => {
    await using opened = await openDesktopApp('electron-faults');
    const { app, dataFolder } = opened;
    await opened.console.servers().waitFor();
    await crashAndReload(app);
    await expect.poll(() => shown(app)).toContain('The window had crashed and was opened again.');
    expect(logOf(dataFolder)).toMatch(/exit code.*"event":"window crashed"/);
  });

  it('what ends the app is on the disk before it ends, without secrets, and in the log after the next start', async () => {
    const dataFolder = join(tempFolder(), 'data');
    {
      await using opened = await openDesktopApp('electron-faults', { dataFolder });
      await opened.console.servers().waitFor();
      const fall = () =>
        opened.app.evaluate(() => {
          setTimeout(() => {
            throw new Error('a planted fault\nAuthorization: Bearer planted-secret');
          });
        });
      expect(await endedBy(opened.app, fall)).toEqual([1, null]);
    }
    const record = readFileSync(join(dataFolder, 'logs', 'crashes.jsonl'), 'utf8');
    expect(record).toContain('a planted fault');
    expect(record).not.toContain('planted-secret');
    await using again = await openDesktopApp('electron-faults', { dataFolder });
    await again.console.servers().waitFor();
    await expect.poll(() => logOf(dataFolder)).toMatch(/a planted fault.*"event":"the app ended by a fault"/);
    const dumps = await again.app.evaluate(({ app, crashReporter }) => ({
      uploads: crashReporter.getUploadToServer(),
      folder: app.getPath('crashDumps'),
    }));
    expect(dumps.uploads).toBe(false);
  });
});

describe('endpoint files that the system opens', () => {
  const detailsFile = (folder: string, name: string, hostName: string) => {
    const file = join(folder, name);
    const details = { token: 'a-token', priority: 1, groupId: 'sg1', hostName, url: `wss://${hostName}:1/x` };
    writeFileSync(file, JSON.stringify(details));
    return file;
  };

  it('open the same dialog: at the first start, and while the app runs', async () => {
    const folder = tempFolder();
    const first = detailsFile(folder, 'first.nbwss.json', 'first.invalid');
    const second = detailsFile(folder, 'second.nbwss.json', 'second.invalid');
    await using opened = await openDesktopApp('electron-opened-files', { args: [first] });
    const { console } = opened;
    const dialog = console.dialog('WebSocket Server');
    await dialog.waitFor();
    await expect.poll(() => dialog.getByLabel('Host Name:').inputValue()).toBe('first.invalid');
    await console.shot('first-start');
    // The second one waits until the dialog of the first is closed.
    expect(await opened.startAgain(second)).toBe(0);
    expect(await dialog.getByLabel('Host Name:').inputValue()).toBe('first.invalid');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => dialog.getByLabel('Host Name:').inputValue()).toBe('second.invalid');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    // Hostile ones are refused in words.
    expect(await opened.startAgain(folder, '--x.nbwss.json', 'https://evil.invalid/x.nbwss.json')).toBe(0);
    await console.page.getByText('x.nbwss.json: it is not a file of this computer.').first().waitFor();
    await console.shot('refused');
    expect(console.complaints).toEqual([]);
  });
});
