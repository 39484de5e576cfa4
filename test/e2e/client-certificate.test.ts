import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { connectionCauses } from '../../shared/connection-causes.ts';
import { axeViolations } from '../support/axe.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { MutualTlsServer } from '../support/mutual-tls-server.ts';
import { filesIn } from '../support/saved-files.ts';
import { ServerDialog } from '../support/server-dialog.ts';

describe('decisions 14 and 38: a client certificate is given in the dialog, kept, replaced and removed', () => {
  let authority: Identity;
  let client: Identity;
  let cloud: PracticeCloudApplication;
  let server: MutualTlsServer;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    authority = await makeCertificate({ commonName: 'Client CA', purpose: 'authority' });
    client = await makeCertificate({ commonName: 'nbwss-console', purpose: 'client', issuer: authority });
    cloud = await PracticeCloudApplication.start({ groupId: 'sg1' });
    server = await MutualTlsServer.start(cloud, { version: 'TLSv1.3', authority });
    desk = await ConsoleDesk.open();
    console = await desk.openPage('chromium/client-certificate');
  });
  afterAll(async () => {
    await desk?.close();
    await server?.close();
    await cloud?.close();
  });

  const details = () => console.page.getByRole('region', { name: 'Details' });
  const group = ({ dialog }: ServerDialog) => dialog.getByRole('group', { name: 'Client certificate' });
  const choosePem = async (dialog: ServerDialog, contents: string) => {
    const chooser = console.page.waitForEvent('filechooser');
    await group(dialog).getByRole('button', { name: 'Choose PEM file…' }).click();
    const file = { name: 'client.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(contents) };
    await (await chooser).setFiles(file);
  };
  const save = async (dialog: ServerDialog) => {
    await dialog.validate();
    await dialog.accept();
    await dialog.dialog.getByRole('button', { name: /^(Add Host|Renew)$/ }).click();
    await dialog.closed();
  };

  it('T-24: without one the server refuses the connection, and the details say that it wants one', async () => {
    const dialog = await ServerDialog.open(console);
    await dialog.prepare(server.details);
    await dialog.add();
    await dialog.closed();
    await console.row('localhost').getByRole('gridcell').first().click();
    await details().getByText(connectionCauses['client-certificate'].meaning, { exact: true }).waitFor();
    await console.shot('wanted');
    await details().getByRole('button', { name: 'Renew credentials…' }).click();
    await (await ServerDialog.renewing(console, 'localhost')).cancel();
  });

  it('what is no client certificate is refused in the dialog, with the reason', async () => {
    await console.choose('localhost', 'Renew credentials…');
    const dialog = await ServerDialog.renewing(console, 'localhost');
    await dialog.choose(server.details);
    await choosePem(dialog, 'not PEM');
    await dialog.freshAlert(() => dialog.validate());
    expect(await dialog.alert().textContent()).toContain('clientCertificate');
    await choosePem(dialog, '');
    await dialog.alert().getByText('It is empty.', { exact: true }).waitFor();
    await console.shot('refused');
    expect(await axeViolations(console.page)).toEqual([]);
    await dialog.cancel();
  });

  it('with one it connects; the private key is in no file as it stands, and the window shows the subject only', async () => {
    await console.choose('localhost', 'Renew credentials…');
    const dialog = await ServerDialog.renewing(console, 'localhost');
    await dialog.choose(server.details);
    await choosePem(dialog, client.certificate + client.privateKey);
    await group(dialog).getByLabel('Passphrase').waitFor();
    await console.shot('chosen');
    expect(await axeViolations(console.page)).toEqual([]);
    await save(dialog);
    await console.rowShows('localhost', 'CONNECTED');
    expect(server.shown.at(-1)).toBe('nbwss-console');
    await details().getByText('CN=nbwss-console').waitFor();
    await console.shot('connected');
    const key = client.privateKey.split('\n')[1] ?? '';
    expect(key.length).toBeGreaterThan(40);
    for (const hex of Object.values(filesIn(desk.dataFolder)))
      expect(Buffer.from(hex, 'hex').toString('latin1').includes(key)).toBe(false);
    expect((await console.page.content()).includes(key)).toBe(false);
  });

  it('decision 38: a renewal keeps it, and Remove takes it away', async () => {
    await console.choose('localhost', 'Renew credentials…');
    const kept = await ServerDialog.renewing(console, 'localhost');
    await group(kept)
      .getByText(/^Saved: CN=nbwss-console, valid to /)
      .waitFor();
    await kept.choose(server.details);
    await save(kept);
    await console.rowShows('localhost', 'CONNECTED');
    await console.choose('localhost', 'Renew credentials…');
    const removed = await ServerDialog.renewing(console, 'localhost');
    await group(removed).getByRole('button', { name: 'Remove' }).click();
    await group(removed).getByText('The saved one is removed with Renew.').waitFor();
    await removed.choose(server.details);
    await save(removed);
    await console.rowShows('localhost', 'DISCONNECTED');
    await details().getByText(connectionCauses['client-certificate'].meaning, { exact: true }).waitFor();
    expect(console.complaints).toEqual([]);
  });
});
