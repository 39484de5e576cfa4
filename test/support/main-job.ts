import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { ConsolePage } from './console-page.ts';
import { savedSecretsIn } from './saved-secrets.ts';

const first = 'Practice cloud application 1';
const second = 'Practice cloud application 2';
const fingerprint = /([0-9A-F]{2}:){31}[0-9A-F]{2}/;

/** Where the main job is done, and what is known of it there beyond what the console shows. */
export interface MainJobPlace {
  /** Leads to an empty list. @returns where the details of two endpoints of one group come from */
  begin(console: ConsolePage): Promise<{ file: string; url: string }>;
  /** What is said after Add Host, behind host and priority. */
  readonly promise: string;
  /** Whether the console shows the certificate of the server that holds the details: NetBackup fetches them by itself. */
  readonly showsDetailsServer: boolean;
  /** The first was added. */
  added?(details: EndpointDetails): void;
  /** The first is connected. */
  connected?(console: ConsolePage): Promise<void>;
  /** The first was deleted, and the second is left. */
  deleted?(details: EndpointDetails, left: string): void;
  end(console: ConsolePage): Promise<void>;
}

/**
 * The main job, with nothing that a person could not do: two endpoints (FILE and URL), certificate, states, standby, Deactivate, no
 * fail-back, Delete. The same in each host, and for each kind of master server.
 */
export async function doTheMainJob(console: ConsolePage, place: MainJobPlace = practiceMode()): Promise<void> {
  const { page } = console;
  const { file, url } = await place.begin(console);
  const details = JSON.parse(readFileSync(file, 'utf8')) as EndpointDetails;

  await addFromFile(console, file, details, place.promise);
  place.added?.(details);
  await console.rowShows(details.hostName, 'ACTIVATED', 'CONNECTED');
  await console.shot('first-connected');

  await place.connected?.(console);

  const secondHost = await addFromUrl(console, url, place.showsDetailsServer);
  await console.rowShows(
    secondHost,
    'ACTIVATED',
    'DISCONNECTED',
    `Standby: ${details.groupId} is served by ${details.hostName}`,
  );
  await console.shot('second-standby');

  await console.choose(details.hostName, 'Deactivate');
  await console.rowShows(details.hostName, 'DEACTIVATED', 'DISCONNECTED');
  await console.rowShows(secondHost, 'CONNECTED');
  await console.row(details.hostName).getByRole('gridcell').first().click();
  await page
    .getByRole('region', { name: 'Details' })
    .getByText(/NORMAL_CLOSURE/)
    .first()
    .waitFor(); // decision 9: 1000
  await console.shot('first-deactivated');

  await console.choose(details.hostName, 'Activate');
  await console.rowShows(
    details.hostName,
    'ACTIVATED',
    'DISCONNECTED',
    `Standby: ${details.groupId} is served by ${secondHost}`,
  ); // C-5
  await console.rowShows(secondHost, 'CONNECTED');
  await console.shot('no-fail-back');

  await console.choose(details.hostName, 'Delete');
  const deletion = console.dialog('Delete');
  await deletion.getByText(`Delete the credentials of ${details.hostName}?`).waitFor();
  await console.shot('delete');
  await deletion.getByRole('button', { name: 'OK' }).click();
  await console.row(details.hostName).waitFor({ state: 'detached' });
  place.deleted?.(details, secondHost);
  await console.shot('deleted');
  await place.end(console);
  expect(console.complaints).toEqual([]);
}

/** Practice mode of this computer, from an empty data folder; with a COMMAND there and back. */
function practiceMode(): MainJobPlace {
  let data = '';
  const certificateFile = ({ hostName }: EndpointDetails) => join(data, 'truststore', `${hostName}.pem`);
  return {
    showsDetailsServer: true,
    promise: ' Unless its group has a connection, it is tried within 60 seconds at the latest.',
    async begin(console) {
      const { page } = console;
      await console.servers().getByText('No WebSocket servers have been added').waitFor();
      await console.shot('empty');
      await console.servers().getByRole('button', { name: 'Start practice mode' }).click();
      await page.getByRole('button', { name: 'Leave practice mode' }).first().waitFor();
      data = await console.dataFolder();
      await console.goTo('Practice');
      const file = await console.practiceFact(first, 'Details file');
      const url = await console.practiceFact(second, 'Details URL');
      await console.shot('practice-servers');
      return { file, url };
    },
    added(details) {
      expect(existsSync(certificateFile(details))).toBe(true); // D-17
      expect(readFileSync(join(data, 'config.json'), 'utf8')).not.toContain(details.token);
    },
    connected: sendCommands,
    deleted(details, left) {
      expect(existsSync(certificateFile(details))).toBe(false); // Z-2
      const config = JSON.parse(readFileSync(join(data, 'config.json'), 'utf8')) as {
        endpoints: { hostName: string }[];
      };
      expect(config.endpoints.map(({ hostName }) => hostName)).toEqual([left]);
      expect(Object.keys(savedSecretsIn(data))).toEqual([`token of ${left}`]);
    },
    async end(console) {
      await console.page.getByRole('button', { name: 'Leave practice mode' }).first().click();
      await console.servers().getByText('No WebSocket servers have been added').waitFor();
      // Decision 47: nothing is left behind. Its servers are closed after the real service is shown.
      await expect.poll(() => existsSync(data)).toBe(false);
    },
  };
}

/** D-3, D-4, D-6, D-7, D-9, D-10, D-14, D-15, D-18 */
async function addFromFile(
  console: ConsolePage,
  file: string,
  details: EndpointDetails,
  promise: string,
): Promise<void> {
  await console.goTo('WebSocket Servers');
  const dialog = await console.openServerDialog();
  await console.shot('dialog');
  await console.chooseFile(dialog, file);
  const information = dialog.getByRole('group', { name: 'Server Information' });
  await expect.poll(() => information.getByRole('textbox', { name: 'Host Name:' }).inputValue()).toBe(details.hostName);
  expect(await information.getByRole('textbox', { name: 'WebSocket Server Endpoint:' }).inputValue()).toBe(details.url);
  expect(await information.getByRole('textbox', { name: 'Group ID:' }).inputValue()).toBe(details.groupId);
  const token = information.getByLabel('Token:');
  expect(await token.inputValue()).not.toBe(details.token);
  await dialog.getByRole('button', { name: 'View' }).click();
  expect(await token.inputValue()).toBe(details.token);
  await dialog.getByRole('button', { name: 'Hide' }).click();
  expect(await dialog.getByRole('button', { name: 'Add Host' }).isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: 'Validate' }).click();
  const certificate = console.dialog('SSL Certificate');
  await certificate.getByText(fingerprint).first().waitFor();
  await console.shot('certificate');
  await certificate.getByRole('button', { name: 'Accept' }).click();
  await console.shot('accepted');
  await dialog.getByRole('button', { name: 'Add Host' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await console.said(`Added ${details.hostName}, priority ${details.priority}.${promise}`);
}

/** the guide's examples, by way of the cloud application. */
async function sendCommands(console: ConsolePage): Promise<void> {
  await console.goTo('Practice');
  const server = {
    serverName: 'vcenterServer1',
    proxyServerName: '',
    vmType: 'VMWARE_VIRTUAL_CENTER_SERVER',
    userId: 'administrator',
    password: 'password@123',
    port: 0,
  };
  const uri = '/netbackup/config/servers/vmservers';
  expect((await console.sendCommand(first, 'POST', uri, JSON.stringify(server))).code).toBe(201);
  const { code, body } = await console.sendCommand(first, 'GET', `${uri}/vcenterServer1`, '');
  expect(code).toBe(200);
  expect(JSON.parse(body)).toMatchObject({
    vmServer: {
      serverName: 'vcenterServer1',
      vmType: 'VMWARE_VIRTUAL_CENTER_SERVER',
      userId: 'administrator',
      port: 0,
    },
    links: [{ rel: 'self' }],
  });
  await console.shot('commands');
}

/** D-5, D-8, decision 33. @returns the host name that was added */
async function addFromUrl(console: ConsolePage, url: string, showsDetailsServer: boolean): Promise<string> {
  await console.goTo('WebSocket Servers');
  const dialog = await console.openServerDialog();
  await dialog.getByRole('radio', { name: 'URL', exact: true }).check();
  await dialog.getByRole('textbox', { name: 'URL', exact: true }).fill(url);
  await dialog.getByRole('button', { name: 'Validate' }).click();
  const certificate = console.dialog('SSL Certificate');
  const ofDetailsServer = certificate.getByText('Certificate of the server that holds the endpoint details');
  if (showsDetailsServer) {
    await ofDetailsServer.waitFor();
    await console.shot('details-server-certificate');
    await certificate.getByRole('button', { name: 'Accept' }).click();
    await ofDetailsServer.waitFor({ state: 'detached' });
  }
  await certificate.getByText(fingerprint).first().waitFor();
  await certificate.getByRole('button', { name: 'Accept' }).click();
  const hostName = await dialog.getByRole('textbox', { name: 'Host Name:' }).inputValue();
  await dialog.getByRole('button', { name: 'Add Host' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await console.said(`Added ${hostName}, priority 2.`);
  return hostName;
}
