import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';

/** Hands that never touch a mouse. */
class Keyboard {
  readonly #console: ConsolePage;

  constructor(console: ConsolePage) {
    this.#console = console;
  }

  /** What has the focus: its name as a screen reader says it, by label or by text. */
  focused(): Promise<string> {
    return this.#console.page.evaluate(() => {
      const element = document.activeElement;
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      const label = element?.getAttribute('aria-label') ?? labels[0]?.textContent ?? element?.textContent;
      return label?.trim() ?? '';
    });
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#console.page.keyboard.press(key);
  }

  /** Waits until the focus has gone where it belongs. */
  async isIn(role: string): Promise<void> {
    await expect.poll(() => this.#console.page.locator(':focus').getAttribute('role')).toBe(role);
  }

  /** Presses a key until something has the focus. */
  async until(name: string, key: string): Promise<void> {
    for (let presses = 0; presses < 60; presses++) {
      if ((await this.focused()) === name) return;
      await this.press(key);
    }
    throw new Error(`${key} does not lead to ${name}`);
  }

  /** By the menu bar: each entry opens the next menu, or is chosen. */
  async menu(bar: string, ...entries: string[]): Promise<void> {
    await this.press('F10');
    await this.until(bar, 'ArrowRight');
    await this.press('ArrowDown');
    for (const [index, entry] of entries.entries()) {
      await expect.poll(() => this.focused()).not.toBe(bar);
      await this.until(entry, 'ArrowDown');
      await this.press(index === entries.length - 1 ? 'Enter' : 'ArrowRight');
    }
  }

  /** By the context menu of the row that the cursor is on. */
  async ofRow(entry: string): Promise<void> {
    await this.press('Shift+F10');
    await this.#console.page.getByRole('menu').waitFor();
    await this.until(entry, 'ArrowDown');
    await this.press('Enter');
  }
}

it('P-7, P-9, D-1 to D-18, Z-1: the whole main job by keyboard alone: FILE, URL, certificates, states, Deactivate, Activate, Delete', async () => {
  const first = await PracticeCloudApplication.start({ hostName: 'localhost', groupId: 'sg1' });
  onTestFinished(() => first.close());
  const second = await PracticeCloudApplication.start({ hostName: '127.0.0.1', groupId: 'sg1', priority: 2 });
  onTestFinished(() => second.close());
  const desk = await ConsoleDesk.open();
  onTestFinished(() => desk.close());
  const console = await desk.openPage('chromium/main-job-by-keyboard', { motion: true });
  const { page } = console;
  const hands = new Keyboard(console);
  const certificate = console.dialog('SSL Certificate');
  const dialog = console.dialog('WebSocket Server');
  await console.servers().getByText('No WebSocket servers have been added').waitFor();

  // FILE: the system's own chooser is the one thing that is answered for these hands.
  const file = join(desk.dataFolder, '..', 'first.json');
  writeFileSync(file, JSON.stringify(first.details));
  page.on('filechooser', (chooser) => void chooser.setFiles(file));
  await hands.menu('Actions', 'New', 'New WebSocket Server');
  await hands.isIn('dialog');
  await hands.until('Browse', 'Tab');
  await hands.press('Enter');
  await dialog.getByText('Click Validate to see the certificate of the server.').waitFor();
  await hands.until('Validate', 'Tab');
  await hands.press('Enter');
  await certificate.getByText('Certificate of the WebSocket server localhost').waitFor();
  await hands.until('Reject', 'Tab');
  await hands.press('Enter');
  await certificate.waitFor({ state: 'hidden' });
  await expect.poll(() => hands.focused()).toBe('Validate');
  await hands.press('Enter');
  await certificate.getByText('Certificate of the WebSocket server localhost').waitFor();
  await hands.until('Accept', 'Tab');
  await hands.press('Enter');
  await certificate.waitFor({ state: 'hidden' });
  await expect.poll(() => hands.focused()).toBe('Add Host');
  await hands.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await console.rowShows('localhost', 'ACTIVATED', 'CONNECTED');

  // URL, with the certificate of the details server first.
  await hands.menu('Actions', 'New', 'New WebSocket Server');
  await hands.isIn('dialog');
  await hands.until('FILE', 'Tab');
  await hands.press('ArrowRight', 'Tab');
  expect(await hands.focused()).toBe('URL');
  await page.keyboard.type(second.detailsUrl);
  await hands.press('Enter');
  for (const text of [/^Certificate of the server that holds the endpoint details$/, /^Certificate of the WebSocket/]) {
    await certificate.getByText(text).waitFor();
    await hands.until('Accept', 'Tab');
    await hands.press('Enter');
    await certificate.getByText(text).waitFor({ state: 'hidden' });
  }
  await hands.until('Add Host', 'Tab');
  await hands.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await console.rowShows('127.0.0.1', 'ACTIVATED', 'Standby: sg1 is served by localhost');
  await console.shot('both-added');

  // States, by the context menu and by the keyboard's menu key.
  await hands.until('Filter', 'Shift+Tab');
  for (let presses = 0; presses < 9 && (await console.page.locator('[role=grid] :focus').count()) === 0; presses++)
    await hands.press('Tab');
  await hands.press('Control+Home');
  await expect.poll(() => hands.focused()).toBe('localhost');
  await hands.ofRow('Deactivate');
  await console.rowShows('localhost', 'DEACTIVATED', 'DISCONNECTED');
  await hands.ofRow('Activate');
  await console.rowShows('localhost', 'ACTIVATED', 'Standby: sg1 is served by 127.0.0.1'); // C-5
  await hands.press('Enter'); // to its details
  await expect.poll(() => hands.focused()).toBe('Details');
  await hands.press('Shift+Tab');
  await expect.poll(() => hands.focused()).toBe('localhost');
  await hands.press('Delete');
  await console.dialog('Delete').waitFor();
  await hands.until('OK', 'Tab');
  await hands.press('Enter');
  await console.rowShows('127.0.0.1', 'CONNECTED');
  await console.row('localhost').waitFor({ state: 'detached' });
  expect(console.complaints).toEqual([]);
});
