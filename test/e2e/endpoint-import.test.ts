import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { type Dragged, FileDrag } from '../support/file-drag.ts';
import { looksRight } from '../support/looks-right.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { ServerDialog } from '../support/server-dialog.ts';

const longHost = `${'a-long-label.'.repeat(18)}example.com`;

describe('D-4, D-6: endpoint files are imported by menu, by key and by drag and drop', () => {
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  beforeAll(async () => {
    cloud = await PracticeCloudApplication.start({ hostName: 'localhost' });
    desk = await ConsoleDesk.open({
      seed: (data) => seedEndpoints(data, cloud, [{ hostName: 'existing.example' }]),
    });
    console = await desk.openPage('chromium/endpoint-import', { motion: true });
    await console.rowShows('existing.example', 'CONNECTED');
  });
  afterEach(() => {
    expect(console.complaints).toEqual([]);
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const detailsOf = (hostName: string, change: Partial<EndpointDetails> = {}): EndpointDetails => ({
    ...cloud.details,
    ...{ hostName, groupId: `group of ${hostName}`, url: `${cloud.endpointUrl}?of=${hostName}` },
    ...change,
  });
  /** @returns its path */
  const file = (name: string, contents: string | object) => {
    const path = join(folder, name);
    writeFileSync(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
    return path;
  };
  const folderNamed = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const over = (dragged: Dragged, target = console.servers()) => FileDrag.over(console.page, target, dragged);
  const drop = async (...files: string[]) => (await over({ files })).drop();
  const target = () => console.page.getByText('Drop endpoint details files here to import them', { exact: true });
  const skip = (dialog: ServerDialog) => dialog.dialog.getByRole('button', { name: 'Skip this file', exact: true });
  const turn = async (place: string) => {
    const dialog = await ServerDialog.opened(console);
    await dialog.dialog.getByText(place, { exact: true }).waitFor();
    return dialog;
  };
  const field = ({ dialog }: ServerDialog, name: string) => dialog.getByRole('textbox', { name, exact: true });
  const summary = () => console.dialog('Imported endpoint files');
  const results = async () => {
    const rows = await summary().getByRole('row').all();
    const texts = await Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
    return texts.slice(1).map(([name, result]) => [name, ...(result?.split('\n') ?? [])]);
  };
  const closeSummary = async () => {
    await summary().getByRole('button', { name: 'Close' }).click();
    await summary().waitFor({ state: 'hidden' });
  };
  const selected = () => console.grid().locator('[aria-selected="true"]').count();

  it('D-4, D-7, D-9, decision 34: one dropped file is read as if it had been chosen; the known flow adds it', async () => {
    const drag = await over({ files: [file('one.json', detailsOf('one.example'))] });
    await target().waitFor();
    await looksRight(console, 'drop-target');
    await drag.drop();
    const dialog = await ServerDialog.opened(console);
    expect(await target().count()).toBe(0);
    expect(await dialog.dialog.getByRole('radio', { name: 'FILE', exact: true }).isChecked()).toBe(true);
    await dialog.dialog.getByText('one.json', { exact: true }).waitFor();
    await expect.poll(() => field(dialog, 'Host Name:').inputValue()).toBe('one.example');
    expect(await skip(dialog).count()).toBe(0);
    expect(await dialog.addHost().isDisabled()).toBe(true); // nothing is added before its certificate was accepted
    await dialog.validate();
    await dialog.accept();
    await dialog.add();
    await dialog.closed();
    await console.said('Added one.example, priority 1.');
    await expect.poll(() => console.row('one.example').getAttribute('aria-selected')).toBe('true');
  });

  it('T-1, T-13, decisions 34, 36 and 38: of five files two are added, one renews, one is refused and one skipped', async () => {
    await drop(
      file('bad.json', '{ "token": '),
      file('existing.json', detailsOf('existing.example', { priority: 5 })),
      file('good-1.json', detailsOf('good-1.example')),
      file('good-2.json', detailsOf(longHost, { groupId: 'g2' })),
      file('skipped.json', detailsOf('skipped.example')),
    );
    const bad = await turn('File 1 of 5:');
    await bad.shows({ lines: ['JSON contents not valid'], code: 'detailsNotValid', cause: /JSON/ });
    await looksRight(console, 'bad-file');
    await skip(bad).click();

    const existing = await turn('File 2 of 5:');
    const offered = existing.dialog.getByRole('note').getByRole('button', { name: 'Renew credentials…', exact: true });
    await offered.waitFor();
    await existing.dialog.getByText(/An endpoint with the host name existing\.example is saved already\./).waitFor();
    await looksRight(console, 'existing');
    await offered.click();
    await ServerDialog.renewing(console, 'existing.example');
    await existing.dialog.getByText('File 2 of 5:', { exact: true }).waitFor();
    await offered.waitFor({ state: 'detached' });
    await existing.validate();
    await existing.accept();
    await existing.renewButton().click();

    const third = await turn('File 3 of 5:');
    await third.validate();
    await third.accept();
    await third.add();
    const fourth = await turn('File 4 of 5:');
    await fourth.validate();
    await fourth.accept();
    await fourth.add();
    const fifth = await turn('File 5 of 5:');
    await fifth.validate();
    await fifth.certificate().getByRole('button', { name: 'Reject' }).click();
    await skip(fifth).click();

    await summary().waitFor();
    const said = '5 files: 2 added, 1 renewed, 1 skipped, 1 refused.';
    await summary().getByText(said, { exact: true }).waitFor();
    expect(await results()).toEqual([
      ['bad.json', 'Refused', 'JSON contents not valid', expect.any(String)],
      ['existing.json', 'Renewed the credentials of existing.example'],
      ['good-1.json', 'Added good-1.example, priority 1'],
      ['good-2.json', `Added ${longHost}, priority 1`],
      ['skipped.json', 'Skipped', 'Its certificate was rejected.'],
    ]);
    await looksRight(console, 'summary');
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await looksRight(console, 'summary-small');
    await console.page.setViewportSize({ width: 1280, height: 800 });
    await closeSummary();
    await console.said(said);
    await expect.poll(selected).toBe(3);
    await console.rowShows('existing.example', 'CONNECTED', '5');
    await console.rowShows('good-1.example', 'CONNECTED');
    expect(await console.row('skipped.example').count()).toBe(0);
  });

  it('T-13, decision 38: an existing host that is skipped is told so by the exact string; Cancel leaves the rest', async () => {
    const files = [
      file('a.json', detailsOf('existing.example')),
      file('b.json', detailsOf('b.example')),
      file('c.json', detailsOf('c.example')),
    ];
    await drop(...files);
    const first = await turn('File 1 of 3:');
    await first.dialog.getByRole('note').waitFor();
    await skip(first).click();
    const second = await turn('File 2 of 3:');
    await expect.poll(() => field(second, 'Host Name:').inputValue()).toBe('b.example');
    await second.dialog.getByRole('button', { name: 'Cancel' }).click();
    await summary().waitFor();
    expect(await results()).toEqual([
      ['a.json', 'Skipped', 'the entity already exists'],
      ['b.json', 'Skipped'],
      ['c.json', 'Not looked at: the import was cancelled'],
    ]);
    await closeSummary();
    expect(await console.row('b.example').count()).toBe(0);
  });

  it('D-6: File > Import endpoint… by keyboard, and Ctrl+O, open the file chooser, for several files too', async () => {
    const { page } = console;
    const one = file('menu.json', detailsOf('menu.example'));
    const byMenu = page.waitForEvent('filechooser');
    await page.keyboard.press('F10');
    await expect.poll(() => page.locator(':focus').textContent()).toBe('File');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Import endpoint…Ctrl+O');
    await looksRight(console, 'menu');
    await page.keyboard.press('Enter');
    const chooser = await byMenu;
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles([one]);
    const dialog = await ServerDialog.opened(console);
    await expect.poll(() => field(dialog, 'Host Name:').inputValue()).toBe('menu.example');
    await page.keyboard.press('Control+o'); // while a dialog is open it does nothing, not even the browser's own
    await dialog.cancel();
    const byKey = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+o');
    await (await byKey).setFiles([one, file('menu-2.json', detailsOf('menu-2.example'))]);
    const turns = await turn('File 1 of 2:');
    await page.keyboard.press('Escape');
    await turns.closed();
    expect((await results()).map(([, result]) => result)).toEqual([
      'Skipped',
      'Not looked at: the import was cancelled',
    ]);
    await closeSummary();
  });

  it('what is no file is not taken, folders and too many files are refused in words, and a drag that leaves is over', async () => {
    const text = await over({ text: 'wss://cloud.example' });
    expect(await target().count()).toBe(0);
    await text.drop();
    const left = await over({ files: [file('left.json', '{}')] });
    await target().waitFor();
    await left.leave();
    await target().waitFor({ state: 'detached' });

    const refused = console.dialog('Import endpoint');
    await drop(folderNamed('endpoints'));
    await refused
      .getByText('A folder cannot be imported: endpoints. Drop the files themselves.', { exact: true })
      .waitFor();
    await looksRight(console, 'folder-refused');
    await refused.getByRole('button', { name: 'Close' }).click();
    await refused.waitFor({ state: 'hidden' });

    await drop(folderNamed('endpoints'), file('beside.json', detailsOf('beside.example')));
    const dialog = await ServerDialog.opened(console);
    await dialog.dialog
      .getByText('A folder was ignored: endpoints. Drop the files themselves.', { exact: true })
      .waitFor();
    await expect.poll(() => field(dialog, 'Host Name:').inputValue()).toBe('beside.example');
    await dialog.cancel();

    await drop(...Array.from({ length: 101 }, (_, index) => file(`many-${index}.json`, '{}')));
    await refused
      .getByText('101 files are too many: at most 100 are imported at once. Nothing was imported.', { exact: true })
      .waitFor();
    await console.page.keyboard.press('Escape');
    await refused.waitFor({ state: 'hidden' });
  });

  it('while another dialog is open a drop goes to it, or is refused; nothing ever replaces the page', async () => {
    const { page } = console;
    await page.getByRole('menubar').getByRole('menuitem', { name: 'Help' }).click();
    await page.getByRole('menuitem', { name: 'About' }).click();
    const about = console.dialog('About');
    await about.waitFor();
    const drag = await over({ files: [file('refused.json', detailsOf('refused.example'))] }, about);
    expect(await target().count()).toBe(0);
    await drag.drop();
    expect(await about.isVisible()).toBe(true);
    await about.getByRole('button', { name: 'Close' }).click();
    await about.waitFor({ state: 'hidden' });

    const dialog = await ServerDialog.open(console);
    await (await over({ files: [folderNamed('endpoints')] }, dialog.dialog)).drop();
    await dialog.alert().getByText('A folder cannot be imported: endpoints. Drop the files themselves.').waitFor();
    await (await over({ files: [file('taken.json', detailsOf('taken.example'))] }, dialog.dialog)).drop();
    await expect.poll(() => field(dialog, 'Host Name:').inputValue()).toBe('taken.example');
    await dialog.cancel();
    expect(page.url()).toBe(`${desk.origin}/`);
  });

  it('D-4: files dropped on another pane are imported, too, and it is left for the list when one was added', async () => {
    await console.goTo('Properties');
    const drag = await over(
      { files: [file('other-pane.json', detailsOf('other-pane.example'))] },
      console.page.getByRole('region', { name: 'Properties', exact: true }),
    );
    await target().waitFor();
    await drag.drop();
    const dialog = await ServerDialog.opened(console);
    await expect.poll(() => field(dialog, 'Host Name:').inputValue()).toBe('other-pane.example');
    await dialog.validate();
    await dialog.accept();
    await dialog.add();
    await dialog.closed();
    await expect.poll(() => console.row('other-pane.example').getAttribute('aria-selected')).toBe('true');
  });

  it('decisions 36 and 38, D-8: an existing host from a URL is renewed after Validate was clicked again', async () => {
    const dialog = await ServerDialog.open(console);
    cloud.behaviour = {
      ...cloud.behaviour,
      onDetailsRequest: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(detailsOf('existing.example', { priority: 7 })));
      },
    };
    await dialog.type(cloud.detailsUrl);
    await dialog.validate();
    await dialog.acceptDetailsServer();
    await dialog.accept();
    await dialog.dialog.getByRole('note').getByRole('button', { name: 'Renew credentials…', exact: true }).click();
    await ServerDialog.renewing(console, 'existing.example');
    expect(await dialog.renewButton().isDisabled()).toBe(true);
    await expect.poll(() => console.page.evaluate(() => document.activeElement?.textContent)).toBe('Validate');
    await dialog.validate();
    await dialog.acceptDetailsServer();
    await dialog.accept();
    await dialog.renewButton().click();
    await dialog.closed();
    await console.said('Renewed the credentials of existing.example, priority 7.');
    await console.rowShows('existing.example', 'CONNECTED', '7');
  });
});
