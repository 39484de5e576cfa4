import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { axeViolationsInBothSchemes } from '../support/axe.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import { tamperWithFrames } from '../support/console-frames.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { seedNotifications } from '../support/seed-notifications.ts';
import { ServerDialog } from '../support/server-dialog.ts';
import { shownTexts } from '../support/shown-texts.ts';

/** What a poll each second leads to takes a while, and more so on a busy computer. */
const soon = { timeout: 20_000 };

/** The pane, worked by roles and names. */
function paneOf(console: ConsolePage) {
  const { page } = console;
  const region = page.getByRole('region', { name: 'Notifications', exact: true });
  const groups = page.getByRole('grid', { name: 'Server groups' });
  const row = (groupId: string) =>
    groups.getByRole('row').filter({ has: page.getByRole('gridcell', { name: groupId, exact: true }) });
  return {
    region,
    groups,
    row,
    details: page.getByRole('region', { name: 'Details' }),
    button: (name: string) => region.getByRole('button', { name, exact: true }),
    /** A row's texts, by the names of the columns. */
    async cells(groupId: string) {
      const [group, servedBy, delivered, inFlight, undelivered, oldest, state] = await row(groupId)
        .getByRole('gridcell')
        .allTextContents();
      return {
        group,
        servedBy,
        delivered: Number(delivered),
        inFlight,
        undelivered: Number(undelivered),
        oldest,
        state,
      };
    },
  };
}

describe('the pane Notifications', () => {
  let netBackup: PracticeNetBackup;
  let first: PracticeCloudApplication;
  let second: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  let pane: ReturnType<typeof paneOf>;
  beforeAll(async () => {
    netBackup = await PracticeNetBackup.start({ pace: 0.02 });
    first = await PracticeCloudApplication.start({ hostName: 'localhost', groupId: 'sg1', priority: 1 });
    second = await PracticeCloudApplication.start({ hostName: '127.0.0.1', groupId: 'sg1', priority: 2 });
    desk = await ConsoleDesk.open({
      async seed(folder) {
        await seedEndpoints(folder, first, [{ hostName: 'ep1.nebula.com', groupId: 'sg1', priority: 1 }]);
        await seedEndpoints(folder, second, [{ hostName: 'ep2.nebula.com', groupId: 'sg1', priority: 2 }]);
        writeFileSync(join(folder, 'nbwss.properties'), 'notification.scheduledRate=1\n');
      },
      args: (folder) => {
        const [caFile, keyFile] = [join(folder, 'ca.pem'), join(folder, 'api-key')];
        writeFileSync(caFile, netBackup.caCertificate);
        writeFileSync(keyFile, netBackup.account.apiKey, { mode: 0o600 });
        return ['--netbackup', netBackup.origin, '--netbackup-ca', caFile, '--netbackup-api-key-file', keyFile];
      },
    });
    console = await desk.openPage('chromium/notifications');
    pane = paneOf(console);
    await console.rowShows('ep1.nebula.com', 'CONNECTED');
    await console.goTo('Notifications');
  });
  afterAll(async () => {
    await desk?.close();
    await first?.close();
    await second?.close();
    await netBackup?.close();
  });

  /** A job that is over before anybody polls: one notification. */
  const finishedJob = () => {
    const job = { jobType: 'RESTORE', clientName: 'DummyTestVM', policyType: 'STANDARD', startTime: Date.now() };
    netBackup.master.finishJob(netBackup.master.addJob(job).jobId, Date.now());
  };

  /** Waits until a row shows these values. */
  const shows = (wanted: Partial<Awaited<ReturnType<typeof pane.cells>>>) =>
    expect.poll(() => pane.cells('sg1'), soon).toMatchObject(wanted);

  it('P-1 is the second pane under NBWSS, and tells how the polls stand', async () => {
    const items = await shownTexts(console.page.getByRole('treeitem'));
    expect(items.slice(items.indexOf('NBWSS') + 1, items.indexOf('NBWSS') + 3)).toEqual(['Activity', 'Notifications']);
    const source = console.page.getByRole('region', { name: 'Source' });
    await source.getByText('NetBackup is polled').waitFor();
    await source.getByText(/^Last poll: \d/).waitFor();
    await source.getByText(/^Last full image pass: \d/).waitFor();
    await source.getByText(/^Next poll: /).waitFor();
    await shows({ servedBy: 'ep1.nebula.com', delivered: 0, undelivered: 0, state: 'Up to date' });
    await pane.region.getByRole('img', { name: 'Nothing waited in the last hour' }).waitFor();
    await console.shot('up-to-date');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
  });

  it('N-15, N-17: a backup arrives at the cloud application, and the pane counts it', async () => {
    netBackup.scenarios.startBackup();
    await pane.button('Poll now').click();
    await console.said('A poll of NetBackup was started.');
    await expect
      .poll(() => first.inbox.entries.filter(({ object }) => object === 'IMAGE').length, soon)
      .toBeGreaterThan(1);
    await expect.poll(async () => (await pane.cells('sg1')).delivered === first.inbox.total, soon).toBe(true);
    await shows({ undelivered: 0, state: 'Up to date' });
  });

  it('N-11, decision 21: the batch that waits is shown with its id, how often it was sent, and as JSON; all by keyboard', async () => {
    first.behaviour.onNotification = () => undefined;
    finishedJob();
    await expect.poll(async () => (await pane.cells('sg1')).state, soon).toMatch(/^Not acknowledged, \d+ resends?$/);
    await pane.row('sg1').getByRole('gridcell').first().click();
    const message = pane.details.getByRole('region', { name: 'Message' });
    await message.getByText('"type": "NOTIFICATION"').waitFor();
    await message.getByText('"jobType": "RESTORE"').first().waitFor();
    await pane.details.getByText(/^\d+ times, last /).waitFor();
    await console.shot('batch');
    await console.page.keyboard.press('Enter');
    await expect.poll(() => pane.details.evaluate((element) => element === document.activeElement)).toBe(true);
    await console.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pane.details.getByRole('button', { name: 'Copy' }).click();
    await console.said('Copied: Message');
    const copied = JSON.parse(await console.page.evaluate(() => navigator.clipboard.readText())) as { id: string };
    await pane.details.getByText(copied.id, { exact: true }).waitFor();
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    first.behaviour.onNotification = (request, connection) => connection.acknowledge(request);
    await shows({ undelivered: 0, inFlight: '0', state: 'Up to date' });
    await pane.details.getByText('None: everything that was sent is acknowledged.').waitFor();
  });

  it('N-16, decision 20: with both cloud applications away the backlog grows; back again, it is delivered', async () => {
    await Promise.all([first.setOnline(false), second.setOnline(false)]);
    await shows({ servedBy: '–', state: 'No connection' });
    netBackup.scenarios.startBackup();
    await expect.poll(async () => (await pane.cells('sg1')).undelivered, soon).toBeGreaterThan(4);
    expect((await pane.cells('sg1')).oldest).toMatch(/^\d+ s$/);
    await pane.details.getByText('As a table', { exact: true }).click();
    await pane.details.getByRole('table', { name: 'The last hour in steps of 5 minutes' }).waitFor();
    await console.shot('outage');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await second.setOnline(true);
    await console.page.getByRole('button', { name: 'Run connection process now' }).click();
    await shows({ servedBy: 'ep2.nebula.com', undelivered: 0, state: 'Up to date' });
    expect(second.inbox.total).toBeGreaterThan(4);
    await console.shot('delivered');
  });

  it('Z-1, decision 20: deleting the last endpoint names what waits; the group stays without endpoint, and an endpoint that is added takes over', async () => {
    await second.setOnline(false);
    await shows({ state: 'No connection' });
    finishedJob();
    finishedJob();
    await expect.poll(async () => (await pane.cells('sg1')).undelivered, soon).toBeGreaterThan(1);
    await console.goTo('WebSocket Servers');
    await console.row('ep1.nebula.com').getByRole('gridcell').first().click();
    await pane.details.getByText(/^\d+ notifications of its group$/).waitFor();
    await console.choose('ep1.nebula.com', 'Delete');
    const dialog = console.dialog('Delete');
    expect(await dialog.getByText('No endpoint of sg1').count()).toBe(0); // ep2 is left
    await dialog.getByRole('button', { name: 'OK' }).click();
    await console.said('Deleted the credentials of 1 WebSocket server.');
    await console.choose('ep2.nebula.com', 'Delete');
    await dialog
      .getByText(/^No endpoint of sg1 is left then: \d+ undelivered notifications wait, kept for 7 days\.$/)
      .waitFor();
    await console.shot('delete');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'OK' }).click();
    await console.servers().getByText('No WebSocket servers have been added').waitFor();

    await console.goTo('Notifications');
    await shows({ servedBy: '–' });
    expect((await pane.cells('sg1')).undelivered).toBeGreaterThan(1);
    expect((await pane.cells('sg1')).state).toMatch(/^Without endpoint, 7 days left$/);
    await console.shot('without-endpoint');

    await first.setOnline(true);
    await console.goTo('WebSocket Servers');
    const adding = await ServerDialog.open(console);
    await adding.prepare(first.details);
    await adding.add();
    await adding.closed();
    await console.said(/It takes over the backlog of its group: \d+ notifications\.$/);
    await console.goTo('Notifications');
    await shows({ servedBy: 'localhost', undelivered: 0, state: 'Up to date' });
  });

  it('decision 20: Discard backlog… asks with the count, and what was given up is listed', async () => {
    await first.setOnline(false);
    await shows({ state: 'No connection' });
    finishedJob();
    finishedJob();
    await expect.poll(async () => (await pane.cells('sg1')).undelivered, soon).toBeGreaterThan(1);
    await console.goTo('WebSocket Servers');
    await console.choose('localhost', 'Delete');
    await console.dialog('Delete').getByRole('button', { name: 'OK' }).click();
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
    await console.goTo('Notifications');
    await pane.row('sg1').getByRole('gridcell').first().click();
    const dialog = console.dialog('Discard backlog');
    await pane.button('Discard backlog…').click();
    await dialog.getByText('Discard the backlog of sg1?').waitFor();
    await dialog.getByText(/^\d+ undelivered notifications wait\. They are given up/).waitFor();
    await console.shot('discard');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await pane.button('Discard backlog…').click();
    await dialog.getByRole('button', { name: 'Discard backlog' }).click();
    await console.said(/^Discarded \d+ notifications of sg1\.$/);
    await pane.region.getByText('There is no server group yet').waitFor();
    await console.page
      .getByRole('region', { name: 'Source' })
      .getByText('Not polled: there is no server group')
      .waitFor();
    await console.shot('no-group');
    await console.page.getByRole('tab', { name: 'Given up (1)' }).click();
    const table = pane.region.getByRole('table', { name: 'Notifications that were given up' });
    const cells = await shownTexts(table.getByRole('row').nth(1).getByRole('cell'));
    expect([cells[1], cells[4]]).toEqual(['sg1', 'discarded by hand']);
    expect(Number(cells[2])).toBeGreaterThan(1);
    await console.shot('given-up');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    expect(console.complaints).toEqual([]);
  });
});

describe('the pane Notifications with many groups', () => {
  let desk: ConsoleDesk;
  beforeAll(async () => {
    const groups = Array.from({ length: 500 }, (_, index) => ({
      groupId: index === 7 ? `group-with-${'a-very-long-name-'.repeat(12)}of-a-tenant` : `tenant-${index + 1}`,
      undelivered: index % 10 === 0 ? 1000 + index : index % 3,
    }));
    desk = await ConsoleDesk.open({ seed: (folder) => seedNotifications(folder, groups, Date.now() - 90 * 60_000) });
  });
  afterAll(() => desk?.close());

  it('500 groups, also without endpoint: few of them in the document, by keyboard to the last, in a small window', async () => {
    const console = await desk.openPage('chromium/notifications-many');
    const pane = paneOf(console);
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await console.goTo('Notifications');
    await console.page.getByRole('tab', { name: '500 server groups' }).waitFor();
    await console.shot('1024x640');
    expect(await pane.groups.getByRole('row').count()).toBeLessThan(60);
    await pane.groups.getByRole('gridcell').first().click();
    await pane.details.getByText('Without endpoint since', { exact: true }).waitFor();
    await console.shot('1024x640-long-name');
    await console.page.emulateMedia({ colorScheme: 'dark' });
    await console.page.keyboard.press('Control+End');
    await pane.details.getByRole('heading', { name: 'tenant-500' }).waitFor();
    await console.page.keyboard.press('ArrowUp');
    await pane.details.getByRole('heading', { name: 'tenant-499' }).waitFor();
    await console.shot('1024x640-dark');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await console.page.keyboard.press('Escape');
    await pane.details.waitFor({ state: 'detached' });
    expect(console.complaints).toEqual([]);
  });

  it('the plots of a busy hour: in words, as a table, and readable in both colour schemes', async () => {
    const end = Date.now();
    const samples = Array.from({ length: 360 }, (_, index) => {
      const outage = index > 150 && index < 210;
      return {
        time: end - (359 - index) * 10_000,
        delivered: outage ? 0 : Math.round(40 + 30 * Math.sin(index / 20)) + (index >= 210 && index < 220 ? 240 : 0),
        undelivered: outage
          ? (index - 150) * 40
          : Math.max(0, 2400 - Math.max(0, index - 209) * 240) * Number(index >= 210),
      };
    });
    const busy = (_key: string, value: unknown) =>
      Array.isArray(value) && value[0]?.time !== undefined && value[0]?.undelivered !== undefined ? samples : value;
    const console = await desk.openPage('chromium/notifications-plots', {
      prepare: ({ page }) => tamperWithFrames(page, { received: (text) => JSON.stringify(JSON.parse(text, busy)) }),
    });
    await console.goTo('Notifications');
    const all = console.page.getByRole('region', { name: 'All groups' });
    const plots = all.getByRole('img');
    await plots.nth(1).waitFor();
    expect(await plots.nth(0).getAttribute('aria-label')).toMatch(
      /^[\d,]+ in the last hour, at most [\d,]+ in a minute$/,
    );
    expect(await plots.nth(1).getAttribute('aria-label')).toMatch(/^At most 2,360 in the last hour, at /);
    await plots
      .nth(0)
      .getByText(/^\d+:\d\d/)
      .first()
      .waitFor(); // the axis of time is labelled
    await console.shot('light');
    await console.page.emulateMedia({ colorScheme: 'dark' });
    await console.shot('dark');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await all.getByText('As a table', { exact: true }).click();
    await expect.poll(() => all.getByRole('table').getByRole('row').count()).toBe(13);
    expect(console.complaints).toEqual([]);
  });

  it('without a NetBackup server it says so, and leads to where one is set', async () => {
    const console = await desk.openPage('chromium/notifications-many');
    await console.goTo('Notifications');
    await console.page.getByRole('region', { name: 'Source' }).getByText('NetBackup is not polled').waitFor();
    await console.shot('not-configured');
    await console.page.getByRole('button', { name: 'Set the NetBackup connection' }).click();
    await console.page.getByRole('heading', { name: 'NetBackup Connection', level: 1 }).waitFor();
  });
});

describe('notifications in practice mode', () => {
  let desk: ConsoleDesk;
  beforeAll(async () => {
    desk = await ConsoleDesk.open({ args: () => ['--practice'] });
  });
  afterAll(() => desk?.close());

  it('decision 47: a backup arrives at the practice cloud application, which counts as many as the pane', async () => {
    const console = await desk.openPage('chromium/notifications-practice');
    const pane = paneOf(console);
    await console.rowShows('localhost', 'CONNECTED');
    await console.goTo('Practice');
    await console.page.getByRole('button', { name: 'Start restore' }).click();
    const received = async () =>
      Number(await console.practiceFact('Practice cloud application 1', 'Notifications received'));
    await expect.poll(received, soon).toBeGreaterThan(0);
    await console.goTo('Notifications');
    await expect.poll(async () => (await pane.cells('practice-group')).delivered, soon).toBeGreaterThan(0);
    await console.shot('delivered');
    expect(console.complaints).toEqual([]);
  });
});
