import { X509Certificate } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { authority, sending } from '../support/certified-endpoints.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { ServerDialog } from '../support/server-dialog.ts';
import { ServiceBench } from '../support/service-bench.ts';

const day = 86_400_000;
const longHost = `${`${'a'.repeat(59)}.`.repeat(4)}${'b'.repeat(13)}`;

/** What a server presents now, as PEM: its certificate, then the issuers that it sends along. */
function presentedBy(port: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      const chain: string[] = [];
      for (let at = socket.getPeerCertificate(true); ; at = at.issuerCertificate) {
        chain.push(new X509Certificate(at.raw).toString());
        if (!at.issuerCertificate || at.issuerCertificate.fingerprint256 === at.fingerprint256) break;
      }
      socket.destroy();
      resolve(chain);
    });
    socket.on('error', reject);
  });
}

describe('decisions 34 and 35: certificates in full', () => {
  let root: Identity;
  let issued: PracticeCloudApplication;
  let expiring: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    root = await authority('Provider CA');
    const chained = sending(await makeCertificate({ commonName: 'localhost', issuer: root }), root);
    issued = await PracticeCloudApplication.start({ hostName: 'localhost', identity: chained });
    const soon = await makeCertificate({ commonName: '127.0.0.1', validTo: new Date(Date.now() + 10.5 * day) });
    expiring = await PracticeCloudApplication.start({ hostName: '127.0.0.1', identity: soon });
    desk = await ConsoleDesk.open({
      seed: async (dataFolder) => {
        const bench = new ServiceBench({ dataFolder });
        const { details } = issued;
        const { certificate } = await bench.service.details.validateFile(details);
        await bench.service.endpoints.add(details, certificate.pem, 'issuer');
        for (const hostName of ['127.0.0.1', longHost]) {
          const url = `${expiring.endpointUrl}?of=${hostName}`;
          await bench.add({ details: { ...expiring.details, hostName, url, groupId: hostName.slice(0, 20) } });
        }
        await bench.close();
      },
    });
    console = await desk.openPage('chromium/certificate');
    await console.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.origin });
    await console.rowShows('127.0.0.1', 'CONNECTED');
  });
  afterEach(() => {
    expect(console.complaints).toEqual([]);
  });
  afterAll(async () => {
    await desk?.close();
    await issued?.close();
    await expiring?.close();
  });

  const details = () => console.page.getByRole('region', { name: 'Details' });
  const fact = (dialog: Locator, name: string) =>
    dialog.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd[1]');
  const viewed = (hostName: string) => console.dialog(`SSL Certificate of ${hostName}`);
  const view = async (hostName: string) => {
    await console.row(hostName).getByRole('gridcell').first().click();
    await details().getByRole('button', { name: 'View certificate…', exact: true }).click();
    await viewed(hostName).waitFor();
    return viewed(hostName);
  };
  const exported = async (dialog: Locator) => {
    const download = console.page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export PEM…', exact: true }).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  };
  const copied = async (dialog: Locator, name: string) => {
    await dialog.getByRole('button', { name, exact: true }).click();
    await dialog.getByRole('status').filter({ hasText: 'Copied: ' }).first().waitFor({ state: 'attached' });
    return console.page.evaluate(() => navigator.clipboard.readText());
  };
  const close = async (dialog: Locator) => {
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'hidden' });
  };

  it('decision 35: a warning names what expires within 30 days, and its button selects those rows', async () => {
    const warning = console.servers().getByRole('note').first();
    await warning.getByText(/^The accepted certificates of 127\.0\.0\.1 and a+\..+ expire within 30 days/).waitFor();
    await console.page.getByRole('textbox', { name: 'Filter' }).fill('localhost');
    await console.row('127.0.0.1').waitFor({ state: 'hidden' });
    await warning.getByRole('button', { name: 'Select these 2 rows', exact: true }).click();
    await expect.poll(() => console.grid().locator('[aria-selected="true"]').count()).toBe(2);
    expect(await console.row('127.0.0.1').getAttribute('aria-selected')).toBe('true');
    await looksRight(console, 'expiring');
  });

  it('decision 35: View certificate… shows what was accepted in full, with its warnings today', async () => {
    await console.row('127.0.0.1').getByRole('gridcell').first().click();
    await details().getByText('The accepted certificate of 127.0.0.1 expires in 10 days.', { exact: true }).waitFor();
    await looksRight(console, 'details');
    const dialog = await view('127.0.0.1');
    const { sha256Fingerprint } = expiring.listener.identity;
    await fact(dialog, 'SHA-256').getByText(sha256Fingerprint).waitFor();
    expect(await fact(dialog, 'Trusted').textContent()).toBe('This certificate only');
    expect(await fact(dialog, 'Subject').textContent()).toBe('CN=127.0.0.1');
    expect(await fact(dialog, 'Valid to').textContent()).toContain('(10 days left)');
    const warned = 'The certificate is self-signed: only its fingerprint can tell whether it is the right one.';
    await dialog.getByRole('note').getByText(warned, { exact: true }).waitFor();
    expect(await fact(dialog, 'Accepted in spite of').textContent()).toContain(warned);
    await looksRight(console, 'view');
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await looksRight(console, 'view-small');
    await console.page.setViewportSize({ width: 1280, height: 800 });

    expect(await copied(dialog, 'Copy SHA-256')).toBe(sha256Fingerprint);
    expect(await copied(dialog, 'Copy SHA-1')).toBe(
      new X509Certificate(expiring.listener.identity.certificate).fingerprint,
    );
    const text = await copied(dialog, 'Copy as text');
    expect(text).toContain(`SSL Certificate of 127.0.0.1\nWarning: ${warned}\n`);
    expect(text).toContain(`\nSHA-256: ${sha256Fingerprint}\n`);
    const presented = await presentedBy(expiring.listener.port);
    expect(await exported(dialog)).toEqual({ name: '127.0.0.1.pem', text: presented.join('') });
    await close(dialog);
  });

  it('decision 35: with trust in the issuer it says that the issuer’s is shown, and exports it under that name', async () => {
    const dialog = await view('localhost');
    await dialog.getByText(/^The certificate of the accepted issuer, as the trust store holds it\./).waitFor();
    expect(await fact(dialog, 'Subject').textContent()).toBe('CN=Provider CA');
    expect(await fact(dialog, 'Trusted').textContent()).toBe('Certificates of its issuer for this host name');
    expect(await fact(dialog, 'When accepted, the server presented \\(SHA-256\\)').textContent()).toBe(
      issued.listener.identity.sha256Fingerprint,
    );
    expect(await dialog.getByRole('note').count()).toBe(0);
    await looksRight(console, 'view-issuer');
    const [, issuer] = await presentedBy(issued.listener.port);
    expect(await exported(dialog)).toEqual({ name: 'localhost-issuer.pem', text: issuer });
    await close(dialog);
  });

  it('T-18: a certificate that cannot be read is told with the exact string; Retry reads it again', async () => {
    const file = join(desk.dataFolder, 'truststore', '127.0.0.1.pem');
    renameSync(file, `${file}.away`);
    writeFileSync(file, 'nonsense');
    const dialog = await view('127.0.0.1');
    await dialog.getByRole('alert').getByText('Error loading keystore', { exact: true }).waitFor();
    await looksRight(console, 'view-failed');
    renameSync(`${file}.away`, file);
    await dialog.getByRole('button', { name: 'Retry' }).click();
    await fact(dialog, 'SHA-256').waitFor();
    await close(dialog);
  });

  it('decision 34: a host name of 253 characters neither breaks the dialog nor the name of the file', async () => {
    await console.page.setViewportSize({ width: 1024, height: 640 });
    const dialog = await view(longHost);
    await fact(dialog, 'SHA-256').waitFor();
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    await looksRight(console, 'view-long');
    expect((await exported(dialog)).name).toBe(`${'a'.repeat(59)}.${'a'.repeat(59)}.pem`);
    await close(dialog);
    await console.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('decision 34: at Validate it is copied and exported with the chain that the server presents', async () => {
    const dialog = await ServerDialog.open(console);
    const hostName = 'other.example';
    await dialog.choose({ ...issued.details, hostName, url: `${issued.endpointUrl}?of=${hostName}` });
    await dialog.validate();
    const shown = dialog.certificate();
    await fact(shown, 'Chain').getByText('CN=Provider CA').waitFor();
    await looksRight(console, 'validate');
    const presented = await presentedBy(issued.listener.port);
    expect(presented).toHaveLength(2);
    expect(await exported(shown)).toEqual({ name: 'other.example.pem', text: presented.join('') });
    const text = await copied(shown, 'Copy as text');
    expect(text).toContain('Certificate of the WebSocket server other.example\n');
    expect(text).toMatch(/\nChain: CN=Provider CA, valid to .+ UTC, SHA-256 /);

    await console.page.setViewportSize({ width: 640, height: 400 });
    const seen = fact(shown, 'SHA-256').filter({ hasText: new X509Certificate(presented[0] ?? '').fingerprint256 });
    await looksRight(console, 'validate-zoomed');
    // At 200 % zoom, with nothing scrolled: what lies at both ends of it is the fingerprint itself.
    const inSight = await seen.evaluateAll((all) =>
      all.some((one) => {
        const { left, top, bottom } = one.getBoundingClientRect();
        return [top + 4, bottom - 4].every((y) => one.contains(document.elementFromPoint(left + 20, y)));
      }),
    );
    expect(inSight).toBe(true);
    await console.page.setViewportSize({ width: 1280, height: 800 });
    await shown.getByRole('button', { name: 'Reject' }).click();
    await dialog.cancel();
  });

  it('decision 35: at Accept new certificate… it is the presented one that is copied and exported', async () => {
    const renewed = await makeCertificate({ commonName: '127.0.0.1' });
    expiring.listener.replaceCertificate(renewed);
    expiring.closeConnections(1012, 'new certificate');
    await console.rowShows('127.0.0.1', 'DISCONNECTED');
    // A connection that lived under 30 s earns no early run (decision 7).
    await console.page
      .getByRole('toolbar', { name: 'Toolbar' })
      .getByRole('button', { name: 'Run connection process now' })
      .click();
    await console.rowShows('127.0.0.1', 'The certificate is not the accepted one');
    await console.choose('127.0.0.1', 'Accept new certificate…');
    const dialog = console.dialog('Accept new certificate');
    await dialog.getByRole('button', { name: 'Accept', exact: true }).waitFor();
    await looksRight(console, 'accept-new');
    expect(await copied(dialog, 'Copy SHA-256')).toBe(renewed.sha256Fingerprint);
    expect(await exported(dialog)).toEqual({
      name: '127.0.0.1.pem',
      text: (await presentedBy(expiring.listener.port)).join(''),
    });
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });
});
