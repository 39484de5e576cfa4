import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { axeViolationsInBothSchemes } from '../support/axe.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { silentServer } from '../support/odd-servers.ts';
import { savedFilesIn } from '../support/saved-files.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { ServerDialog } from '../support/server-dialog.ts';
import { shownTexts } from '../support/shown-texts.ts';

const host = 'localhost';
/** What a cloud application got of the CONNECT exchange and of the end of connections, in order. */
const story = (application: PracticeCloudApplication) =>
  application.received.flatMap((entry) => {
    if (entry.kind === 'closed') return [`closed ${entry.code}`];
    if (entry.kind !== 'message' || entry.message?.type !== 'CONNECT') return [];
    return [`CONNECT ${(entry.message.payload as { token: string }).token}`];
  });
const details = ({ page }: ConsolePage) => page.getByRole('region', { name: 'Details' });
const menuItem = ({ page }: ConsolePage, name: string) => page.getByRole('menuitem', { name, exact: true });
const contextMenu = (console: ConsolePage, hostName: string) =>
  console.row(hostName).getByRole('gridcell').first().click({ button: 'right' });
const closeMenu = async ({ page }: ConsolePage) => {
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
};
const focusedText = ({ page }: ConsolePage) => page.locator(':focus').textContent();

describe('decision 38: Renew credentials… replaces token, certificate, priority and URL of a connected endpoint', () => {
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  /** The details document that the application serves has this token. */
  let served = '';
  beforeAll(async () => {
    cloud = await PracticeCloudApplication.start({ hostName: host, groupId: 'sg1', token: 'first' });
    cloud.behaviour = {
      ...cloud.behaviour,
      onConnect: (request, connection) => {
        const { token } = request.payload as { token: string };
        connection.answerConnect(request, token !== 'withdrawn');
      },
      onDetailsRequest: (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ ...cloud.details, token: served }));
      },
    };
    desk = await ConsoleDesk.open({
      seed: (folder) =>
        seedEndpoints(folder, cloud, [
          { hostName: host, groupId: 'sg1', url: cloud.endpointUrl },
          { hostName: 'other' },
        ]),
    });
    console = await desk.openPage('chromium/renew');
    await console.rowShows(host, 'CONNECTED');
    await console.rowShows('other', 'CONNECTED');
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
  });
  afterEach(() => {
    expect(console.complaints).toEqual([]);
  });

  /** What the application hears from here on of the endpoint. */
  const listen = () => {
    const before = story(cloud).length;
    return () => story(cloud).slice(before);
  };

  it('decision 38, C-10, E-3: from FILE; the server sees 1000, then CONNECT with the new token', async () => {
    const heard = listen();
    await console.choose(host, 'Renew credentials…');
    const dialog = await ServerDialog.renewing(console, host);
    expect(await dialog.addHost().count()).toBe(0);
    expect(await dialog.renewButton().isDisabled()).toBe(true);
    await console.shot('renew-dialog');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await dialog.prepare({ ...cloud.details, token: 'second', priority: 7 });
    expect(await dialog.dialog.getByText(/already/).count()).toBe(0); // its own name and URL are no warning
    await console.shot('renew-accepted');
    expect(heard()).toEqual([]); // nothing happens to the live connection before
    await dialog.renewButton().click();
    await dialog.closed();
    await console.said(
      `Renewed the credentials of ${host}, priority 7. Unless its group has a connection, it is tried within 60 seconds at the latest.`,
    );
    await cloud.changes.until('connected again', () => heard().length === 2);
    expect(heard()).toEqual(['closed 1000', 'CONNECT second']);
    await console.rowShows(host, 'CONNECTED', '7');
    await expect.poll(() => console.page.locator(':focus').getAttribute('role')).toBe('gridcell');
  });

  it('decision 38, D-8: from URL, by Actions > Renew credentials… and by keyboard alone', async () => {
    const heard = listen();
    served = 'third';
    const { page } = console;
    await console.row(host).getByRole('gridcell').first().click();
    await page.keyboard.press('F10');
    await expect.poll(() => focusedText(console)).toBe('File');
    for (const menu of ['View', 'Actions']) {
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => focusedText(console)).toBe(menu);
    }
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedText(console)).toBe('New');
    for (let presses = 0; presses < 9 && (await focusedText(console)) !== 'Renew credentials…'; presses++)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = await ServerDialog.renewing(console, host);
    await dialog.type(cloud.detailsUrl);
    await page.keyboard.press('Enter');
    await dialog.acceptDetailsServer();
    await dialog.accept();
    await dialog.renewButton().focus();
    await page.keyboard.press('Enter');
    await dialog.closed();
    await cloud.changes.until('connected again', () => heard().length === 2);
    expect(heard()).toEqual(['closed 1000', 'CONNECT third']);
    await console.rowShows(host, 'CONNECTED', '1');
  });

  it('decision 38: details of another host are refused, and everything stays as it was', async () => {
    const heard = listen();
    const before = savedFilesIn(desk.dataFolder);
    await console.choose(host, 'Renew credentials…');
    const dialog = await ServerDialog.renewing(console, host);
    await dialog.prepare({ ...cloud.details, hostName: '127.0.0.1', token: 'fourth' });
    const warning = 'These are the details of 127.0.0.1: they cannot renew the credentials of localhost.';
    await dialog.dialog.getByRole('note').getByText(warning, { exact: true }).waitFor();
    await dialog.freshAlert(() => dialog.renewButton().click());
    await dialog.shows({
      lines: ['JSON contents not valid'],
      code: 'detailsNotValid',
      cause: /hostName: is 127\.0\.0\.1, but the credentials of localhost are to be renewed/,
    });
    await console.shot('renew-other-host');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await dialog.cancel();
    expect(savedFilesIn(desk.dataFolder)).toEqual(before);
    expect(heard()).toEqual([]);
  });

  it('C-10, decision 3: a rejected token is renewed from the details', async () => {
    await console.choose(host, 'Renew credentials…');
    const withdrawn = await ServerDialog.renewing(console, host);
    await withdrawn.prepare({ ...cloud.details, token: 'withdrawn' });
    await withdrawn.renewButton().click();
    await withdrawn.closed();
    await console.rowShows(host, 'Token rejected by the cloud application');
    await details(console).getByRole('button', { name: 'Renew credentials…' }).click();
    const dialog = await ServerDialog.renewing(console, host);
    await dialog.prepare({ ...cloud.details, token: 'fifth' });
    await dialog.renewButton().click();
    await dialog.closed();
    await console.rowShows(host, 'CONNECTED');
    expect(await details(console).getByRole('button', { name: 'Renew credentials…' }).count()).toBe(0);
  });

  it('decision 38: a deactivated endpoint stays deactivated', async () => {
    const heard = listen();
    await console.choose(host, 'Deactivate');
    await console.rowShows(host, 'DEACTIVATED', 'DISCONNECTED');
    await console.choose(host, 'Renew credentials…');
    const dialog = await ServerDialog.renewing(console, host);
    await dialog.prepare({ ...cloud.details, token: 'sixth' });
    await dialog.renewButton().click();
    await dialog.closed();
    await console.said(`Renewed the credentials of ${host}. It stays deactivated.`);
    await console.rowShows(host, 'DEACTIVATED');
    await console.choose(host, 'Activate');
    await console.rowShows(host, 'CONNECTED');
    expect(heard()).toEqual(['closed 1000', 'CONNECT sixth']);
  });

  it('P-7, decision 39: the order of the context menu; one endpoint is renewed at a time', async () => {
    await contextMenu(console, host);
    expect(await shownTexts(console.page.getByRole('menu').getByRole('menuitem'))).toEqual([
      'Delete',
      'Activate',
      'Deactivate',
      'Renew credentials…',
      'Reconnect by priority',
      'Diagnose…',
    ]);
    await closeMenu(console);
    await console
      .row('other')
      .getByRole('gridcell')
      .first()
      .click({ modifiers: ['Control'] });
    await contextMenu(console, host);
    expect(await menuItem(console, 'Renew credentials…').getAttribute('aria-disabled')).toBe('true');
    expect(await menuItem(console, 'Reconnect by priority').getAttribute('aria-disabled')).toBeNull();
    await closeMenu(console);
  });
});

describe('decision 35: Accept new certificate… shows the accepted and the presented certificate, and asks', () => {
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    cloud = await PracticeCloudApplication.start({ hostName: host });
    desk = await ConsoleDesk.open({
      seed: (folder) => seedEndpoints(folder, cloud, [{ hostName: host, url: cloud.endpointUrl }]),
    });
    console = await desk.openPage('chromium/accept-certificate');
    await console.rowShows(host, 'CONNECTED');
    await contextMenu(console, host);
    expect(await menuItem(console, 'Accept new certificate…').count()).toBe(0); // there is none yet
    await closeMenu(console);
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
  });

  const dialog = () => console.dialog('Accept new certificate');
  const button = (name: string) => dialog().getByRole('button', { name, exact: true });
  const present = async (
    identity = makeCertificate({ commonName: host, validFrom: new Date(Date.now() - 3600_000) }),
  ) => {
    const now = await identity;
    cloud.listener.replaceCertificate(now);
    cloud.closeConnections(1012, 'new certificate');
    await console.rowShows(host, 'DISCONNECTED');
    await console.page
      .getByRole('toolbar', { name: 'Toolbar' })
      .getByRole('button', { name: /Run connection/ })
      .click();
    return now;
  };
  /** What stands in a row of the comparison: accepted, presented. */
  const compared = async (name: string) => {
    const row = dialog()
      .getByRole('row')
      .filter({ has: console.page.getByRole('rowheader', { name, exact: true }) });
    return shownTexts(row.getByRole('cell'));
  };

  it('decision 35: both side by side, what differs is marked; Reject leaves everything as it was', async () => {
    const { sha256Fingerprint: before } = cloud.listener.identity;
    const { sha256Fingerprint: now } = await present();
    await console.rowShows(host, 'The certificate is not the accepted one');
    const saved = savedFilesIn(desk.dataFolder);
    await contextMenu(console, host);
    expect(await shownTexts(console.page.getByRole('menu').getByRole('menuitem'))).toEqual([
      'Delete',
      'Activate',
      'Deactivate',
      'Renew credentials…',
      'Accept new certificate…',
      'Reconnect by priority',
      'Diagnose…',
    ]);
    await menuItem(console, 'Accept new certificate…').click();
    await button('Accept').waitFor();
    expect(await compared('SHA-256')).toEqual([before, `${now}differs`]);
    expect(await compared('Subject')).toEqual([`CN=${host}`, `CN=${host}`]);
    expect((await compared('Valid from'))[1]).toMatch(/differs$/);
    expect(await dialog().getByRole('note').textContent()).toContain('self-signed');
    expect(await dialog().getByRole('radio', { name: 'Trust this certificate only' }).isChecked()).toBe(true);
    await console.shot('comparison');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await console.page.setViewportSize({ width: 720, height: 640 });
    await dialog().getByRole('table').waitFor({ state: 'detached' });
    await dialog().getByText('Presented now', { exact: true }).scrollIntoViewIfNeeded();
    await console.shot('comparison-stacked');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await console.page.setViewportSize({ width: 1280, height: 800 });
    await button('Reject').click();
    await dialog().waitFor({ state: 'hidden' });
    expect(savedFilesIn(desk.dataFolder)).toEqual(saved);
    expect(cloud.connected).toBe(false);
  });

  it('decision 35: Accept, from the details and by keyboard, connects with the new certificate', async () => {
    const saved = savedFilesIn(desk.dataFolder);
    await console.row(host).getByRole('gridcell').first().click();
    await details(console).getByRole('button', { name: 'Accept new certificate…' }).focus();
    await console.page.keyboard.press('Enter');
    await button('Accept').waitFor();
    await button('Accept').focus();
    await console.page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'hidden' });
    await console.said(`Accepted the new certificate of ${host}.`);
    await console.rowShows(host, 'CONNECTED');
    await cloud.changes.until('connected', () => cloud.connected);
    const file = `truststore/${host}.pem`;
    expect(savedFilesIn(desk.dataFolder)[file]).not.toBe(saved[file]);
    expect(await details(console).getByRole('button', { name: 'Accept new certificate…' }).count()).toBe(0);
    await expect.poll(() => console.page.locator(':focus').getAttribute('role')).toBe('gridcell');
  });

  it('decision 35: when the server presents the accepted one again, there is nothing to accept', async () => {
    const accepted = cloud.listener.identity;
    await present();
    await console.rowShows(host, 'The certificate is not the accepted one');
    cloud.listener.replaceCertificate(accepted);
    await console.choose(host, 'Accept new certificate…');
    await dialog()
      .getByText('The server presents the accepted certificate again. There is nothing to accept.')
      .waitFor();
    expect(await button('Accept').count()).toBe(0);
    await console.shot('unchanged');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    await button('Close').click();
    await dialog().waitFor({ state: 'hidden' });
  });

  it('T-3, decision 31: a server that cannot be reached is told with its exact string; Retry asks again; Cancel ends a long wait', async () => {
    await cloud.setOnline(false);
    await console.choose(host, 'Accept new certificate…');
    await dialog().getByRole('alert').getByText(`Unable to establish connection with host: ${host}`).waitFor();
    await console.shot('failed');
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    const silent = await silentServer(cloud.listener.port);
    await button('Retry').click();
    await dialog().getByText('Fetching the certificate that the server presents now…').waitFor();
    await console.shot('fetching');
    await button('Cancel').click();
    await dialog().waitFor({ state: 'hidden' });
    await silent.close();
    await cloud.setOnline(true);
    await console.choose(host, 'Accept new certificate…');
    await button('Close').waitFor();
    await button('Close').click();
    expect(console.complaints).toEqual([]);
  });
});

describe('decision 8: Reconnect by priority', () => {
  let first: PracticeCloudApplication;
  let second: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    first = await PracticeCloudApplication.start({ hostName: host, groupId: 'sg1', priority: 1 });
    second = await PracticeCloudApplication.start({ hostName: '127.0.0.1', groupId: 'sg1', priority: 2 });
    desk = await ConsoleDesk.open({
      async seed(folder) {
        for (const application of [first, second]) await seedEndpoints(folder, application, [application.details]);
        await first.setOnline(false);
      },
    });
    console = await desk.openPage('chromium/reconnect');
    await console.rowShows('127.0.0.1', 'CONNECTED');
  });
  afterAll(async () => {
    await desk?.close();
    await first?.close();
    await second?.close();
  });

  it('decision 8, C-5: the group goes over to its highest priority only when it is asked to; the other is closed with 1000', async () => {
    await first.setOnline(true);
    await console.rowShows('127.0.0.1', 'CONNECTED'); // no fail-back
    await console.choose('127.0.0.1', 'Reconnect by priority');
    await console.said('Its group was disconnected and is tried again from the highest priority.');
    await console.rowShows(host, 'CONNECTED');
    await console.rowShows('127.0.0.1', 'DISCONNECTED', `Standby: sg1 is served by ${host}`);
    expect(story(second).at(-1)).toBe('closed 1000');
    await console.shot('reconnected');
  });

  it('decisions 8 and 39: it is disabled while no selected endpoint is ACTIVATED, and works from Actions', async () => {
    const { page } = console;
    const openActions = () => page.getByRole('menubar').getByRole('menuitem', { name: 'Actions', exact: true }).click();
    await console.choose('127.0.0.1', 'Deactivate');
    await console.rowShows('127.0.0.1', 'DEACTIVATED');
    await openActions();
    expect(await shownTexts(page.getByRole('menu').getByRole('menuitem'))).toEqual([
      'New',
      'Activate',
      'Deactivate',
      'DeleteDel',
      'Renew credentials…',
      'Reconnect by priority',
      'Diagnose…',
      'Run connection process now',
    ]);
    expect(await menuItem(console, 'Reconnect by priority').getAttribute('aria-disabled')).toBe('true');
    await closeMenu(console);
    await console.row(host).getByRole('gridcell').first().click();
    const before = story(first).length;
    await openActions();
    await menuItem(console, 'Reconnect by priority').click();
    await first.changes.until('it was closed and connected again', () => story(first).length === before + 2);
    expect(story(first).slice(before)[0]).toBe('closed 1000');
    await console.rowShows(host, 'CONNECTED');
    expect(console.complaints).toEqual([]);
  });
});
