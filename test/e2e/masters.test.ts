import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { startHeadless } from '../support/headless-process.ts';
import { addMaster, asNetBackup, fillMasterDialog, openMasterDialog } from '../support/master-dialog.ts';
import { useServers } from '../support/open-servers.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { seedNotifications } from '../support/seed-notifications.ts';
import { ServerDialog } from '../support/server-dialog.ts';
import { SwitchedPort } from '../support/switched-port.ts';
import { tempFolder } from '../support/temp-folder.ts';

const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint256;

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
    const bar = page.getByRole('region', { name: 'Master server', exact: true });
    await bar.getByText('The certificate of the master server is not the accepted one').waitFor();
    await bar.getByText(/^What you see is as it was at/).waitFor();
    await console.rowShows('localhost', 'ACTIVATED', '1');
    await console.shot('not-trusted');
    expect(other.received.filter(({ headers }) => 'authorization' in headers)).toEqual([]);

    console.master = 'Good';
    await console.goTo('WebSocket Servers');
    await bar.getByRole('note').waitFor({ state: 'detached' });
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
    await expect.poll(() => page.locator(':focus').textContent()).toBe('WebSocket Servers'); // what was shown before is gone

    const item = page.getByRole('treeitem', { name: 'North', exact: true });
    await item.focus();
    await page.keyboard.press('F2');
    const rename = console.dialog('Rename master server');
    await rename.getByRole('textbox', { name: 'Name' }).fill('South');
    await page.keyboard.press('Enter');
    await page
      .getByRole('region', { name: 'Master server', exact: true })
      .getByText('South', { exact: true })
      .waitFor();
    await expect.poll(() => page.title()).toBe('South – NBWSS Console');

    await toOverview(console);
    await inOverview(console, 'South').getByRole('gridcell').first().click();
    await page.keyboard.press('Enter');
    await page
      .getByRole('region', { name: 'Master server', exact: true })
      .getByText('South', { exact: true })
      .waitFor();

    await toOverview(console);
    await inOverview(console, 'South').getByRole('gridcell').first().click();
    await page.keyboard.press('Delete');
    const removal = console.dialog('Remove master server');
    await removal.getByText('Remove the master server South from this console?').waitFor();
    await removal.getByRole('button', { name: 'Remove' }).click();
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
    await page
      .getByRole('region', { name: 'Master server', exact: true })
      .getByText('East wing', { exact: true })
      .waitFor();
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    expect(told.join('\n')).not.toContain(netBackup.account.apiKey);
    await page.close();
  });

  it('what is refused twice is told twice, names the fields as the form does, and can be mended', async () => {
    const console = await desk.openPage('chromium/masters-refused');
    const dialog = await openMasterDialog(console);
    for (let time = 0; time < 2; time++) {
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByRole('alert').getByText('Address: must not be empty', { exact: true }).waitFor();
    }
    await dialog.getByLabel('Address', { exact: true }).fill('https://127.0.0.1:1');
    await dialog.getByRole('alert').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(console.complaints).toEqual([]);
  });

  it('a CA certificate that one has already is taken from the clipboard or a file; what is none is refused at its field', async () => {
    const netBackup = closeLater(await PracticeNetBackup.start());
    const console = await desk.openPage('chromium/masters');
    const { page } = console;
    await page.getByRole('treeitem', { name: 'WebSocket Servers', exact: true }).first().waitFor();
    const dialog = await openMasterDialog(console);
    await dialog.getByText(/At most 64 characters\.$/).waitFor(); // its field takes no more
    await dialog.getByRole('button', { name: 'Paste…' }).click();
    await dialog.getByRole('textbox', { name: 'CA certificate (PEM)' }).fill('no certificate at all');
    await dialog.getByRole('button', { name: 'Use this text' }).click();
    await dialog.getByText(/^Certificate .*certificate/).waitFor();
    await console.shot('ca-refused');
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'From file…' }).click();
    const buffer = Buffer.from(netBackup.caCertificate);
    await (await chooser).setFiles({ name: 'ca.pem', mimeType: 'application/x-pem-file', buffer });
    await dialog.getByText('From ca.pem. It is not saved yet.', { exact: true }).waitFor();
    await dialog.getByText(fingerprintOf(netBackup.caCertificate), { exact: true }).waitFor();
    await fillMasterDialog(dialog, asNetBackup(netBackup, 'Quay'));
    await dialog.getByRole('button', { name: 'Test connection' }).click();
    await dialog.getByText('The connection test passed.').waitFor();
    await console.shot('ca-from-a-file');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });

    // Its list is exported under its name.
    await page.getByRole('region', { name: 'Master server', exact: true }).getByText('Quay', { exact: true }).waitFor();
    const application = await cloud({ hostName: 'localhost' });
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    const adding = await ServerDialog.open(console);
    await adding.prepare(application.details);
    await adding.add();
    await console.rowShows('localhost', 'ACTIVATED');
    await page.getByRole('menubar').getByRole('menuitem', { name: 'File', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export list…', exact: true }).click();
    const download = page.waitForEvent('download');
    await console.dialog('Export list').getByRole('button', { name: 'Export' }).click();
    expect((await download).suggestedFilename()).toMatch(/^websocket-servers-Quay-\d{4}-/);
    await page.close();
  });

  it('decision 38: on a NetBackup master server, renewing is "Delete and add", said before; one that is deactivated stays so', async () => {
    const netBackup = closeLater(await PracticeNetBackup.start());
    const application = await cloud({ hostName: 'localhost', priority: 3 });
    const console = await desk.openPage('chromium/masters');
    await console.page.getByRole('treeitem', { name: 'WebSocket Servers', exact: true }).first().waitFor();
    await addMaster(console, asNetBackup(netBackup, 'West'));
    const adding = await ServerDialog.open(console);
    await adding.prepare(application.details);
    await adding.add();
    await console.rowShows('localhost', 'CONNECTED', '3');
    await console.choose('localhost', 'Deactivate');
    await console.rowShows('localhost', 'DEACTIVATED');

    const before = netBackup.received.length;
    await console.choose('localhost', 'Renew credentials…');
    const dialog = await ServerDialog.renewing(console, 'localhost');
    await dialog.dialog.getByText(/the endpoint is deleted there and added again with the new ones/).waitFor();
    await dialog.prepare({ ...application.details, token: 'renewed', priority: 5 });
    await console.shot('delete-and-add');
    await dialog.dialog.getByRole('button', { name: 'Delete and add' }).click();
    await dialog.closed();
    await console.said('Renewed the credentials of localhost. It stays deactivated.');
    await console.rowShows('localhost', 'DEACTIVATED', '5');
    const changes = netBackup.received
      .slice(before)
      .filter(({ method, target }) => method === 'DELETE' || /\/(save|update)$/.test(target))
      .map(({ method, target }) => `${method} ${target.split('/').at(-1)}`);
    expect(changes).toEqual(['DELETE localhost', 'POST save', 'POST update']);

    // What is deleted and cannot be added again is told, and Delete and add goes on from there.
    netBackup.intercept = ({ target }) =>
      target.endsWith('/save')
        ? { status: 500, body: { errorCode: 1, errorMessage: 'The store is locked' } }
        : undefined;
    await console.choose('localhost', 'Renew credentials…');
    const again = await ServerDialog.renewing(console, 'localhost');
    await again.prepare({ ...application.details, token: 'again', priority: 6 });
    await again.freshAlert(() => again.dialog.getByRole('button', { name: 'Delete and add' }).click());
    await again.alert().getByText('The store is locked', { exact: false }).waitFor();
    await console.row('localhost').waitFor({ state: 'detached' });
    await console.shot('deleted-and-not-added');
    netBackup.intercept = () => undefined;
    await again.dialog.getByRole('button', { name: 'Delete and add' }).click();
    await again.closed();
    await console.rowShows('localhost', 'DEACTIVATED', '6');
    await console.page.close();
  });

  it('decision 25: the notifications of a headless host are shown as its status tells them, and follow it', async () => {
    const application = await cloud({ hostName: 'localhost', groupId: 'sg1' });
    const data = join(tempFolder(), 'data');
    await seedEndpoints(data, application, [application.details]);
    seedNotifications(data, [{ groupId: 'sg1', undelivered: 12 }], Date.now());
    await application.setOnline(false);
    const host = startHeadless(['--data', data]);
    closeLater({ close: async () => void (await host.end()) });
    const { console: address, token } = await host.ready();
    const { origin } = new URL(address);

    const console = await desk.openPage('chromium/masters');
    const { page } = console;
    await page.getByRole('treeitem', { name: 'WebSocket Servers', exact: true }).first().waitFor();
    await addMaster(console, { kind: 'Headless host', name: 'Branch', origin, secret: token });
    await console.goTo('Notifications');
    const groups = page.getByRole('grid', { name: 'Server groups' });
    const cells = () =>
      groups
        .getByRole('row')
        .filter({ has: page.getByRole('gridcell', { name: 'sg1', exact: true }) })
        .getByRole('gridcell')
        .allTextContents();
    await expect.poll(async () => (await cells()).slice(0, 5)).toEqual(['sg1', '–', '0', '0', '12']);
    await groups.getByRole('gridcell', { name: 'sg1', exact: true }).click();
    await console.shot('notifications-of-a-headless-host');
    // What it does not tell is not shown: no tab, no chart, no way to discard.
    const pane = page.getByRole('region', { name: 'Notifications', exact: true });
    expect(await pane.getByRole('tab').count()).toBe(0);
    expect(await pane.getByRole('button', { name: /Discard/ }).count()).toBe(0);

    await application.setOnline(true);
    await page
      .getByRole('toolbar', { name: 'Toolbar' })
      .getByRole('button', { name: /Run connection/ })
      .click();
    await expect.poll(async () => (await cells()).slice(0, 5)).toEqual(['sg1', 'localhost', '12', '0', '0']);
    expect(console.complaints).toEqual([]);
    await page.close();
  });

  it('a changed certificate of a master server: both fingerprints, Accept, and it is asked at once', async () => {
    const former = closeLater(await PracticeNetBackup.start());
    const renewed = closeLater(await PracticeNetBackup.start({ account: former.account }));
    const port = closeLater(await SwitchedPort.to(former.origin));
    const console = await desk.openPage('chromium/masters');
    const { page } = console;
    await page.getByRole('treeitem', { name: 'WebSocket Servers', exact: true }).first().waitFor();
    await addMaster(console, { ...asNetBackup(former, 'Harbour'), origin: port.origin });
    port.switchTo(renewed.origin);
    const bar = page.getByRole('region', { name: 'Master server', exact: true });
    await bar.getByRole('button', { name: /^Accept new certificate…/ }).click();
    const certificate = console.dialog('SSL Certificate');
    await certificate.getByText('Accepted until now (SHA-256)').waitFor();
    for (const fingerprint of [fingerprintOf(former.caCertificate), renewed.listener.identity.sha256Fingerprint])
      await certificate.getByText(fingerprint, { exact: true }).first().waitFor();
    await console.shot('accept-master-certificate');
    expect(renewed.received.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
    await certificate.getByRole('button', { name: 'Accept' }).click();
    await certificate.waitFor({ state: 'hidden' });
    await console.said('Accepted the certificate of Harbour. It is asked now.');
    await bar.getByText(/^What you see/).waitFor({ state: 'detached' });
    await toOverview(console);
    await inOverview(console, 'Harbour').getByText('OK', { exact: true }).waitFor();
    expect(renewed.received.some(({ headers }) => 'authorization' in headers)).toBe(true);
    await page.close();
  });
});
