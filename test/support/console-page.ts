import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { projectFolder } from '../../electron/launch/project.mjs';

/** A console that a test works as a person does: by roles and names only. */
export class ConsolePage {
  readonly page: Page;
  readonly #shots: string;
  #shot = 0;
  /** What the page complained of: errors, and everything that its policy refused. */
  readonly complaints: string[] = [];
  /** Whose panes `goTo` leads to, once there are several master servers. */
  master: string | undefined;

  /** @param shots folder under test/results/ for the screenshots */
  constructor(page: Page, shots: string) {
    this.page = page;
    this.#shots = join(projectFolder, 'test', 'results', shots);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** Keeps what the page looks like now, where NBWSS_TEST_SHOTS asks for it: hundreds of pictures take half a minute. */
  async shot(name: string): Promise<void> {
    if (process.env['NBWSS_TEST_SHOTS'] === undefined) return;
    mkdirSync(this.#shots, { recursive: true });
    this.#shot += 1;
    await this.page.screenshot({
      path: join(this.#shots, `${String(this.#shot).padStart(2, '0')}-${name}.png`),
      animations: 'disabled',
    });
  }

  readonly servers = () => this.page.getByRole('region', { name: 'WebSocket Server(s)' });
  readonly grid = () => this.page.getByRole('grid', { name: 'WebSocket Server(s)' });
  readonly dialog = (name: string) => this.page.getByRole('dialog', { name, exact: true });
  readonly status = () => this.page.getByRole('status');

  row(hostName: string): Locator {
    return this.grid()
      .getByRole('row')
      .filter({ has: this.page.getByRole('gridcell', { name: hostName, exact: true }) });
  }

  async goTo(pane: string): Promise<void> {
    const tree = this.page.getByRole('tree', { name: 'Navigation' });
    if (this.master === undefined) await tree.getByRole('treeitem', { name: pane, exact: true }).click();
    else await (await this.#paneOf(this.master, pane)).click();
    await this.page
      .getByRole('heading', {
        name: pane === 'WebSocket Servers' ? 'WebSocket Server(s)' : pane,
        exact: true,
        level: 1,
      })
      .waitFor();
    // That of another one has the same heading, and stays a moment longer.
    if (this.master !== undefined)
      await this.page
        .getByRole('region', { name: 'Master server', exact: true })
        .getByText(this.master, { exact: true })
        .waitFor();
  }

  /** The tree is drawn flat: a master server's panes are those between its own item and the next one of its level. */
  async #paneOf(master: string, pane: string): Promise<Locator> {
    const items = this.page.getByRole('tree', { name: 'Navigation' }).getByRole('treeitem');
    await items
      .filter({ has: this.page.getByText(master, { exact: true }) })
      .first()
      .waitFor();
    const index = await items.evaluateAll(
      (all, [of, wanted]) => {
        const from = all.findIndex((item) => item.textContent === of && item.ariaLevel === '1');
        const within = all.slice(from + 1).findIndex((item) => item.textContent === wanted);
        const ends = all.slice(from + 1).findIndex((item) => item.ariaLevel === '1');
        return from < 0 || within < 0 || (ends >= 0 && within > ends) ? -1 : from + 1 + within;
      },
      [master, pane],
    );
    if (index < 0) throw new Error(`${master} has no pane ${pane}`);
    return items.nth(index);
  }

  /** Waits until a row shows these texts. */
  async rowShows(hostName: string, ...wanted: string[]): Promise<void> {
    for (const text of wanted) await this.row(hostName).getByText(text, { exact: true }).first().waitFor();
  }

  async said(text: string | RegExp): Promise<void> {
    await this.status().filter({ hasText: text }).first().waitFor();
  }

  async openServerDialog(): Promise<Locator> {
    await this.page
      .getByRole('toolbar', { name: 'Toolbar' })
      .getByRole('button', { name: 'New WebSocket Server' })
      .click();
    const dialog = this.dialog('WebSocket Server');
    await dialog.waitFor();
    return dialog;
  }

  /** FILE: chooses a file by the system's own chooser. */
  async chooseFile(dialog: Locator, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await dialog.getByRole('radio', { name: 'FILE', exact: true }).check();
    const chooser = this.page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Browse' }).click();
    await (await chooser).setFiles(file);
  }

  /** P-7: an item of a row's context menu. */
  async choose(hostName: string, item: string): Promise<void> {
    await this.row(hostName).getByRole('gridcell').first().click({ button: 'right' });
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** What a practice server's card says of something. */
  async practiceFact(server: string, fact: string): Promise<string> {
    const card = this.page.getByRole('region', { name: server, exact: true });
    const text = await card
      .locator('dt', { hasText: new RegExp(`^${fact}$`) })
      .locator('xpath=following-sibling::dd[1]')
      .textContent();
    return text?.trim() ?? '';
  }

  /** Has a practice cloud application send a COMMAND; @returns the response code and the body that it shows. */
  async sendCommand(
    server: string,
    method: string,
    uri: string,
    body: string,
  ): Promise<{ code: number; body: string }> {
    const card = this.page.getByRole('region', { name: server, exact: true });
    await card.getByLabel('Method').selectOption(method);
    await card.getByLabel('URI').fill(uri);
    await card.getByLabel('Body').fill(body);
    await card.getByRole('button', { name: 'Send' }).click();
    const answered = new RegExp(`^${method} ${uri.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}: answered (\\d+)\\.$`);
    await this.said(answered);
    const code =
      answered.exec((await this.status().filter({ hasText: answered }).first().textContent())?.trim() ?? '')?.[1] ?? '';
    // The list is shown by the stream of changes, which may come after the answer to the click.
    const sent = card
      .getByRole('list', { name: 'Commands' })
      .getByRole('listitem')
      .filter({ has: this.page.getByText(`${method} ${uri}`, { exact: true }) });
    const newest = sent.first();
    await newest.getByText(code, { exact: true }).waitFor();
    const answer = newest.getByText('Answer', { exact: true });
    if ((await answer.count()) === 0) return { code: Number(code), body: '' };
    await answer.click();
    return { code: Number(code), body: (await newest.locator('pre').textContent()) ?? '' };
  }

  /** The data folder, as Help > About tells it. */
  async dataFolder(): Promise<string> {
    await this.page.getByRole('menubar').getByRole('menuitem', { name: 'Help' }).click();
    await this.page.getByRole('menuitem', { name: 'About' }).click();
    const about = this.dialog('About');
    const folder = await about
      .locator('dt', { hasText: 'Data folder' })
      .locator('xpath=following-sibling::dd[1]')
      .textContent();
    await about.getByRole('button', { name: 'Close' }).click();
    await about.waitFor({ state: 'hidden' });
    return folder?.trim() ?? '';
  }
}
