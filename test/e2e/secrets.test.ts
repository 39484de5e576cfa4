import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { filesIn } from '../support/saved-files.ts';
import { ServerDialog } from '../support/server-dialog.ts';

/** A text that is nowhere by chance, of characters that JSON, HTML and URLs leave as they are. */
const sentinel = (of: string) => `${of}${randomBytes(24).toString('hex')}`;

/** A secret as it stands and as common codings write it, wherever in a longer text it begins. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Base64 writes three bytes as four characters: the same bytes look different at each of three offsets.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(offset === 0 ? 0 : 4, -4),
  );
  return [secret, secret.toUpperCase(), [...secret].reverse().join(''), bytes.toString('hex'), ...base64];
}
const holds = (text: string, secret: string) => formsOf(secret).some((form) => text.includes(form));

/** Everything that a page received over its WebSockets, and what each answer was an answer to. */
class Frames {
  readonly received: { text: string; answers: string }[] = [];
  readonly #calls = new Map<string, string>();

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      this.#calls.clear();
      socket.on('framesent', ({ payload }) => {
        const { i, p } = JSON.parse(String(payload)) as { i: string; p?: { u?: string } };
        if (p?.u !== undefined) this.#calls.set(i, p.u);
      });
      socket.on('framereceived', ({ payload }) => {
        const text = String(payload);
        const { i } = JSON.parse(text) as { i: string };
        this.received.push({ text, answers: this.#calls.get(i) ?? 'nothing that was asked' });
      });
    });
  }

  /** What the answers with a secret in them were answers to. */
  holding(secret: string): string[] {
    return this.received.filter(({ text }) => holds(text, secret)).map(({ answers }) => answers);
  }
}

/** All that a page shows or keeps, fields' values and what scripts cannot see of cookies included. */
async function everythingOf({ page }: ConsolePage): Promise<string> {
  const shown = await page.evaluate(async () => {
    const values = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    return JSON.stringify([
      document.documentElement.outerHTML,
      values,
      { ...localStorage },
      { ...sessionStorage },
      databases,
      await caches.keys(),
      location.href,
      history.state,
      document.title,
    ]);
  });
  return shown + JSON.stringify(await page.context().cookies());
}

describe('secrets', () => {
  let netBackup: PracticeNetBackup;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  let frames: Frames;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    netBackup = await PracticeNetBackup.start({ account: { password: sentinel('password') } });
    desk = await ConsoleDesk.open({
      args: (folder) => {
        const caFile = join(folder, 'ca.pem');
        writeFileSync(caFile, netBackup.caCertificate);
        return ['--netbackup', netBackup.origin, '--netbackup-ca', caFile];
      },
    });
    console = await desk.openPage('chromium/secrets', {
      prepare: async ({ page }) => {
        frames = new Frames(page);
      },
    });
    await console.servers().getByText('No WebSocket servers have been added').waitFor();
  });
  afterAll(async () => {
    for (const server of open.splice(0)) await server.close();
    await desk?.close();
    await netBackup?.close();
  });

  const startCloud = async (hostName: string) => {
    const application = await PracticeCloudApplication.start({ hostName, token: sentinel('token') });
    open.push(application);
    return application;
  };
  /** In no file of the data folder, its log included, in no output of the host, and nowhere in the page. */
  const isNowhere = async (secret: string) => {
    for (const [file, hex] of Object.entries(filesIn(desk.dataFolder)))
      expect({ file, holds: holds(Buffer.from(hex, 'hex').toString('latin1'), secret) }).toEqual({
        file,
        holds: false,
      });
    expect(holds(await everythingOf(console), secret)).toBe(false);
    expect(holds(desk.host.output, secret)).toBe(false);
  };

  it('these tests would find a secret, in any of its forms', () => {
    const secret = sentinel('token');
    for (const before of ['', 'a', 'ab', 'abc'])
      expect(holds(Buffer.from(`{${before}"token":"${secret}"}`).toString('base64'), secret)).toBe(true);
    expect(holds(`<p>${secret}</p>`, secret)).toBe(true);
    expect(holds(Buffer.from(`x${secret}`).toString('hex'), secret)).toBe(true);
    expect(holds(sentinel('token'), secret)).toBe(false);
  });

  it('K-17, P-6, decisions 42 and 43: from FILE, the token reaches the window only until Add Host, and is shown only on View', async () => {
    const { details } = await startCloud('localhost');
    const { token } = details;
    const dialog = await ServerDialog.open(console);
    await dialog.choose(details);
    const field = dialog.dialog.getByLabel('Token:');
    await expect.poll(() => field.inputValue()).toMatch(/^•+$/);
    expect(holds(await everythingOf(console), token)).toBe(false); // D-14: hidden until then
    await console.shot('token-hidden');
    await dialog.dialog.getByRole('button', { name: 'View' }).click();
    await expect.poll(() => field.inputValue()).toBe(token);
    await dialog.dialog.getByRole('button', { name: 'Hide' }).click();
    await expect.poll(() => field.inputValue()).toMatch(/^•+$/);
    expect(holds(await everythingOf(console), token)).toBe(false);
    await dialog.validate();
    await dialog.accept();
    expect(frames.holding(token)).toEqual(['/details/readFile', '/details/validateFile']);

    const before = frames.received.length;
    await dialog.add();
    await dialog.closed();
    await console.rowShows('localhost', 'CONNECTED');
    await console.row('localhost').getByRole('gridcell').first().click();
    await console.page.getByRole('region', { name: 'Details' }).getByText('Timeline').waitFor();
    expect(frames.received.length).toBeGreaterThan(before);
    expect(frames.holding(token)).toHaveLength(2);
    await isNowhere(token);
    await console.shot('saved');
  });

  it('decisions 42 and 43: from URL, the same; and neither Refresh, a reload, a deactivation nor an activation brings it back', async () => {
    const { details, detailsUrl } = await startCloud('127.0.0.1');
    const { token } = details;
    const dialog = await ServerDialog.open(console);
    await dialog.type(detailsUrl);
    await dialog.validate();
    await dialog.acceptDetailsServer();
    await dialog.accept();
    expect(frames.holding(token)).toEqual(['/details/validateUrl']);
    await dialog.add();
    await dialog.closed();
    await console.rowShows('127.0.0.1', 'ACTIVATED');
    await console.page.getByRole('toolbar', { name: 'Toolbar' }).getByRole('button', { name: 'Refresh' }).click();
    await console.said('Refreshed: 2 WebSocket servers.');
    await console.choose('127.0.0.1', 'Deactivate');
    await console.rowShows('127.0.0.1', 'DEACTIVATED');
    await console.choose('127.0.0.1', 'Activate');
    await console.rowShows('127.0.0.1', 'ACTIVATED');
    await console.page.reload();
    await console.rowShows('127.0.0.1', 'ACTIVATED');
    expect(frames.holding(token)).toHaveLength(1);
    await isNowhere(token);
  });

  it('E-16, decision 43: a token in details that are refused is in no error text and no log line', async () => {
    const token = sentinel('token');
    const details = { token, priority: 1, groupId: 'g', hostName: 'x.example.com', url: 'wss://127.0.0.1:1/x' };
    const dialog = await ServerDialog.open(console);
    for (const refused of [
      { ...details, groupId: "it's" },
      { ...details, token: `${token}'` },
      `{"token":"${token}"`,
      `{"token":"${token}",}`,
      `${token}`,
      [details],
      { ...details, url: 'ws://x.example.com/' },
    ]) {
      await dialog.freshAlert(() => dialog.choose(refused));
      expect(holds(await everythingOf(console), token)).toBe(false);
    }
    // Details that are right are in the window; that their server cannot be reached says nothing of them.
    await dialog.choose(details);
    await dialog.validate();
    await dialog.alert().waitFor();
    expect(frames.holding(token)).toEqual(['/details/readFile']);
    await dialog.cancel();
    await isNowhere(token);
  });

  it('decision 43: password and token of a login by COMMAND, Authorization and cookies, are in no file, no log line and no frame', async () => {
    const application = open.find(
      (server): server is PracticeCloudApplication =>
        server instanceof PracticeCloudApplication && server.hostName === 'localhost',
    );
    if (!application) throw new Error('the first test did not start its cloud application');
    const { userName, password } = netBackup.account;
    const [bearer, cookie] = [sentinel('bearer'), sentinel('cookie')];
    const login = await application.connection.command({
      uri: '/netbackup/login',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: `session=${cookie}` },
      parameters: JSON.stringify({ userName, password }),
    });
    const { token } = JSON.parse(login.body) as { token: string };
    expect(login.responseCode).toBe(201);
    for (const Authorization of [token, bearer]) {
      const jobs = { uri: '/netbackup/admin/jobs', method: 'GET', headers: { Authorization } };
      expect((await application.connection.command(jobs)).responseCode).toBe(Authorization === token ? 200 : 401);
    }
    // A command that fails is told of in more words; the malformed one is refused before it is read whole.
    await netBackup.setOnline(false);
    const failed = {
      uri: '/netbackup/x',
      method: 'POST',
      headers: { Authorization: bearer },
      parameters: { password },
    };
    expect((await application.connection.command(failed)).responseCode).toBe(502);
    const malformed = { ...failed, headers: { Authorization: `${bearer}\r\nx: y` } };
    expect((await application.connection.command(malformed)).responseCode).toBe(400);
    await netBackup.setOnline(true);
    await console.page.getByText('NetBackup: failing').waitFor();
    for (const secret of [password, token, bearer, cookie, desk.ready.token]) {
      expect(frames.holding(secret)).toEqual([]);
      await isNowhere(secret);
    }
    const log = Object.entries(filesIn(desk.dataFolder)).filter(([file]) => file.startsWith('logs'));
    const lines = log.map(([, hex]) => Buffer.from(hex, 'hex').toString('utf8')).join('');
    expect(lines).toContain('command answered'); // what happened is logged all the same
    expect(console.complaints).toEqual([]);
  });
});
