import { mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { type CatalogueEntry, type ErrorCode, errorCatalogue, NbwssError } from '../../shared/error-catalogue.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import { tamperWithFrames } from '../support/console-frames.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { ServerDialog } from '../support/server-dialog.ts';

const host = 'cloud.nebula.com';
const codes = Object.keys(errorCatalogue) as ErrorCode[];
const buttons = {
  retry: 'Retry',
  refresh: 'Refresh',
  renew: 'Renew credentials…',
  'netbackup-connection': 'Open NetBackup Connection',
};

describe('every error of the catalogue in the console: string, cause, recommended actions, and the one button that helps', () => {
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  /** The error that the next Deactivate is answered with, whatever the service said. */
  let answer: NbwssError | undefined;
  /** Ids of the calls that are under way. */
  const deactivations = new Set<string>();

  beforeAll(async () => {
    cloud = await PracticeCloudApplication.start();
    desk = await ConsoleDesk.open({ seed: (folder) => seedEndpoints(folder, cloud, [{ hostName: host }]) });
    console = await desk.openPage('chromium/errors', {
      prepare: ({ page }) => tamperWithFrames(page, { sent: remember, received: replaceAnswer }),
    });
    await console.rowShows(host, 'CONNECTED');
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
  });

  /** In place of Deactivate the service is asked to activate, which changes nothing. */
  const remember = (text: string) => {
    const call = JSON.parse(text) as { i: string; p?: { u?: string } };
    if (!answer || !call.p?.u?.endsWith('/endpoints/deactivate')) return text;
    deactivations.add(call.i);
    return text.replace('/endpoints/deactivate', '/endpoints/activate');
  };
  const replaceAnswer = (text: string) => {
    const { i: id } = JSON.parse(text) as { i: string };
    if (!answer || !deactivations.delete(id)) return text;
    const { message, report } = answer;
    const json = { defined: true, code: 'NBWSS', status: 400, message, data: report };
    return JSON.stringify({ i: id, p: { s: 400, b: { json } } });
  };
  const alert = () => console.servers().getByRole('alert');
  const offered = async () => {
    const all = await alert().locator('xpath=../..').getByRole('button').allTextContents();
    return all.filter((name) => name !== ''); // Dismiss is a sign
  };

  it.each(codes)('%s', async (code) => {
    const entry: CatalogueEntry = errorCatalogue[code];
    answer = new NbwssError(code, { parameter: 'the-parameter', causes: [`This is why: ${code}.`] });
    await console.choose(host, 'Deactivate');
    await alert().getByText(`This is why: ${code}.`).waitFor();
    // biome-ignore lint/performance/useDomNodeTextContent: what stands on a line of its own is what is asked
    const shown = (await alert().innerText()).split('\n').map((line) => line.trim());
    expect(shown.filter((line) => line !== '')).toEqual([
      ...answer.report.lines,
      `This is why: ${code}.`,
      'Recommended actions',
      ...entry.actions,
    ]);
    // Renew is for one host, and an action on rows may be about many; a master server is not one of them.
    const expected =
      entry.remedy === undefined || entry.remedy === 'renew' || entry.remedy === 'edit-master'
        ? []
        : [buttons[entry.remedy]];
    expect(await offered()).toEqual(expected);
    if (code === 'storeNotWritten') await looksRight(console, code);
    answer = undefined;
    await alert().locator('xpath=../..').getByRole('button', { name: 'Dismiss' }).click();
    await alert().waitFor({ state: 'detached' });
  });

  it('T-10: Retry does the same again, once the store can be written', async () => {
    const config = join(desk.dataFolder, 'config.json');
    const aside = join(desk.dataFolder, 'config.aside');
    const text = readFileSync(config);
    renameSync(config, aside);
    mkdirSync(join(config, 'in the way'), { recursive: true });
    await console.choose(host, 'Deactivate');
    await alert().getByText('Communication with EMM failed', { exact: true }).waitFor();
    await console.rowShows(host, 'ACTIVATED', 'CONNECTED'); // nothing has changed
    rmSync(config, { recursive: true });
    writeFileSync(config, text);
    rmSync(aside);
    await console.servers().getByRole('button', { name: 'Retry' }).click();
    await console.rowShows(host, 'DEACTIVATED', 'DISCONNECTED');
    await console.said('Deactivated 1 WebSocket server.');
    expect(await alert().count()).toBe(0);
    await console.page.keyboard.press('Control+z');
    await console.rowShows(host, 'ACTIVATED', 'CONNECTED');
  });

  it('R-5: Retry saves the properties, once their file can be written', async () => {
    const file = join(desk.dataFolder, 'nbwss.properties');
    const text = readFileSync(file, 'utf8');
    await console.goTo('Properties');
    const pane = console.page.getByRole('region', { name: 'Properties' });
    rmSync(file);
    mkdirSync(file);
    await pane.getByRole('textbox', { name: 'keepAlive.scheduledRate' }).fill('31');
    await pane.getByRole('button', { name: 'Save', exact: true }).click();
    await pane.getByRole('alert').getByText('The properties could not be saved', { exact: true }).waitFor();
    rmdirSync(file);
    writeFileSync(file, text);
    await pane.getByRole('button', { name: 'Retry' }).click();
    await console.said('The properties were saved.');
    expect(readFileSync(file, 'utf8')).toBe(text.replace('keepAlive.scheduledRate=30', 'keepAlive.scheduledRate=31'));
    await console.goTo('WebSocket Servers');
  });

  it('T-13, decision 38: an endpoint that exists already leads to Renew credentials… of its row', async () => {
    const dialog = await ServerDialog.open(console);
    const url = `${cloud.endpointUrl}?of=${host}`;
    await dialog.prepare({ ...cloud.details, hostName: host, groupId: 'another', url });
    await dialog.add();
    await dialog.shows({ lines: ['the entity already exists'], code: 'alreadyExists', cause: /./ });
    await dialog.dialog.getByRole('button', { name: 'Renew credentials…' }).click();
    const renewing = await ServerDialog.renewing(console, host);
    expect(await renewing.alert().count()).toBe(0);
    expect(await renewing.dialog.getByRole('button', { name: 'Renew', exact: true }).isDisabled()).toBe(true);
    await renewing.cancel();
  });

  it('T-3: Retry in the dialog validates again, once the server can be reached', async () => {
    const { endpointUrl: url } = cloud;
    await cloud.setOnline(false);
    const dialog = await ServerDialog.open(console);
    await dialog.choose({ ...cloud.details, hostName: '127.0.0.1', groupId: 'another', url });
    await dialog.validate();
    await dialog.alert().getByText('Unable to establish connection with host:').waitFor();
    await looksRight(console, 'dialog-retry');
    await cloud.setOnline(true);
    await dialog.dialog.getByRole('button', { name: 'Retry' }).click();
    await dialog.accept();
    await dialog.cancel();
    expect(console.complaints).toEqual([]);
  });
});
