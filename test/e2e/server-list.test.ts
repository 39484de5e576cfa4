import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { shownCount } from '../support/shown-texts.ts';

const hosts = ['cloud2.nebula.com', 'cloud10.nebula.com', 'cloud1.nebula.com'];
const [first = '', second = ''] = hosts;

describe('what the list of WebSocket servers shows', () => {
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
          hosts.map((hostName) => ({ hostName })),
        ),
    });
    console = await desk.openPage('chromium/server-list');
    await console.page.getByText('3 of 3 groups connected').waitFor();
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
  });

  const headers = () => console.grid().getByRole('columnheader').allTextContents();
  const shownHosts = () =>
    console.grid().locator('[aria-rowindex] [role=gridcell][aria-colindex="1"]').allTextContents();
  const cell = (hostName: string) => console.row(hostName).getByRole('gridcell').first();
  const chooseInMenu = async (menu: string, item: string) => {
    await console.page.getByRole('menubar').getByRole('menuitem', { name: menu, exact: true }).click();
    await console.page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  const openColumns = async (): Promise<Locator> => {
    await chooseInMenu('View', 'Columns…');
    return console.dialog('Columns');
  };
  const chooseOptional = async (checked: boolean) => {
    const dialog = await openColumns();
    for (const name of optional) await dialog.getByRole('checkbox', { name }).setChecked(checked);
    await console.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  const guide = ['Host Name', 'URL', 'Group ID', 'Priority', 'State', 'Connection State'];
  const optional = ['Detail', 'Since', 'Last error', 'Round trip', 'Undelivered'];

  it('P-3: View > Columns… adds columns behind those of the guide, which stay; the choice survives a reload', async () => {
    expect(await headers()).toEqual(guide);
    const dialog = await openColumns();
    await looksRight(console, 'columns');
    expect(await shownCount(dialog.getByRole('checkbox'))).toBe(optional.length);
    for (const name of ['Undelivered', 'Round trip']) await dialog.getByRole('checkbox', { name }).check();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await headers()).toEqual([...guide, 'Round trip', 'Undelivered']);
    await console.rowShows(first, '0'); // nothing waits for its group

    await console.page.reload();
    await console.row(first).waitFor();
    expect(await headers()).toEqual([...guide, 'Round trip', 'Undelivered']);
    await chooseOptional(true);
    expect(await headers()).toEqual([...guide, ...optional]);
    await looksRight(console, 'all-columns');
    await chooseOptional(false);
    expect(await headers()).toEqual(guide);
  });

  it('P-3: the order of the rows survives a reload', async () => {
    const header = console.grid().getByRole('columnheader', { name: 'Host Name' });
    await header.click();
    const sorted = ['cloud1.nebula.com', 'cloud2.nebula.com', 'cloud10.nebula.com'];
    await expect.poll(shownHosts).toEqual(sorted);
    await console.page.reload();
    await console.row(first).waitFor();
    expect(await shownHosts()).toEqual(sorted);
    expect(await header.getAttribute('aria-sort')).toBe('ascending');
    await header.click();
    await header.click();
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('none');
    await expect.poll(shownHosts).toEqual(hosts);
  });

  it('P-7: Deactivate can be undone, by the button and by Ctrl+Z', async () => {
    const undo = console.page.getByRole('button', { name: 'Undo' });
    const states = (hostName: string, ...texts: string[]) => console.rowShows(hostName, ...texts);
    await console.choose(first, 'Deactivate');
    await states(first, 'DEACTIVATED', 'DISCONNECTED');
    await looksRight(console, 'undo');
    await undo.click();
    await console.said('Activated 1 WebSocket server.');
    await states(first, 'ACTIVATED', 'CONNECTED');
    expect(await undo.count()).toBe(0); // what was undone is done

    await cell(first).click();
    await cell(second).click({ modifiers: ['Control'] });
    await console.choose(second, 'Deactivate');
    await console.page.getByText('Deactivated 2 WebSocket servers.').last().waitFor();
    await undo.waitFor();
    await console.page.keyboard.press('Control+z');
    await states(first, 'ACTIVATED', 'CONNECTED');
    await states(second, 'ACTIVATED', 'CONNECTED');
    await undo.waitFor({ state: 'hidden' });
  });

  it('decision 39: "Show" leaves the rows of a kind and says how many there are; Clear filter ends it', async () => {
    const show = console.servers().getByRole('combobox', { name: 'Show' });
    await cell(second).click();
    await console.choose(second, 'Deactivate');
    await console.rowShows(second, 'DEACTIVATED');
    await expect
      .poll(() => show.locator('option').allTextContents())
      .toEqual(['All (3)', 'Needs attention (0)', 'Connected (2)', 'Disconnected (0)', 'Deactivated (1)']);
    await show.selectOption('Deactivated (1)');
    await expect.poll(shownHosts).toEqual([second]);
    await console.servers().getByText('1 of 3 WebSocket servers shown').waitFor();
    await show.selectOption('Needs attention (0)');
    await console.servers().getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(shownHosts).toEqual(hosts);
    await console.choose(second, 'Activate');
    await console.rowShows(second, 'CONNECTED');
  });

  it('P-6: File > Export list… saves what is chosen as CSV or JSON, without a secret', async () => {
    const save = async (rows: RegExp, format: RegExp) => {
      await chooseInMenu('File', 'Export list…');
      const dialog = console.dialog('Export list');
      await dialog.getByRole('radio', { name: rows }).check();
      await dialog.getByRole('radio', { name: format }).check();
      const download = console.page.waitForEvent('download');
      await dialog.getByRole('button', { name: 'Export' }).click();
      const file = await download;
      return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
    };
    await cell(second).click();
    await chooseInMenu('File', 'Export list…');
    await looksRight(console, 'export');
    await console.page.keyboard.press('Escape');
    await console.dialog('Export list').waitFor({ state: 'hidden' });

    const csv = await save(/^All \(3\)$/, /^CSV/);
    expect(csv.name).toMatch(/^websocket-servers-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.csv$/);
    expect(
      csv.text
        .split('\r\n')
        .slice(1, 4)
        .map((line) => line.split(',')[0]),
    ).toEqual(hosts);
    await console.said(`Exported 3 WebSocket servers as ${csv.name}.`);
    const json = await save(/^Those that are selected \(1\)$/, /^JSON/);
    expect(JSON.parse(json.text)).toMatchObject([
      { hostName: second, connectionState: 'CONNECTED', undelivered: 0, commandPolicy: 'allow all' },
    ]);
    for (const { text } of [csv, json]) expect(text).not.toContain(cloud.details.token);
  });

  it('Ctrl+F goes to the filter', async () => {
    await cell(first).click();
    await console.page.keyboard.press('Control+f');
    await expect.poll(() => console.page.locator(':focus').getAttribute('aria-label')).toBe('Filter');
    expect(console.complaints).toEqual([]);
  });
});
