import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ConsolePage } from '../support/console-page.ts';
import { endedBy, openDesktopApp, refusedDesktopApp, startDesktopApp } from '../support/desktop-app.ts';
import { looksRight } from '../support/looks-right.ts';
import { tempFolder } from '../support/temp-folder.ts';

const shots = 'electron-background';

/** Whether the window can be seen; `none` when there is no window. */
const windowIs = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return window === undefined ? 'none' : window.isVisible() ? 'shown' : 'hidden';
  });

const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

/** Keeps what the system's boxes say from now on, instead of showing them. */
const keepBoxes = (app: ElectronApplication) =>
  app.evaluate(({ dialog }) => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    dialog.showMessageBox = ((options: Electron.MessageBoxOptions) => {
      said.push(`${options.message}. ${options.detail}`);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
  });
const said = (app: ElectronApplication) => app.evaluate(() => (globalThis as unknown as { said: string[] }).said);

const chooseQuit = async ({ page }: ConsolePage) => {
  await page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
  await page.getByRole('menuitem', { name: 'Quit' }).click();
};

/** Ctrl with a key, as the system hands it to the window. */
const press = (app: ElectronApplication, keyCode: string) =>
  app.evaluate(
    ({ BrowserWindow }, key) =>
      BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({
        type: 'keyDown',
        keyCode: key,
        modifiers: ['control'],
      }),
    keyCode,
  );

const setting = ({ page }: ConsolePage, name: string) =>
  page.getByRole('region', { name: 'This desktop app' }).getByRole('switch', { name, exact: true });

describe('the desktop app in the background', () => {
  it('closing the window hides it and delivery goes on; a second start brings it back', async () => {
    await using opened = await openDesktopApp(shots, { args: ['--practice'] });
    const { app, console } = opened;
    await console.rowShows('localhost', 'CONNECTED');
    await keepBoxes(app);
    await closeWindow(app);
    expect(await windowIs(app)).toBe('hidden');
    // Said the first time: here, where nothing shows notifications, by a box.
    expect(await said(app)).toEqual([
      'NBWSS Console goes on in the background. Connections stay up and notifications are delivered. For the window, use the icon in the tray or start NBWSS Console again. Quit (menu File) ends it.',
    ]);
    await console.rowShows('localhost', 'CONNECTED');
    expect(await opened.startAgain('--hidden')).toBe(0); // at login, while it runs
    expect(await windowIs(app)).toBe('hidden');
    expect(await opened.startAgain()).toBe(0);
    await expect.poll(() => windowIs(app)).toBe('shown');
    await closeWindow(app);
    expect(await said(app)).toHaveLength(1);
  });

  it('T-12 a data folder that cannot be used is told in one line, and the app ends with status 2', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'lock'));
    const { status, stderr } = await refusedDesktopApp(folder);
    expect(status).toBe(2);
    expect(stderr).toContain(`The lock of the data folder ${folder} cannot be taken: it is a directory, not a file.`);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('Quit asks while connections are up: Cancel goes on, Quit closes them and really quits', async () => {
    await using opened = await openDesktopApp(shots, { args: ['--practice'] });
    const { app, console } = opened;
    await console.rowShows('localhost', 'CONNECTED');
    await chooseQuit(console);
    const dialog = console.dialog('Quit');
    await dialog.getByText('1 group is connected.').waitFor();
    await looksRight(console, 'quit');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await console.rowShows('localhost', 'CONNECTED');
    // The menu of the tray asks the same, also while the window is hidden. Closing it with Close to tray off is Quit, too.
    await console.goTo('Properties');
    await setting(console, 'Close to tray').click();
    await console.said('Close to tray: off.');
    await closeWindow(app);
    await dialog.waitFor();
    expect(await windowIs(app)).toBe('shown');
    const data = await app.evaluate(({ app: own }) => own.getPath('userData'));
    expect(existsSync(data)).toBe(true);
    expect(await endedBy(app, () => dialog.getByRole('button', { name: 'Quit' }).click())).toEqual([0, null]);
    expect(console.complaints).toEqual([]);
  });

  it('Quit does not ask when nothing is connected', async () => {
    await using opened = await openDesktopApp(shots);
    const { app, console } = opened;
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    expect(await endedBy(app, () => chooseQuit(console))).toEqual([0, null]);
  });

  it('started hidden it shows no window, until it is started again', async () => {
    await using hidden = await startDesktopApp({ args: ['--hidden', '--practice'] });
    expect(await windowIs(hidden.app)).toBe('none');
    expect(await hidden.startAgain()).toBe(0);
    const console = await hidden.window(shots);
    await console.rowShows('localhost', 'CONNECTED');
    expect(await windowIs(hidden.app)).toBe('shown');
  });

  it('its settings are in Properties, hold at once, and are there after a restart', async () => {
    const home = tempFolder();
    const dataFolder = join(tempFolder(), 'data');
    const env = { XDG_CONFIG_HOME: home };
    const file = join(home, 'autostart', 'nbwss-console.desktop');
    {
      await using opened = await openDesktopApp(shots, { dataFolder, env });
      const { console } = opened;
      await console.goTo('Properties');
      for (const [name, isOn] of [
        ['Close to tray', true],
        ['System notifications', true],
        ['Start at login', false],
      ] as const)
        expect(await setting(console, name).isChecked(), name).toBe(isOn);
      await setting(console, 'System notifications').click();
      await console.said('System notifications: off.');
      await setting(console, 'Start at login').click();
      await console.said('Start at login: on.');
      expect(readFileSync(file, 'utf8')).toMatch(/^Exec=.* --data .* --hidden$/m);
      await setting(console, 'Start at login').scrollIntoViewIfNeeded();
      await looksRight(console, 'settings');
      expect(console.complaints).toEqual([]);
    }
    expect(JSON.parse(readFileSync(join(dataFolder, 'config.json'), 'utf8'))).toMatchObject({
      desktop: { closeToTray: true, notifications: false },
    });
    await using again = await openDesktopApp(shots, { dataFolder, env });
    await again.console.goTo('Properties');
    expect(await setting(again.console, 'System notifications').isChecked()).toBe(false);
    expect(await setting(again.console, 'Start at login').isChecked()).toBe(true);
    await setting(again.console, 'Start at login').click();
    await again.console.said('Start at login: off.');
    expect(existsSync(file)).toBe(false);
  });

  it('the window has its place, size and zoom again after a restart', async () => {
    const dataFolder = join(tempFolder(), 'data');
    const bounds = { x: 90, y: 70, width: 1100, height: 660 };
    const state = (app: ElectronApplication) =>
      app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return { bounds: window?.getBounds(), zoom: window?.webContents.getZoomFactor().toFixed(2) };
      });
    {
      await using opened = await openDesktopApp(shots, { dataFolder });
      const { app, console } = opened;
      await console.servers().waitFor();
      await app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted), bounds);
      await press(app, '=');
      await expect.poll(() => state(app)).toEqual({ bounds, zoom: '1.10' });
      for (let n = 0; n < 7; n++) await press(app, '=');
      await expect.poll(() => state(app)).toEqual({ bounds, zoom: '2.00' });
      await console.shot('zoomed');
      await press(app, '-');
      await expect.poll(() => state(app)).toEqual({ bounds, zoom: '1.75' });
    }
    await using again = await openDesktopApp(shots, { dataFolder });
    await again.console.servers().waitFor();
    await expect.poll(() => state(again.app)).toEqual({ bounds, zoom: '1.75' });
    await press(again.app, '0');
    await expect.poll(async () => (await state(again.app)).zoom).toBe('1.00');
    const least = await again.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize());
    expect(least).toEqual([1024, 640]);
  });
});
