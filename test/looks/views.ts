import type { Locator } from 'playwright-core';
import type { ConsolePage } from '../support/console-page.ts';
import { openMasterDialog } from '../support/master-dialog.ts';
import { longHost } from '../support/prepared-endpoints.ts';
import { ServerDialog } from '../support/server-dialog.ts';
import type { Scene, SceneName } from './scenes.ts';

/** One sight of the console: how to get to it from a page that was just loaded. */
export interface View {
  readonly scene: SceneName;
  readonly name: string;
  readonly open: (console: ConsolePage, scene: Scene) => Promise<unknown>;
}

const bar = ({ page }: ConsolePage, menu: string) =>
  page.getByRole('menubar').getByRole('menuitem', { name: menu, exact: true });
const item = ({ page }: ConsolePage, name: string) => page.getByRole('menuitem', { name, exact: true });
const menu = (name: string) => async (console: ConsolePage) => {
  await bar(console, name).click();
  await console.page.getByRole('menu').waitFor();
};
const chosen = (name: string, entry: string, dialog: string) => async (console: ConsolePage) => {
  await bar(console, name).click();
  await item(console, entry).click();
  await console.dialog(dialog).waitFor();
};
const row = (console: ConsolePage, hostName: string): Locator => console.row(hostName).getByRole('gridcell').first();
const details = (hostName: string) => async (console: ConsolePage) => {
  await console.page.getByRole('textbox', { name: 'Filter' }).fill(hostName);
  await row(console, hostName).click();
  await console.page.getByRole('region', { name: 'Details' }).waitFor();
};
const ofRow = (hostName: string, entry: string, dialog: string) => async (console: ConsolePage) => {
  await console.page.getByRole('textbox', { name: 'Filter' }).fill(hostName);
  await console.choose(hostName, entry);
  await console.dialog(dialog).waitFor();
};
const pane = (name: string) => (console: ConsolePage) => console.goTo(name);

/** Every view, dialog and menu of the console. */
export const views: readonly View[] = [
  { scene: 'empty', name: 'empty', open: () => Promise.resolve() },
  { scene: 'prepared', name: 'list', open: () => Promise.resolve() },
  { scene: 'many', name: 'list-of-10000', open: (console) => console.page.keyboard.press('Control+End') },
  { scene: 'prepared', name: 'details', open: details('served.nebula.com') },
  { scene: 'prepared', name: 'details-of-a-failure', open: details('proxy.nebula.com') },
  { scene: 'prepared', name: 'details-of-long-names', open: details(longHost) },
  {
    scene: 'prepared',
    name: 'many-selected',
    async open(console) {
      await row(console, 'unreachable.nebula.com').click();
      await console.page.keyboard.press('Control+a');
    },
  },
  {
    scene: 'prepared',
    name: 'no-match',
    open: (console) => console.page.getByRole('textbox', { name: 'Filter' }).fill('there is no such host'),
  },
  {
    scene: 'prepared',
    name: 'menu-of-a-row',
    async open(console) {
      await console.page.getByRole('textbox', { name: 'Filter' }).fill('served.nebula.com');
      await row(console, 'rejected-but-served.nebula.com').click({ button: 'right' });
      await console.page.getByRole('menu').waitFor();
    },
  },
  { scene: 'prepared', name: 'menu-file', open: menu('File') },
  { scene: 'prepared', name: 'menu-view', open: menu('View') },
  {
    scene: 'prepared',
    name: 'menu-theme',
    async open(console) {
      await menu('View')(console);
      await item(console, 'Theme').click();
      await console.page.getByRole('menuitemradio', { name: 'Dark' }).waitFor();
    },
  },
  { scene: 'prepared', name: 'menu-actions', open: menu('Actions') },
  { scene: 'prepared', name: 'menu-help', open: menu('Help') },
  { scene: 'prepared', name: 'columns', open: chosen('View', 'Columns…', 'Columns') },
  { scene: 'prepared', name: 'export', open: chosen('File', 'Export list…', 'Export list') },
  { scene: 'prepared', name: 'troubleshooting', open: chosen('Help', 'Troubleshooting', 'Troubleshooting') },
  { scene: 'prepared', name: 'shortcuts', open: chosen('Help', 'Keyboard shortcuts', 'Keyboard shortcuts') },
  { scene: 'prepared', name: 'about', open: chosen('Help', 'About', 'About') },
  { scene: 'prepared', name: 'delete', open: ofRow(longHost, 'Delete', 'Delete') },
  { scene: 'prepared', name: 'renew', open: ofRow('standby.nebula.com', 'Renew credentials…', 'WebSocket Server') },
  {
    scene: 'prepared',
    name: 'policy',
    async open(console) {
      await details('standby.nebula.com')(console);
      await console.page.getByRole('button', { name: 'Command policy…' }).click();
      const dialog = console.dialog('Command policy');
      await dialog.getByRole('radio', { name: 'Rules' }).check();
      await dialog.getByRole('button', { name: 'Add rule' }).click();
    },
  },
  {
    scene: 'prepared',
    name: 'diagnose',
    async open(console) {
      await ofRow('standby.nebula.com', 'Diagnose…', 'Diagnose')(console);
      await console
        .dialog('Diagnose')
        .getByRole('alert')
        .or(console.dialog('Diagnose').getByRole('listitem'))
        .first()
        .waitFor();
    },
  },
  {
    scene: 'seeded',
    name: 'diagnose-connected',
    async open(console) {
      await console.choose('cloud1.nebula.com', 'Diagnose…');
      await console.dialog('Diagnose').getByRole('button', { name: 'Run again' }).waitFor();
    },
  },
  {
    scene: 'seeded',
    name: 'view-certificate',
    async open(console) {
      await row(console, 'cloud1.nebula.com').click();
      await console.page.getByRole('button', { name: 'View certificate…' }).click();
      await console.page
        .getByRole('dialog', { name: /^SSL Certificate of/ })
        .getByText(/SHA-256/)
        .first()
        .waitFor();
    },
  },
  { scene: 'empty', name: 'new-server', open: (console) => ServerDialog.open(console) },
  {
    scene: 'empty',
    name: 'new-server-read',
    async open(console, { cloud }) {
      await (await ServerDialog.open(console)).choose(cloud.details);
      await console.dialog('WebSocket Server').getByText('Click Validate').waitFor();
    },
  },
  {
    scene: 'empty',
    name: 'new-server-certificate',
    async open(console, { cloud }) {
      const dialog = await ServerDialog.open(console);
      await dialog.choose(cloud.details);
      await dialog.validate();
      await console.dialog('SSL Certificate').getByText('Certificate of the WebSocket server').waitFor();
    },
  },
  {
    scene: 'empty',
    name: 'new-server-error',
    async open(console, { cloud }) {
      const dialog = await ServerDialog.open(console);
      await dialog.choose({ ...cloud.details, url: 'wss://127.0.0.1:1/x' });
      await dialog.validate();
      await dialog.alert().waitFor();
    },
  },
  {
    scene: 'empty',
    name: 'new-server-details-server',
    async open(console, { cloud }) {
      const dialog = await ServerDialog.open(console);
      await dialog.type(cloud.detailsUrl);
      await dialog.validate();
      await dialog.certificate().getByText('Certificate of the server that holds the endpoint details').waitFor();
    },
  },
  { scene: 'seeded', name: 'activity-live-empty', open: pane('Activity') },
  {
    scene: 'seeded',
    name: 'activity-history',
    async open(console) {
      await console.goTo('Activity');
      await console.page.getByRole('tab', { name: 'History' }).click();
      await console.page.getByRole('grid', { name: 'History of commands' }).getByRole('gridcell').first().click();
    },
  },
  {
    scene: 'seeded',
    name: 'notifications',
    async open(console) {
      await console.goTo('Notifications');
      await console.page.getByRole('grid', { name: 'Server groups' }).getByRole('gridcell').first().click();
      await console.page
        .getByRole('group', { name: /^The last hour of/ })
        .locator('svg')
        .nth(1)
        .waitFor(); // the second plot
    },
  },
  { scene: 'seeded', name: 'logs', open: pane('Logs') },
  { scene: 'seeded', name: 'properties', open: pane('Properties') },
  { scene: 'seeded', name: 'netbackup-connection', open: pane('NetBackup Connection') },
  {
    scene: 'seeded',
    name: 'netbackup-connection-error',
    async open(console) {
      await console.goTo('NetBackup Connection');
      await console.page.getByRole('textbox', { name: 'Base URL' }).fill('http://master');
      await console.page.getByRole('button', { name: 'Save' }).click();
      await console.page.getByRole('alert').waitFor();
    },
  },
  {
    scene: 'seeded',
    name: 'unsaved-changes',
    async open(console) {
      await console.goTo('Properties');
      await console.page.getByRole('textbox', { name: 'keepAlive.scheduledRate' }).fill('31');
      await console.page.getByRole('treeitem', { name: 'Activity', exact: true }).click();
      await console.dialog('Unsaved changes').waitFor();
    },
  },
  { scene: 'practice', name: 'practice', open: pane('Practice') },
  { scene: 'practice', name: 'practice-list', open: (console) => console.rowShows('localhost', 'CONNECTED') },
  {
    scene: 'practice',
    name: 'activity-live',
    async open(console) {
      await console.goTo('Activity');
      await console.goTo('Practice');
      await console.sendCommand('Practice cloud application 1', 'GET', '/netbackup/admin/jobs', '');
      await console.goTo('Activity');
      await console.page.getByRole('grid', { name: 'Live activity' }).getByRole('gridcell').first().click();
    },
  },
  {
    scene: 'practice',
    name: 'taken-over',
    async open(console) {
      if ((await console.row('127.0.0.1').count()) === 0) {
        await console.goTo('Practice');
        const detailsUrl = await console.practiceFact('Practice cloud application 2', 'Details URL');
        await console.goTo('WebSocket Servers');
        const dialog = await ServerDialog.open(console);
        await dialog.type(detailsUrl);
        await dialog.validate();
        await dialog.acceptDetailsServer();
        await dialog.accept();
        await dialog.add();
        await dialog.closed();
        await console.choose('localhost', 'Deactivate');
      }
      await console.rowShows('127.0.0.1', 'CONNECTED');
      await row(console, 'localhost').click();
      await console.page.getByRole('region', { name: 'Details' }).waitFor();
    },
  },
  { scene: 'masters', name: 'masters', open: overview },
  {
    scene: 'masters',
    name: 'masters-details',
    async open(console) {
      await overview(console);
      const failing = console.page.getByRole('row').filter({ hasText: 'is not the accepted one' });
      await failing.getByRole('gridcell').first().click();
      await console.page.getByRole('region', { name: 'Details' }).waitFor();
    },
  },
  {
    scene: 'masters',
    name: 'masters-menu',
    async open(console) {
      await overview(console);
      const chosen = console.page.getByRole('row').filter({ hasText: 'site-m1.example' });
      await chosen.getByRole('gridcell').first().click({ button: 'right' });
      await console.page.getByRole('menu').waitFor();
    },
  },
  {
    scene: 'masters',
    name: 'master-rename',
    open: ofMaster('Rename…', 'Rename master server'),
  },
  { scene: 'masters', name: 'master-edit', open: ofMaster('Edit…', 'Edit master server') },
  { scene: 'masters', name: 'master-remove', open: ofMaster('Remove', 'Remove master server') },
  { scene: 'masters', name: 'master-add', open: (console) => openMasterDialog(console) },
  {
    scene: 'masters',
    name: 'master-add-refused',
    async open(console) {
      const dialog = await openMasterDialog(console);
      await dialog.getByLabel('Address', { exact: true }).fill('http://master.example');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByRole('alert').waitFor();
    },
  },
  { scene: 'remote', name: 'remote-list', open: (console) => remote(console) },
  {
    scene: 'remote',
    name: 'remote-details',
    async open(console) {
      await remote(console);
      await row(console, 'unreachable.nebula.com').click();
      await console.page.getByRole('region', { name: 'Details' }).waitFor();
    },
  },
  {
    scene: 'remote',
    name: 'remote-renew',
    async open(console) {
      await remote(console);
      await console.choose('served.nebula.com', 'Renew credentials…');
      await console.dialog('WebSocket Server').waitFor();
    },
  },
  {
    scene: 'remote',
    name: 'master-certificate',
    async open(console, { netBackup }) {
      const dialog = await openMasterDialog(console);
      await dialog.getByLabel('Address', { exact: true }).fill(netBackup?.origin ?? '');
      await dialog.getByRole('button', { name: 'Fetch certificate…' }).click();
      await console.dialog('SSL Certificate').getByText('Certificate of the master server').waitFor();
    },
  },
  {
    scene: 'remote',
    name: 'master-ca-pasted',
    async open(console, { netBackup }) {
      const dialog = await openMasterDialog(console);
      await dialog.getByRole('button', { name: 'Paste…' }).click();
      const text = dialog.getByRole('textbox', { name: 'CA certificate (PEM)' });
      await text.fill(netBackup?.caCertificate ?? '');
      await dialog.getByRole('button', { name: 'Use this text' }).click();
      await text.waitFor({ state: 'detached' });
      await dialog.getByRole('button', { name: 'Paste…' }).click();
      await text.fill('-----BEGIN CERTIFICATE-----');
      await dialog.getByRole('button', { name: 'Use this text' }).click();
      await dialog
        .getByText(/^Certificate /)
        .last()
        .waitFor();
    },
  },
  {
    scene: 'remote',
    name: 'remote-not-reached',
    async open(console, { netBackup }) {
      await remote(console);
      await netBackup?.setOnline(false);
      await console.page.getByText('The master server cannot be reached').first().waitFor();
      await netBackup?.setOnline(true);
    },
  },
];

/** The pane of the one master server of the scene `remote`. */
async function remote(console: ConsolePage): Promise<void> {
  await console.goTo('WebSocket Servers');
  await console.grid().getByRole('gridcell').first().waitFor();
}

async function overview({ page }: ConsolePage): Promise<void> {
  await page.getByRole('treeitem', { name: 'Master Servers', exact: true }).click();
  await page.getByRole('grid', { name: 'Master Servers' }).getByRole('gridcell').first().waitFor();
}

/** An item of the context menu of a master server in the tree. */
function ofMaster(entry: string, dialog: string) {
  return async (console: ConsolePage) => {
    const { page } = console;
    await page.getByRole('treeitem', { name: 'site-m1.example', exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: entry, exact: true }).click();
    await console.dialog(dialog).waitFor();
  };
}
