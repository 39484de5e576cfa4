import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { filesIn } from '../support/saved-files.ts';
import { savedSecretsIn } from '../support/saved-secrets.ts';
import { shownCount } from '../support/shown-texts.ts';

const password = 'SENTINEL-PASSWORD-5f2c';
const apiKey = 'SENTINEL-KEY-91ab';

describe('the pane NetBackup Connection', () => {
  let netBackup: PracticeNetBackup;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  const frames: string[] = [];
  beforeAll(async () => {
    netBackup = await PracticeNetBackup.start({ account: { userName: 'nbwss', password, apiKey } });
    desk = await ConsoleDesk.open();
    console = await desk.openPage('chromium/netbackup', {
      prepare: async ({ page }) => {
        page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
      },
    });
  });
  beforeEach(async () => {
    netBackup.intercept = () => undefined;
    await console.page.reload();
    await console.goTo('NetBackup Connection');
  });
  afterEach(() => {
    expect(console.complaints).toEqual([]);
  });
  afterAll(async () => {
    await desk?.close();
    await netBackup?.close();
  });

  const pane = () => console.page.getByRole('region', { name: 'NetBackup Connection', exact: true });
  const field = (name: string) =>
    pane().getByLabel(name, { exact: true }).and(console.page.locator(':not([type=radio])'));
  const button = (name: string) => pane().getByRole('button', { name, exact: true });
  const radio = (name: string) => pane().getByRole('radio', { name, exact: true });
  const ca = () => pane().getByRole('group', { name: 'CA certificate', exact: true });
  const dialog = () => console.dialog('CA certificate');
  const alert = () => pane().getByRole('alert');
  const steps = () => pane().getByRole('list', { name: 'Steps of the test' }).locator('> li');
  const fact = (name: string) =>
    pane()
      .locator('dt', { hasText: new RegExp(`^${name}$`) })
      .first()
      .locator('xpath=following-sibling::dd[1]');
  const file = (text: string) => ({ name: 'ca.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(text) });
  const choose = async (text: string) => {
    const chooser = console.page.waitForEvent('filechooser');
    await button('From file…').click();
    await (await chooser).setFiles(file(text));
  };
  const look = (name: string) => looksRight(console, name);
  /** In nothing that the window was sent or shows, and in no file of the data folder. */
  const isNowhere = async (secret: string) => {
    expect(frames.filter((frame) => frame.includes(secret))).toEqual([]);
    expect(await console.page.content()).not.toContain(secret);
    const fields = pane().locator('input, textarea');
    for (const one of await fields.all()) expect(await one.inputValue()).not.toContain(secret);
    for (const [name, hex] of Object.entries(filesIn(desk.dataFolder)))
      expect([name, Buffer.from(hex, 'hex').includes(secret)]).toEqual([name, false]);
  };

  it('before anything is set: nothing to save or to revert, and a base URL that cannot be used says why', async () => {
    expect(await fact('State').textContent()).toBe('NetBackup: not configured');
    expect(await button('Save').getAttribute('aria-disabled')).toBe('true');
    await look('empty');
    await field('Base URL').fill('http://master');
    await button('Save').click();
    await alert().getByText('The NetBackup connection settings are not valid').waitFor();
    await pane().getByText('Base URL must begin with https://.', { exact: true }).waitFor();
    await look('error');
    await button('Revert').click();
    await expect.poll(() => field('Base URL').inputValue()).toBe('');
  });

  it('the CA certificate that the server gives is compared, rejected or accepted', async () => {
    await field('Base URL').fill(`${netBackup.origin}/netbackup`);
    await button('Fetch CA certificate…').click();
    await dialog().getByText('Practice NetBackup CA').first().waitFor();
    await dialog().getByText('The certificate of the server chains to it and is for this host name.').waitFor();
    await dialog().getByText('Compare the SHA-256 fingerprint').waitFor();
    await look('ca-dialog');
    await dialog().getByRole('button', { name: 'Reject' }).click();
    await console.said('The CA certificate was rejected. Nothing was changed.');
    expect(await shownCount(ca().getByText('None', { exact: true }))).toBe(1);
    await button('Fetch CA certificate…').click();
    await dialog().getByRole('button', { name: 'Accept' }).click();
    await ca().getByText('From the server, accepted by you. It is not saved yet.').waitFor();
    await ca().getByText('CN=Practice NetBackup CA').waitFor();
    await look('ca-accepted');

    const { certificate } = await makeCertificate({ commonName: 'Other CA', purpose: 'authority' });
    netBackup.intercept = () => ({ status: 200, body: { webRootCert: certificate } });
    await button('Fetch CA certificate…').click();
    await dialog().getByText('does not chain to this one').waitFor();
    await look('ca-foreign');
    await console.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    netBackup.intercept = () => ({ status: 404 });
    await button('Fetch CA certificate…').click();
    await alert().getByText('The CA certificate could not be fetched').waitFor();
    await alert().getByText('status 404').waitFor();
    netBackup.intercept = () => 'never';
    await button('Fetch CA certificate…').click();
    await button('Stop').click();
    await console.said('The CA certificate was not fetched.');
    await ca().getByText('CN=Practice NetBackup CA').waitFor();
    await button('Revert').click();
  });

  it('decision 42: a user logs in, is tested before it is saved, and the password is never shown again', async () => {
    await field('Base URL').fill(netBackup.origin);
    await choose(netBackup.caCertificate);
    await ca().getByText('From ca.pem. It is not saved yet.').waitFor();
    await radio('User name and password').check();
    await field('User name').fill('nbwss');
    await field('Password').fill('SENTINEL-WRONG');
    await button('Test connection').click();
    await console.said('The test failed: Credentials.');
    expect(await steps().nth(6).textContent()).toMatch(/CredentialsFailed.*user name or the password is wrong/i);
    expect(await steps().nth(7).textContent()).toMatch(/Not tried/);
    await look('test-failed');
    await field('Password').fill(password);
    await expect.poll(() => steps().count()).toBe(0); // what was tested is no longer what stands there
    await button('Test connection').click();
    await console.said('The test has passed.');
    for (const step of await steps().all()) expect(await step.textContent()).toMatch(/Passed/);
    await look('test-passed');
    expect(await fact('State').textContent()).toBe('NetBackup: not configured');
    await button('Save').click();
    await console.said('The NetBackup connection was saved.');
    await expect.poll(() => fact('State').textContent()).toBe('NetBackup: ok');
    expect(await fact('API version').textContent()).toBe('12.0');
    expect(await field('Password').inputValue()).toBe('');
    await pane().getByText('One is saved. Leave this empty to keep it.', { exact: true }).waitFor();
    await isNowhere(password);
    await isNowhere('SENTINEL-WRONG');
    await console.page.reload();
    await console.goTo('NetBackup Connection');
    await expect.poll(() => field('User name').inputValue()).toBe('nbwss');
    await button('Test connection').click();
    await console.said('The test has passed.');
    await isNowhere(password);
    await look('saved');
  });

  it('decision 42: an API key takes the place of the user; for another server it has to be typed again', async () => {
    await radio('API key').check();
    await pane().getByText('It is encrypted when it is saved, and never shown again.', { exact: true }).waitFor();
    await field('API key').fill(apiKey);
    await button('Save').click();
    await console.said('The NetBackup connection was saved.');
    await expect.poll(() => fact('State').textContent()).toBe('NetBackup: ok');
    await isNowhere(apiKey);
    expect(Object.keys(savedSecretsIn(desk.dataFolder))).toEqual(['NetBackup API key']);
    await field('Base URL').fill('https://other.example.com');
    await button('Test connection').click();
    await alert().getByText('API key: must not be empty').waitFor();
    await pane().getByText('API key must not be empty').waitFor(); // at the field itself
    expect(await steps().count()).toBe(0);
    await look('secret-for-another-server');
    await button('Revert').click();
  });

  it('a pasted bundle; a text that is none says so, and what was typed stays', async () => {
    const { certificate } = await makeCertificate({ commonName: 'Next CA', purpose: 'authority' });
    await button('Paste…').click();
    await field('CA certificate (PEM)').fill('nonsense');
    await button('Use this text').click();
    await alert().getByText('CA certificate: is not a certificate in PEM format').waitFor();
    expect(await field('CA certificate (PEM)').inputValue()).toBe('nonsense');
    await look('paste-error');
    await field('CA certificate (PEM)').fill(`${netBackup.caCertificate}\n${certificate}`);
    await button('Use this text').click();
    await ca().getByText('CN=Next CA').waitFor();
    await ca().getByText('From the pasted text. It is not saved yet.').waitFor();
    await button('Save').click();
    await console.said('The NetBackup connection was saved.');
    await expect.poll(() => ca().getByText('CN=Next CA').count()).toBe(1);
    await expect.poll(() => fact('State').textContent()).toBe('NetBackup: ok');
  });

  it('an outage: the state and the test say so; the test can be stopped', async () => {
    netBackup.intercept = ({ target }) => (target.endsWith('/ping') ? 'never' : undefined);
    await button('Test connection').click();
    await steps().nth(4).getByText('Running…').waitFor();
    await console.shot('test-running');
    await button('Stop').click();
    await console.said('The test was stopped.');
    expect(await steps().nth(3).textContent()).toMatch(/Passed/);
    await netBackup.setOnline(false);
    await button('Test connection').click();
    await console.said('The test failed: TCP connection.');
    await look('outage');
    await netBackup.setOnline(true);
  });

  it('in a small window everything can be reached by keyboard, and nothing is cut', async () => {
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await field('Base URL').fill(`https://${'a-very-long-host-name-'.repeat(9)}.example.com`);
    await field('Base URL').focus();
    const reached: string[] = [];
    for (let tab = 0; tab < 10; tab++) {
      reached.push(
        await console.page.evaluate(() => {
          const { activeElement: at } = document;
          const label = (at as HTMLInputElement | null)?.labels?.[0]?.textContent;
          return (label || at?.textContent || '').trim();
        }),
      );
      await console.page.keyboard.press('Tab');
    }
    expect(reached).toEqual([
      'Base URL',
      'Fetch CA certificate…',
      'From file…',
      'Paste…',
      'API key', // the chosen one of three radio buttons
      'API key',
      'Save',
      'Revert',
      'Test connection',
      'Practice mode',
    ]);
    await button('Test connection').focus();
    await console.page.keyboard.press('Enter');
    await alert().waitFor();
    expect(await alert().isVisible()).toBe(true);
    await look('small');
    await field('Base URL').focus();
    await button('Revert').click();
    const overflow = await pane().evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflow).toBe(0);
    await console.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('in practice mode the practice server is shown and can be tested, and not changed', async () => {
    await pane().getByRole('switch', { name: 'Practice mode' }).click();
    await console.page.getByRole('button', { name: 'Leave practice mode' }).first().waitFor();
    await pane().getByText('Practice NetBackup CA').waitFor();
    expect(await field('Base URL').count()).toBe(0);
    await button('Test connection').click();
    await console.said('The test has passed.');
    await look('practice');
    await console.page.getByRole('button', { name: 'Leave practice mode' }).first().click();
    await field('Base URL').waitFor();
  });
});
