import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { ConsolePage } from './console-page.ts';

/** A master server as a person gives it. */
export interface GivenInDialog {
  kind: 'NetBackup' | 'Headless host';
  name: string;
  origin: string;
  /** Its API key or its token. */
  secret: string;
}

export const asNetBackup = (netBackup: PracticeNetBackup, name: string): GivenInDialog => ({
  kind: 'NetBackup',
  name,
  origin: netBackup.origin,
  secret: netBackup.account.apiKey,
});

/** Actions > New > "Add master server…" */
export async function openMasterDialog({ page, dialog }: ConsolePage): Promise<Locator> {
  await page.getByRole('menubar').getByRole('menuitem', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Add master server…', exact: true }).click();
  const opened = dialog('Add master server');
  await opened.waitFor();
  return opened;
}

export async function fillMasterDialog(dialog: Locator, { kind, name, origin, secret }: GivenInDialog): Promise<void> {
  await dialog.getByRole('radio', { name: kind, exact: true }).check();
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Address', { exact: true }).fill(origin);
  await dialog.locator('input[type="password"]').fill(secret);
  await dialog.getByLabel('Ask every … seconds').fill('2');
}

/** Adds a master server as a person does, its certificate accepted and its connection tested. What is shown then is its own. */
export async function addMaster(console: ConsolePage, given: GivenInDialog): Promise<void> {
  const dialog = await openMasterDialog(console);
  await fillMasterDialog(dialog, given);
  await dialog.getByRole('button', { name: 'Test connection' }).click();
  if (given.origin.startsWith('https:')) {
    const certificate = console.dialog('SSL Certificate');
    await certificate.getByRole('radio', { name: 'Trust certificates of the NetBackup CA for this host name' }).check();
    await certificate.getByRole('button', { name: 'Accept' }).click();
    await dialog.getByRole('button', { name: 'Save' }).and(console.page.locator(':focus')).waitFor();
  }
  const verdict = dialog.getByText(/^The connection test (passed|failed)/);
  await verdict.waitFor();
  const steps = await dialog.getByRole('list', { name: 'Steps of the connection test' }).textContent();
  assert.match((await verdict.textContent()) ?? '', /passed/, steps ?? '');
  await console.shot('connection-tested');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await console.page
    .getByRole('region', { name: 'Master server', exact: true })
    .getByText(given.name, { exact: true })
    .waitFor();
  console.master = given.name;
}
