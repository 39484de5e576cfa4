import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DesktopStatus } from '../../shared/desktop.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import { tamperWithFrames } from '../support/console-frames.ts';
import { looksRight } from '../support/looks-right.ts';

const application = 'Practice cloud application 1';
const status: DesktopStatus = {
  closeToTray: true,
  notifications: true,
  startAtLogin: false,
  restApi: { isOn: false, port: 0, tokenMadeAt: null, state: { kind: 'off' } },
  updates: { isOn: false, url: '', state: { kind: 'not asked' } },
  request: null,
};

// Each has a page of its own, and a lost connection is told after 12 s only: the others go on meanwhile.
describe.concurrent('notices and the desktop app, seen in a browser', () => {
  let desk: ConsoleDesk;
  beforeAll(async () => {
    desk = await ConsoleDesk.open({ args: () => ['--practice'] });
  });
  afterAll(() => desk?.close());

  /** A page that is told it stood in the desktop app. */
  const openAsDesktop = (request: DesktopStatus['request']) =>
    desk.openPage('chromium/desktop', {
      prepare: ({ page }) =>
        tamperWithFrames(page, {
          received: (text) => text.replaceAll('"desktop":null', `"desktop":${JSON.stringify({ ...status, request })}`),
        }),
    });

  it('a browser has neither Quit nor "This desktop app"', async () => {
    const console = await desk.openPage('chromium/desktop');
    await console.rowShows('localhost', 'CONNECTED');
    await console.page.getByRole('menubar').getByRole('menuitem', { name: 'File', exact: true }).click();
    await console.page.getByRole('menuitem', { name: 'Export list…' }).waitFor();
    expect(await console.page.getByRole('menuitem', { name: 'Quit' }).count()).toBe(0);
    await console.page.keyboard.press('Escape');
    await console.goTo('Properties');
    await console.page.getByRole('region', { name: 'Proxy' }).waitFor();
    expect(await console.page.getByRole('region', { name: 'This desktop app' }).count()).toBe(0);
    expect(console.complaints).toEqual([]);
  });

  it('an outage is said in the status area of every console, and so is the return', async () => {
    const console = await desk.openPage('chromium/desktop');
    const pages = [console, await desk.openPage('chromium/desktop')];
    await Promise.all(pages.map((page) => page.rowShows('localhost', 'CONNECTED')));
    await console.goTo('Practice');
    const online = console.page.getByRole('region', { name: application, exact: true }).getByRole('switch');
    await online.click();
    const lost = /^Practice mode: practice-group lost its connection\. localhost: .+\.$/;
    await Promise.all(pages.map((page) => page.said(lost)));
    await console.goTo('WebSocket Servers');
    await console.shot('lost');
    await console.goTo('Practice');
    await online.click();
    await console.page.getByRole('button', { name: 'Run connection process now' }).click();
    const back =
      /^Practice mode: practice-group is connected again\. localhost serves it\. It was without connection for \d+ s\.$/;
    await Promise.all(pages.map((page) => page.said(back)));
    // A console that is opened later is not told what is past.
    const later = await desk.openPage('chromium/desktop');
    await later.rowShows('localhost', 'CONNECTED');
    expect(await later.status().filter({ hasText: 'practice-group' }).count()).toBe(0);
    for (const page of [...pages, later]) expect(page.complaints).toEqual([]);
  });

  it('a notice that was clicked selects the rows of its group', async () => {
    const console = await openAsDesktop({ kind: 'show-group', groupId: 'practice-group' });
    await console.page.getByRole('region', { name: 'Details' }).waitFor();
    expect(await console.row('localhost').getAttribute('aria-selected')).toBe('true');
  });

  it('Quit names how many groups are connected, and that notifications wait', async () => {
    const console = await openAsDesktop({ kind: 'quit', connected: 12 });
    const dialog = console.dialog('Quit');
    await dialog.getByText('12 groups are connected.').waitFor();
    await dialog.getByText(/Notifications wait on the disk/).waitFor();
    expect(
      await dialog.getByRole('button', { name: 'Cancel' }).evaluate((button) => button === document.activeElement),
    ).toBe(true);
    await looksRight(console, 'quit');
  });

  it('"This desktop app" stands in Properties, and its keys in Keyboard shortcuts', async ({ expect }) => {
    const console = await openAsDesktop(null);
    const { page } = console;
    await page.setViewportSize({ width: 1024, height: 640 });
    await console.goTo('Properties');
    const section = page.getByRole('region', { name: 'This desktop app' });
    await section.getByRole('switch', { name: 'Start at login' }).scrollIntoViewIfNeeded();
    await looksRight(console, 'settings');
    // A host that refuses: the switch goes back, and the reason stands beside it.
    await section.getByRole('switch', { name: 'Close to tray' }).click();
    await section.getByRole('alert').getByText('Only the desktop app can do this.').waitFor();
    await expect.poll(() => section.getByRole('switch', { name: 'Close to tray' }).isChecked()).toBe(true);
    await page.getByRole('menubar').getByRole('menuitem', { name: 'Help' }).click();
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
    await console.dialog('Keyboard shortcuts').getByText('Ctrl+0').waitFor();
  });
});
