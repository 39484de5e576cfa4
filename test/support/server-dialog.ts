import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { type ErrorCode, errorCatalogue } from '../../shared/error-catalogue.ts';
import type { ConsolePage } from './console-page.ts';

/** What the dialog "WebSocket Server" is to say of an error. */
export interface ShownError {
  /** The exact string: one line, or two (T-7). */
  lines: readonly string[];
  /** Which recommended actions follow. */
  code: ErrorCode;
  /** Part of the cause found. */
  cause: string | RegExp;
}

/** A details file as the file chooser takes it. */
export const detailsFile = (contents: string | object) => ({
  name: 'endpoint-details.json',
  mimeType: 'application/json',
  buffer: Buffer.from(typeof contents === 'string' ? contents : JSON.stringify(contents)),
});

/** The dialog "WebSocket Server", worked as a person works it: by roles and names. */
export class ServerDialog {
  readonly #console: ConsolePage;
  readonly dialog: Locator;

  private constructor(console: ConsolePage, dialog: Locator) {
    this.#console = console;
    this.dialog = dialog;
  }

  static async open(console: ConsolePage): Promise<ServerDialog> {
    return new ServerDialog(console, await console.openServerDialog());
  }

  /** After something that opens it, such as a file that was dropped. */
  static async opened(console: ConsolePage): Promise<ServerDialog> {
    const dialog = console.dialog('WebSocket Server');
    await dialog.waitFor();
    return new ServerDialog(console, dialog);
  }

  /** Decision 38: after something that opens it to renew credentials. */
  static async renewing(console: ConsolePage, hostName: string): Promise<ServerDialog> {
    const dialog = console.dialog('WebSocket Server');
    await dialog.getByText(`Renew the credentials of ${hostName}`, { exact: true }).waitFor();
    return new ServerDialog(console, dialog);
  }

  readonly alert = () => this.dialog.getByRole('alert');
  readonly addHost = () => this.dialog.getByRole('button', { name: 'Add Host' });
  readonly renewButton = () => this.dialog.getByRole('button', { name: 'Renew', exact: true });
  readonly certificate = () => this.#console.dialog('SSL Certificate');

  /** FILE: chooses a file with these contents. */
  async choose(contents: string | object): Promise<void> {
    await this.#console.chooseFile(this.dialog, detailsFile(contents));
  }

  /** URL: types an address. */
  async type(url: string): Promise<void> {
    await this.dialog.getByRole('radio', { name: 'URL', exact: true }).check();
    await this.dialog.getByRole('textbox', { name: 'URL', exact: true }).fill(url);
  }

  async validate(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Validate' }).click();
  }

  /** Accepts the certificate of the endpoint's server, and waits until it may be added. */
  async accept(): Promise<void> {
    await this.certificate().getByText('Certificate of the WebSocket server').waitFor();
    await this.certificate().getByRole('button', { name: 'Accept' }).click();
    await this.certificate().waitFor({ state: 'hidden' });
  }

  /** Decision 33: accepts the certificate of the server that holds the details. */
  async acceptDetailsServer(): Promise<void> {
    await this.certificate().getByText('Certificate of the server that holds the endpoint details').waitFor();
    await this.certificate().getByRole('button', { name: 'Accept' }).click();
  }

  /** Everything up to Add Host that succeeds. */
  async prepare(details: EndpointDetails): Promise<void> {
    await this.choose(details);
    await this.validate();
    await this.accept();
  }

  async add(): Promise<void> {
    await this.addHost().click();
  }

  /** Waits until it has closed by itself. */
  async closed(): Promise<void> {
    await this.dialog.waitFor({ state: 'hidden' });
  }

  async cancel(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Cancel' }).click();
    await this.closed();
  }

  /** Expects an error: its exact string alone on the first line or lines, then the cause, then the recommended actions. */
  async shows({ lines, code, cause }: ShownError): Promise<void> {
    await this.alert().waitFor();
    // biome-ignore lint/performance/useDomNodeTextContent: what stands on a line of its own is what is asked
    const shown = (await this.alert().innerText())
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    assert.deepEqual(shown.slice(0, lines.length), lines);
    const heading = shown.indexOf('Recommended actions');
    const told = shown.slice(lines.length, heading).join('\n');
    assert.ok(typeof cause === 'string' ? told.includes(cause) : cause.test(told), `${told} does not tell ${cause}`);
    assert.deepEqual(shown.slice(heading + 1), errorCatalogue[code].actions);
  }

  /** Does something that is to end in an error, and waits for that one: not for the one that stands there already. */
  async freshAlert(act: () => Promise<void>): Promise<void> {
    const former = (await this.alert().count()) > 0 ? await this.alert().elementHandle() : null;
    await act();
    if (former) await this.#console.page.waitForFunction((element) => !element.isConnected, former);
    await this.alert().waitFor();
  }

  /** Expects an error once more, of something that is done again. */
  async showsAgain(act: () => Promise<void>, error: ShownError): Promise<void> {
    await this.freshAlert(act);
    await this.shows(error);
  }
}
