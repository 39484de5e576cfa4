import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { errorCatalogue } from '../../shared/error-catalogue.ts';
import { ConsoleDesk, type DeskOptions } from '../support/console-desk.ts';
import { tamperWithFrames } from '../support/console-frames.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { savedFilesIn } from '../support/saved-files.ts';
import { savedSecretsIn } from '../support/saved-secrets.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { ServerDialog } from '../support/server-dialog.ts';
import { shownTexts } from '../support/shown-texts.ts';

const startDesk = async (options?: DeskOptions) => {
  const desk = await ConsoleDesk.open(options);
  onTestFinished(() => desk.close());
  return desk;
};
const storeNotOpened =
  'Webservices unable to connect to EMM. Hint: check your security settings; Config WebServices are not compatible with NBAC';
const empty = 'No WebSocket servers have been added';
const starting = 'The service is starting';
const toolbar = ({ page }: ConsolePage, button: string) =>
  page.getByRole('toolbar', { name: 'Toolbar' }).getByRole('button', { name: button, exact: true });
const focused = ({ page }: ConsolePage) => page.locator(':focus');

describe('the views of the pane WebSocket Server(s)', () => {
  it('P-10: while nothing is known yet the service is starting, which is another view than no endpoints', async () => {
    const desk = await startDesk();
    const held = Promise.withResolvers<void>();
    const console = await desk.openPage('chromium/console', {
      prepare: ({ page }) =>
        tamperWithFrames(page, {
          received: async (text) => {
            await held.promise;
            return text;
          },
        }),
    });
    await console.servers().getByText(starting, { exact: true }).waitFor();
    expect(await console.servers().getByText(empty).count()).toBe(0);
    expect(await console.grid().count()).toBe(0);
    await looksRight(console, 'starting');
    held.resolve();
    await console.servers().getByText(empty, { exact: true }).waitFor();
    expect(await console.servers().getByText(starting).count()).toBe(0);
    expect(console.complaints).toEqual([]);
  });

  it('P-2: the empty view offers New WebSocket Server and practice mode, and shows no grid', async () => {
    const desk = await startDesk();
    const console = await desk.openPage('chromium/console');
    await console.servers().getByText(empty, { exact: true }).waitFor();
    await console.servers().getByRole('heading', { name: 'WebSocket Server(s)', level: 1 }).waitFor();
    expect(await console.servers().getByRole('button', { name: 'Start practice mode' }).isEnabled()).toBe(true);
    expect(await console.grid().count()).toBe(0);
    await console.servers().getByRole('button', { name: 'New WebSocket Server' }).click();
    await console.dialog('WebSocket Server').waitFor();
    expect(console.complaints).toEqual([]);
  });

  it('T-22, decision 44: a damaged store without a copy shows its string; Retry fails as long as it is damaged, and works when it is repaired', async () => {
    const cloud = await PracticeCloudApplication.start();
    onTestFinished(() => cloud.close());
    let whole = '';
    let damaged = '';
    const desk = await startDesk({
      async seed(folder) {
        await seedEndpoints(folder, cloud, [{ hostName: 'cloud.nebula.com' }]);
        whole = readFileSync(join(folder, 'config.json'), 'utf8');
        damaged = whole.slice(0, whole.length / 2);
        writeFileSync(join(folder, 'config.json'), damaged);
        rmSync(join(folder, 'config.json.last-good'));
      },
    });
    const file = join(desk.dataFolder, 'config.json');
    const console = await desk.openPage('chromium/console');
    const alert = console.servers().getByRole('alert');
    const shown = async () => {
      await alert.waitFor();
      // biome-ignore lint/performance/useDomNodeTextContent: what stands on a line of its own is what is asked
      return (await alert.innerText()).split('\n').filter((line) => line.trim() !== '');
    };
    const lines = await shown();
    expect(lines[0]).toBe(storeNotOpened);
    expect(lines.slice(1, lines.indexOf('Recommended actions')).join()).toMatch(/config\.json/);
    expect(lines.slice(lines.indexOf('Recommended actions') + 1)).toEqual(errorCatalogue.storeNotOpened.actions);
    expect(await console.servers().getByText(empty).count()).toBe(0);
    await looksRight(console, 'failed');

    await console.servers().getByRole('button', { name: 'Retry' }).click();
    await console.said(storeNotOpened);
    expect(await shown()).toEqual(lines);
    expect(readFileSync(file, 'utf8')).toBe(damaged); // nothing is "repaired" by losing it

    // T-12: what is saved cannot be looked into, so nothing can be added either.
    const dialog = await ServerDialog.open(console);
    await dialog.choose({ token: 'T', priority: 1, groupId: 'g', hostName: 'h', url: 'wss://h/x' });
    await dialog.shows({ lines: [storeNotOpened], code: 'storeNotOpened', cause: /config\.json/ });
    await dialog.cancel();

    writeFileSync(file, whole);
    await console.servers().getByRole('button', { name: 'Retry' }).click();
    await console.rowShows('cloud.nebula.com', 'ACTIVATED', 'CONNECTED');
    await console.said('The service was started.');
    expect(await alert.count()).toBe(0);
    expect(console.complaints).toEqual([]);
  });

  it('decision 44: a damaged store with a copy shows all rows, and says where the damaged file is', async () => {
    const cloud = await PracticeCloudApplication.start();
    onTestFinished(() => cloud.close());
    const desk = await startDesk({
      async seed(folder) {
        await seedEndpoints(folder, cloud, [{ hostName: 'cloud.nebula.com' }, { hostName: 'other.nebula.com' }]);
        writeFileSync(join(folder, 'config.json'), Buffer.alloc(2000));
      },
    });
    const console = await desk.openPage('chromium/console');
    await console.rowShows('cloud.nebula.com', 'ACTIVATED', 'CONNECTED');
    await console.rowShows('other.nebula.com', 'ACTIVATED', 'CONNECTED');
    const [kept = ''] = readdirSync(desk.dataFolder).filter((name) => name.startsWith('config.damaged-'));
    await console.servers().getByText(`config.json is not JSON. It was kept as ${kept} in the data folder`).waitFor();
    await looksRight(console, 'restored');
    expect(console.complaints).toEqual([]);
  });
});

describe('who may see the console', () => {
  let desk: ConsoleDesk;
  beforeAll(async () => {
    desk = await ConsoleDesk.open();
  });
  afterAll(() => desk?.close());

  const tokenNeeded = (page: Page) =>
    page.getByRole('heading', { name: 'Open the address that the service printed', exact: true });
  /** The browser's own remark on the answer to a request without a session. */
  const unauthorized = [expect.stringContaining('401 (Unauthorized)')];

  it.each([
    ['without a token', '', 'Open the address that the service printed'],
    ['with a wrong token', `#token=${'x'.repeat(43)}`, 'The token in this address is not right'],
  ])('%s the page says so, and tells nothing of the service', async (_name, hash, name) => {
    const console = await desk.openPage('chromium/console/token', { address: `${desk.origin}/${hash}` });
    await console.page.getByRole('heading', { name, exact: true }).waitFor();
    expect(await console.page.getByRole('menubar').count()).toBe(0);
    expect(await console.page.content()).not.toContain(desk.dataFolder);
    expect(console.page.url()).toBe(`${desk.origin}/`);
    await looksRight(console, hash === '' ? 'token-needed' : 'token-wrong');
    // Whoever has a session is let in with any token, so that is asked for, too.
    expect(console.complaints).toEqual(hash === '' ? unauthorized : [...unauthorized, ...unauthorized]);
  });

  it('the token leaves the address bar and the history; a reload and a second tab keep the session', async () => {
    const console = await desk.openPage('chromium/console/token');
    const { page } = console;
    await console.servers().getByText(empty).waitFor();
    expect(page.url()).toBe(`${desk.origin}/`);
    const entries = await page.evaluate(() => performance.getEntries().map(({ name }) => name));
    const storage = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect(storage).not.toContain(desk.ready.token);
    expect(await page.content()).not.toContain(desk.ready.token);
    expect(entries.length).toBeGreaterThan(0);
    await page.reload();
    await console.servers().getByText(empty).waitFor();
    expect(page.url()).toBe(`${desk.origin}/`);
    expect(await page.evaluate(() => location.hash)).toBe('');
    await page.goto('about:blank');
    await page.goBack();
    await console.servers().getByText(empty).waitFor();
    expect(page.url()).toBe(`${desk.origin}/`);
    const second = await page.context().newPage();
    await second.goto(desk.origin);
    await second.getByText(empty).waitFor();
    const stranger = await (await desk.newContext()).newPage();
    await stranger.goto(desk.origin);
    await tokenNeeded(stranger).waitFor();
    expect(console.complaints).toEqual([]);
  });

  it('the policy of the page refuses a script from elsewhere, and these tests hear of it', async () => {
    const console = await desk.openPage('chromium/console/token');
    await console.servers().getByText(empty).waitFor();
    expect(console.complaints).toEqual([]);
    await console.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.head.append(script);
    });
    await expect.poll(() => console.complaints).toEqual([expect.stringContaining('Content Security Policy')]);
    expect(await console.page.title()).not.toBe('taken over');
  });
});

const cloudHosts = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `cloud${String(from + index).padStart(2, '0')}.nebula.com`);

describe('the list of WebSocket servers', () => {
  const hosts = cloudHosts(1, 14);
  const [first = '', second = '', third = '', fourth = ''] = hosts;
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    cloud = await PracticeCloudApplication.start();
    desk = await ConsoleDesk.open({
      seed: (folder) =>
        seedEndpoints(
          folder,
          cloud,
          hosts.map((hostName, index) => ({ hostName, priority: index })),
        ),
    });
    console = await desk.openPage('chromium/console/list');
    await console.page.getByText(`${hosts.length} of ${hosts.length} groups connected`).waitFor();
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
  });

  const cell = (hostName: string) => console.row(hostName).getByRole('gridcell').first();
  const shownHosts = () =>
    console.grid().locator('[aria-rowindex] [role=gridcell][aria-colindex="1"]').allTextContents();
  const selectedHosts = () =>
    console.grid().locator('[aria-selected=true] [role=gridcell][aria-colindex="1"]').allTextContents();
  const rowsShow = async (names: readonly string[], ...texts: string[]) => {
    for (const name of names) await console.rowShows(name, ...texts);
  };
  const menuItems = async () => {
    await console.page.getByRole('menu').waitFor(); // it opens in a render after the click
    return console.page.getByRole('menu').getByRole('menuitem').allTextContents();
  };
  const enabled = async (...buttons: string[]) =>
    Promise.all(buttons.map((button) => toolbar(console, button).isEnabled()));

  it('P-3 to P-5: the columns in their order, and the two states of each row', async () => {
    expect(await shownTexts(console.grid().getByRole('columnheader'))).toEqual([
      'Host Name',
      'URL',
      'Group ID',
      'Priority',
      'State',
      'Connection State',
    ]);
    expect(await shownTexts(console.row(second).getByRole('gridcell'))).toEqual([
      second,
      `${cloud.endpointUrl}?of=${second}`,
      `group of ${second}`,
      '1',
      'ACTIVATED',
      'CONNECTED',
    ]);
    expect(await shownHosts()).toEqual(hosts);
    await console.shot('list');
  });

  it('P-8: Refresh reads the saved endpoints again', async () => {
    await toolbar(console, 'Refresh').click();
    await console.said(`Refreshed: ${hosts.length} WebSocket servers.`);
    expect(await shownHosts()).toEqual(hosts);
  });

  it('the filter leaves the rows that match, says how many, and lets nothing be done to those that it hides', async () => {
    const filter = console.page.getByRole('textbox', { name: 'Filter' });
    await cell(first).click();
    await expect.poll(selectedHosts).toEqual([first]);
    await filter.fill('cloud03 CONNECTED');
    await expect.poll(shownHosts).toEqual([third]);
    await console.servers().getByText(`1 of ${hosts.length} WebSocket servers shown`).waitFor();
    await expect.poll(() => enabled('Activate', 'Deactivate', 'Delete')).toEqual([false, false, false]);
    await filter.fill('disconnected');
    await console.servers().getByText('No WebSocket server matches the filter.').waitFor();
    await console.shot('no-match');
    await console.servers().getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(shownHosts).toEqual(hosts);
    await filter.fill(fourth.toUpperCase());
    await expect.poll(shownHosts).toEqual([fourth]);
    await filter.press('Escape');
    await expect.poll(shownHosts).toEqual(hosts);
    expect(await filter.inputValue()).toBe('');
  });

  it('P-7, C-15, decision 39: Deactivate and Activate apply to all selected rows and to no other', async () => {
    await cell(second).click();
    await cell(fourth).click({ modifiers: ['Control'] });
    await expect.poll(selectedHosts).toEqual([second, fourth]);
    await expect.poll(() => enabled('Activate', 'Deactivate')).toEqual([false, true]); // an item that would do nothing is disabled
    await toolbar(console, 'Deactivate').click();
    await console.said('Deactivated 2 WebSocket servers.');
    await rowsShow([second, fourth], 'DEACTIVATED', 'DISCONNECTED');
    await rowsShow([first, third], 'ACTIVATED', 'CONNECTED');
    await cloud.changes.until('12 are left', () => cloud.connections.length === hosts.length - 2);
    await console.page.getByText(`${hosts.length - 2} of ${hosts.length} groups connected`).waitFor();
    await expect.poll(() => enabled('Activate', 'Deactivate')).toEqual([true, false]);
    await console.shot('two-deactivated');

    await cell(third).click({ modifiers: ['Control'] });
    await expect.poll(() => enabled('Activate', 'Deactivate')).toEqual([true, true]); // some of each
    await cell(fourth).click({ button: 'right' });
    expect((await menuItems()).slice(0, 3)).toEqual(['Delete', 'Activate', 'Deactivate']);
    await console.shot('context-menu');
    await console.page.getByRole('menuitem', { name: 'Activate', exact: true }).click();
    await console.said('Activated 2 WebSocket servers.');
    await rowsShow([second, third, fourth], 'ACTIVATED', 'CONNECTED');
  });

  it('P-7: a context menu on a row outside of the selection is for that row alone', async () => {
    await cell(first).click();
    await cell(third).click({ modifiers: ['Shift'] });
    await expect.poll(selectedHosts).toEqual([first, second, third]);
    expect(await console.page.evaluate(() => String(getSelection()))).toBe(''); // rows are selected, not their text
    await expect.poll(() => focused(console).textContent()).toBe(third);
    await cell(fourth).click({ button: 'right' });
    await expect.poll(selectedHosts).toEqual([fourth]);
    await console.page.keyboard.press('Escape');
    await console.page.getByRole('menu').waitFor({ state: 'hidden' });
  });

  it('P-1, P-9: Actions > New > New WebSocket Server by mouse', async () => {
    const { page } = console;
    await page.getByRole('menubar').getByRole('menuitem', { name: 'Actions', exact: true }).click();
    await page.getByRole('menuitem', { name: 'New', exact: true }).hover();
    await page.getByRole('menuitem', { name: 'New WebSocket Server', exact: true }).click();
    await console.dialog('WebSocket Server').getByRole('button', { name: 'Cancel' }).click();
    await console.dialog('WebSocket Server').waitFor({ state: 'hidden' });
  });

  describe('by keyboard alone', () => {
    const role = () => focused(console).getAttribute('role');
    /** From the top of a fresh page to the first row, by Tab and arrow keys. */
    const tabToGrid = async () => {
      await console.page.reload();
      await console.row(first).waitFor();
      for (let presses = 0; presses < 40; presses++) {
        await console.page.keyboard.press('Tab');
        if ((await focused(console).count()) === 1 && /^(gridcell|columnheader)$/.test((await role()) ?? '')) break;
      }
      await console.page.keyboard.press('Control+Home');
      await expect.poll(() => focused(console).textContent()).toBe(first);
    };

    it.each(['Shift+F10', 'ContextMenu'])(
      'P-7: %s opens the context menu, Escape gives the focus back to the cell',
      async (key) => {
        await tabToGrid();
        const { page } = console;
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press(key);
        await page.getByRole('menu').waitFor();
        expect((await menuItems()).slice(0, 3)).toEqual(['Delete', 'Activate', 'Deactivate']);
        await expect.poll(selectedHosts).toEqual([second]);
        await expect.poll(role).toBe('menuitem');
        await page.keyboard.press('Escape');
        await page.getByRole('menu').waitFor({ state: 'hidden' });
        await expect.poll(role).toBe('gridcell');
        await expect.poll(() => focused(console).textContent()).toBe(`${cloud.endpointUrl}?of=${second}`);
        await expect.poll(selectedHosts).toEqual([second]);
      },
    );

    it('P-7, Z-1: selects rows, deactivates and activates them, and asks before it deletes', async () => {
      await tabToGrid();
      const { page } = console;
      await page.keyboard.press('Space');
      await page.keyboard.press('Shift+ArrowDown');
      await expect.poll(selectedHosts).toEqual([first, second]);
      for (const [item, said, state] of [
        ['Deactivate', 'Deactivated 2 WebSocket servers.', 'DEACTIVATED'],
        ['Activate', 'Activated 2 WebSocket servers.', 'CONNECTED'],
      ] as const) {
        await page.keyboard.press('Shift+F10');
        await expect.poll(role).toBe('menuitem');
        for (let presses = 0; presses < 4 && (await focused(console).textContent()) !== item; presses++)
          await page.keyboard.press('ArrowDown');
        await expect.poll(() => focused(console).textContent()).toBe(item);
        await page.keyboard.press('Enter');
        await console.said(said);
        await rowsShow([first, second], state);
        await expect.poll(role).toBe('gridcell');
      }
      await page.keyboard.press('Delete');
      await console.dialog('Delete').waitFor();
      await expect.poll(() => focused(console).textContent()).toBe('Cancel'); // Enter by mistake deletes nothing
      await page.keyboard.press('Escape');
      await console.dialog('Delete').waitFor({ state: 'hidden' });
      await expect.poll(role).toBe('gridcell');
      expect(await shownHosts()).toEqual(hosts);
    });

    it('D-1, P-9: F10, Actions > New > New WebSocket Server; Escape closes the dialog again', async () => {
      await tabToGrid();
      const { page } = console;
      const text = () => focused(console).textContent();
      for (let round = 1; round <= 12; round++) {
        await page.keyboard.press('F10');
        await expect.poll(text).toBe('File');
        await page.keyboard.press('ArrowRight');
        await expect.poll(text).toBe('View');
        await page.keyboard.press('ArrowRight');
        await expect.poll(text).toBe('Actions');
        await page.keyboard.press('Enter');
        await expect.poll(text).toBe('New');
        await page.keyboard.press('ArrowRight'); // at once: a quick hand must not close what it opens
        await expect.poll(text).toBe('New WebSocket Server');
        await page.keyboard.press('Enter');
        await console.dialog('WebSocket Server').waitFor();
        await expect.poll(role).toBe('dialog');
        await page.keyboard.press('Escape');
        await console.dialog('WebSocket Server').waitFor({ state: 'hidden' });
      }
    });

    it('a menu that Escape closes gives the focus back to the menu bar', async () => {
      await tabToGrid();
      const { page } = console;
      await page.keyboard.press('F10');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => focused(console).textContent()).toContain('Import endpoint…');
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'hidden' });
      await expect.poll(() => focused(console).textContent()).toBe('File');
    });

    it.each([
      ['Help', 'Troubleshooting'],
      ['Help', 'Keyboard shortcuts'],
      ['Help', 'About'],
      ['View', 'Columns…'],
      ['File', 'Export list…'],
    ])('a dialog that %s > %s opened gives the focus back to the menu bar', async (bar, entry) => {
      await tabToGrid();
      const { page } = console;
      const dialog = console.dialog(entry.replace('…', ''));
      const text = () => focused(console).textContent();
      const isClosed = async () => {
        await dialog.waitFor();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'hidden' });
        await expect.poll(text).toBe(bar);
      };
      await page.keyboard.press('F10');
      for (let presses = 0; presses < 4 && (await text()) !== bar; presses++) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await expect.poll(role).toBe('menuitem');
      for (let presses = 0; presses < 4 && (await text()) !== entry; presses++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await isClosed();
      await page.getByRole('menubar').getByRole('menuitem', { name: bar, exact: true }).click();
      await page.getByRole('menuitem', { name: entry, exact: true }).click();
      await isClosed();
    });
  });

  it('a list whose connection to the service is lost', async () => {
    let stop = () => {};
    const lost = await desk.openPage('chromium/console/list', {
      prepare: async ({ page }) => {
        await page.routeWebSocket(/\/console\?/, (socket) => {
          socket.connectToServer();
          stop = () => void socket.close();
        });
      },
    });
    await lost.rowShows(first, 'CONNECTED');
    await lost.page.route('**/session', (route) => route.abort());
    stop();
    await lost.page.getByText('There is no connection to the service').waitFor();
    await looksRight(lost, 'link-down');
    await lost.page.context().close();
  });

  it('a fault of the window itself: it says so, the connections go on, and it can be loaded again', async () => {
    const faulty = await desk.openPage('chromium/console/list');
    await faulty.rowShows(first, 'CONNECTED');
    await faulty.page.evaluate(() =>
      Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
        get() {
          throw new Error('planted fault');
        },
      }),
    );
    await faulty.row(first).getByRole('gridcell').first().click();
    await faulty.page.getByRole('heading', { name: 'This window cannot go on', level: 1 }).waitFor();
    await faulty.page.getByLabel('What happened').getByText('planted fault').waitFor();
    await looksRight(faulty, 'fault');
    await faulty.page.keyboard.press('Enter');
    await faulty.rowShows(first, 'CONNECTED');
    await faulty.page.context().close();
  });

  it('View > Theme: Light, Dark and System are radio items; the choice survives a reload', async () => {
    const { page } = console;
    const item = (name: string) => page.getByRole('menuitemradio', { name, exact: true });
    const openTheme = async () => {
      await page.getByRole('menubar').getByRole('menuitem', { name: 'View', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Theme', exact: true }).click();
      await item('Dark').waitFor();
      const names = ['Light', 'Dark', 'System'];
      const checked = await Promise.all(names.map((name) => item(name).getAttribute('aria-checked')));
      return names.filter((_name, index) => checked[index] === 'true');
    };
    const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await openTheme()).toEqual(['System']);
    await item('Dark').click();
    await expect.poll(scheme).toBe('dark');
    await page.reload();
    await console.row(first).waitFor();
    expect(await scheme()).toBe('dark');
    await console.shot('dark');
    expect(await openTheme()).toEqual(['Dark']);
    await item('Light').click();
    await expect.poll(scheme).toBe('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await scheme()).toBe('light');
    expect(await openTheme()).toEqual(['Light']);
    await item('System').click();
    await expect.poll(scheme).toBe('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(scheme).toBe('light');
  });

  it('Z-1, Z-2, decision 39: Delete of several rows names the hosts, and deletes them only after OK', async () => {
    const doomed = hosts.slice(-2);
    const [last = '', beforeLast = ''] = [...doomed].reverse();
    const before = savedFilesIn(desk.dataFolder);
    const dialog = console.dialog('Delete');
    const ask = async () => {
      await cell(beforeLast).click();
      await cell(last).click({ modifiers: ['Shift'] });
      await toolbar(console, 'Delete').click();
      await dialog.getByText('Delete the credentials of these 2 WebSocket servers?').waitFor();
      expect(await shownTexts(dialog.getByRole('list', { name: 'Hosts' }).getByRole('listitem'))).toEqual(doomed);
    };
    await ask();
    await console.shot('delete-two');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(savedFilesIn(desk.dataFolder)).toEqual(before);
    await rowsShow(doomed, 'CONNECTED');
    await ask();
    await dialog.getByRole('button', { name: 'OK' }).click();
    await console.said('Deleted the credentials of 2 WebSocket servers.');
    await expect.poll(shownHosts).toEqual(hosts.slice(0, -2));
    const certificates = ({ length }: readonly string[]) =>
      Object.keys(savedFilesIn(desk.dataFolder)).filter((file) => file.startsWith('truststore')).length === length;
    expect(certificates(hosts.slice(0, -2))).toBe(true);
    await cloud.changes.until('12 are left', () => cloud.connections.length === hosts.length - 2);
  });

  it('Z-1: of many hosts ten are named and the others counted; when all are deleted the pane is empty', async () => {
    await cell(first).click();
    await console.page.keyboard.press('Control+a');
    await expect.poll(async () => (await selectedHosts()).sort()).toEqual(hosts.slice(0, -2));
    await console.page.keyboard.press('Delete');
    const dialog = console.dialog('Delete');
    await dialog.getByText('Delete the credentials of these 12 WebSocket servers?').waitFor();
    expect(await shownTexts(dialog.getByRole('list', { name: 'Hosts' }).getByRole('listitem'))).toEqual([
      ...hosts.slice(0, 10),
      'and 2 more',
    ]);
    await console.shot('delete-twelve');
    await dialog.getByRole('button', { name: 'OK' }).click();
    await console.servers().getByText(empty, { exact: true }).waitFor();
    expect(Object.keys(savedFilesIn(desk.dataFolder)).sort()).toEqual(['config.json', 'vault.json']);
    expect(JSON.parse(readFileSync(join(desk.dataFolder, 'config.json'), 'utf8'))).toMatchObject({ endpoints: [] });
    expect(savedSecretsIn(desk.dataFolder)).toEqual({});
    await cloud.changes.until('none is left', () => cloud.connections.length === 0);
  });

  it('what was said a minute ago is not said any more', async () => {
    await console.page.clock.install();
    await toolbar(console, 'Refresh').click();
    await console.said('Refreshed: 0 WebSocket servers.');
    await console.page.clock.fastForward(61_000);
    await console.status().filter({ hasText: 'Refreshed' }).waitFor({ state: 'hidden' });
  });

  it('nothing in all of this was refused by the page’s policy or was an error in its console', () => {
    expect(console.complaints).toEqual([]);
  });
});
