import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { addMaster, asNetBackup } from '../support/master-dialog.ts';
import { useServers } from '../support/open-servers.ts';
import { ServerDialog } from '../support/server-dialog.ts';
import { SwitchedPort } from '../support/switched-port.ts';

describe('issue 10: several master servers in one console', () => {
  const { cloud, closeLater } = useServers();
  let desk: ConsoleDesk;
  beforeAll(async () => {
    desk = await ConsoleDesk.open();
  });
  afterAll(() => desk?.close());

  const inOverview = ({ page }: ConsolePage, name: string) =>
    page
      .getByRole('grid', { name: 'Master Servers' })
      .getByRole('row')
      .filter({ has: page.getByRole('gridcell', { name, exact: true }) });
  const toOverview = async ({ page }: ConsolePage) => {
    await page.getByRole('treeitem', { name: 'Master Servers', exact: true }).click();
    await page.getByRole('heading', { name: 'Master Servers', level: 1 }).waitFor();
  };
  const addEndpoint = async (console: ConsolePage, priority: number) => {
    const application = await cloud({ hostName: 'localhost', priority });
    const dialog = await ServerDialog.open(console);
    await dialog.choose(application.details);
    await dialog.validate();
    await dialog.accept();
    await dialog.add();
    await console.rowShows('localhost', 'CONNECTED');
  };

  it('one hangs, one answers 401, one has another certificate: the others stay live, and each problem is named with its remedy', async () => {
    const start = async () => closeLater(await PracticeNetBackup.start());
    const [good, hanging, refusing, changed, other] = await Promise.all([start(), start(), start(), start(), start()]);
    const port = closeLater(await SwitchedPort.to(changed.origin));
    const console = await desk.openPage('chromium/masters');
    const { page } = console;
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    expect(await page.getByRole('treeitem', { name: 'Master Servers', exact: true }).count()).toBe(0);
    expect(await page.title()).toBe('NBWSS Console');

    // It takes 15 s until one that hangs is given up: meanwhile the others are added and worked.
    await addMaster(console, asNetBackup(hanging, 'Hanging'));
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    hanging.intercept = () => 'never';
    await addMaster(console, asNetBackup(refusing, 'Refusing'));
    await addMaster(console, { ...asNetBackup(changed, 'Changed'), origin: port.origin });
    await addEndpoint(console, 1);
    await console.row('localhost').getByRole('gridcell').first().click();
    await addMaster(console, asNetBackup(good, 'Good'));

    // Nothing of the one is shown under the other's name: no row, no selection, no message.
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    expect(await page.getByRole('region', { name: 'Details' }).count()).toBe(0);
    await expect.poll(() => page.title()).toBe('Good – NBWSS Console');
    expect(await page.getByRole('status').filter({ hasText: 'localhost' }).count()).toBe(0);

    refusing.intercept = () => ({ status: 401, body: { errorCode: 8000, errorMessage: 'The token is not valid' } });
    port.switchTo(other.origin);
    await addEndpoint(console, 2);

    await toOverview(console);
    await inOverview(console, 'Refusing')
      .getByRole('button', { name: /^Edit…/ })
      .waitFor();
    await inOverview(console, 'Changed')
      .getByRole('button', { name: /^Accept new certificate…/ })
      .waitFor();
    await inOverview(console, 'Good').getByText('OK', { exact: true }).waitFor();
    await inOverview(console, 'Good').getByText('1 of 1', { exact: true }).waitFor();

    // The last known rows stay, marked as old, with the remedy; the others go on.
    console.master = 'Changed';
    await console.goTo('WebSocket Servers');
    const bar = page.getByRole('region', { name: 'Master server' });
    await bar.getByText('The certificate of the master server is not the accepted one').waitFor();
    await bar.getByText(/^What you see is as it was at/).waitFor();
    await console.rowShows('localhost', 'ACTIVATED', '1');
    await console.shot('not-trusted');
    expect(other.received.filter(({ headers }) => 'authorization' in headers)).toEqual([]);

    console.master = 'Good';
    await console.goTo('WebSocket Servers');
    expect(await bar.getByRole('note').count()).toBe(0);
    await console.choose('localhost', 'Deactivate');
    await console.rowShows('localhost', 'DEACTIVATED', '2');

    // The selection of the first is as it was left.
    console.master = 'Changed';
    await console.goTo('WebSocket Servers');
    await page.getByRole('region', { name: 'Details' }).getByText('localhost', { exact: true }).first().waitFor();
    expect(await page.getByRole('group', { name: 'Undo' }).count()).toBe(0);

    await bar.getByRole('button', { name: /^Accept new certificate…/ }).click();
    const certificate = console.dialog('SSL Certificate');
    await certificate.getByText('Accepted until now (SHA-256)').waitFor();
    await certificate.getByRole('button', { name: 'Reject' }).click();
    port.switchTo(changed.origin);
    await bar.getByText(/^What you see/).waitFor({ state: 'detached' });

    await toOverview(console);
    await inOverview(console, 'Hanging')
      .getByRole('button', { name: /^Retry/ })
      .waitFor();
    await console.shot('overview');
    expect(console.complaints).toEqual([]);
    await page.close();
  });

  it('rename and remove by keyboard, in the tree and in the overview; what is removed is left', async () => {
    const netBackup = closeLater(await PracticeNetBackup.start());
    const console = await desk.openPage('chromium/masters');
    const { page } = console;
    await page.getByRole('treeitem', { name: 'WebSocket Servers', exact: true }).first().waitFor();
    await addMaster(console, asNetBackup(netBackup, 'North'));

    const item = page.getByRole('treeitem', { name: 'North', exact: true });
    await item.focus();
    await page.keyboard.press('F2');
    const rename = console.dialog('Rename master server');
    await rename.getByRole('textbox', { name: 'Name' }).fill('South');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Master server' }).getByText('South', { exact: true }).waitFor();
    await expect.poll(() => page.title()).toBe('South – NBWSS Console');

    await toOverview(console);
    await inOverview(console, 'South').getByRole('gridcell').first().click();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Master server' }).getByText('South', { exact: true }).waitFor();

    await toOverview(console);
    await inOverview(console, 'South').getByRole('gridcell').first().click();
    await page.keyboard.press('Delete');
    const removal = console.dialog('Remove master server');
    await removal.getByText('Remove the master server South from this console?').waitFor();
    await removal.getByRole('button', { name: 'OK' }).click();
    await inOverview(console, 'South').waitFor({ state: 'detached' });
    await console.said('Removed the master server South.');
    expect(await page.getByRole('treeitem', { name: 'South', exact: true }).count()).toBe(0);
    await page.close();
  });

  it('a saved secret never comes back: the dialog keeps it while its field is empty', async () => {
    const netBackup = closeLater(await PracticeNetBackup.start());
    const console = await desk.openPage('chromium/masters');
    const { page } = console;
    const told: string[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => told.push(String(payload))));
    await page.reload();
    await page.getByRole('treeitem', { name: 'WebSocket Servers', exact: true }).first().waitFor();
    await addMaster(console, asNetBackup(netBackup, 'East'));
    await page.getByRole('menubar').getByRole('menuitem', { name: 'Actions', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit master server…', exact: true }).click();
    const dialog = console.dialog('Edit master server');
    await dialog.getByText('Saved; leave empty to keep.').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('East wing');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('region', { name: 'Master server' }).getByText('East wing', { exact: true }).waitFor();
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    expect(told.join('\n')).not.toContain(netBackup.account.apiKey);
    await page.close();
  });
});
