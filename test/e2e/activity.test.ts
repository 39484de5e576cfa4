import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { axeViolationsInBothSchemes } from '../support/axe.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { rowsInSight } from '../support/rows-in-sight.ts';
import { filesIn } from '../support/saved-files.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { command, seedHistory } from '../support/seed-history.ts';
import { shownTexts } from '../support/shown-texts.ts';

const sentinel = (of: string) => `${of}${randomBytes(24).toString('hex')}`;
/** Ten days ago, to the minute: what is older than 90 days does not stay. */
const tenDaysAgo = Math.floor(Date.now() / 60_000) * 60_000 - 10 * 86_400_000;
const minute = 60_000;
/** As a field for date and time takes it. */
const localTime = (time: number) => {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
};
const longPath = `/netbackup/config/servers/${'a-very-long-name-of-a-server.'.repeat(30)}?filter=x`;

describe('the pane Activity', () => {
  let netBackup: PracticeNetBackup;
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    netBackup = await PracticeNetBackup.start();
    cloud = await PracticeCloudApplication.start({ token: sentinel('token') });
    desk = await ConsoleDesk.open({
      async seed(folder) {
        await seedEndpoints(folder, cloud, [{ hostName: 'cloud1.nebula.com', groupId: 'sg1' }]);
        await seedHistory(folder, [
          ...Array.from({ length: 450 }, (_, index) =>
            command({
              id: String(index),
              time: tenDaysAgo + index * 1000,
              status: index % 10 === 0 ? 404 : 200,
            }),
          ),
          command({
            time: tenDaysAgo + 60 * minute,
            path: longPath,
            method: 'DELETE',
            status: 403,
            verdict: 'refused by policy',
          }),
        ]);
      },
      args: (folder) => {
        const caFile = join(folder, 'ca.pem');
        writeFileSync(caFile, netBackup.caCertificate);
        return ['--netbackup', netBackup.origin, '--netbackup-ca', caFile];
      },
    });
    console = await desk.openPage('chromium/activity');
    await console.rowShows('cloud1.nebula.com', 'CONNECTED');
    await console.goTo('Activity');
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
    await netBackup?.close();
  });

  const pane = () => console.page.getByRole('region', { name: 'Activity', exact: true });
  const button = (name: string) => pane().getByRole('button', { name, exact: true });
  const live = () => console.page.getByRole('grid', { name: 'Live activity' });
  const history = () => console.page.getByRole('grid', { name: 'History of commands' });
  const details = () => console.page.getByRole('region', { name: 'Details' });
  const tab = (name: string) => console.page.getByRole('tab', { name }).click();
  const send = (uri: string, payload: object = {}) => cloud.connection.command({ uri, method: 'GET', ...payload });
  const rowWith = (grid: ReturnType<typeof live>, ...texts: string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), grid.getByRole('row'));
  const violations = () => axeViolationsInBothSchemes(console.page);
  /** The file that a click on a button saves. */
  const saved = async (name: string) => {
    const download = console.page.waitForEvent('download');
    await button(name).click();
    const file = await download;
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  };

  it('is the first pane under NBWSS, and is empty until something happens', async () => {
    const items = await shownTexts(console.page.getByRole('treeitem'));
    expect(items[items.indexOf('NBWSS') + 1]).toBe('Activity');
    await pane().getByText('Nothing has happened since this pane was opened').waitFor();
    await console.shot('empty');
    expect(await violations()).toEqual([]);
  });

  it('shows a command and its answer with direction, type, endpoint, status, duration and size, newest first', async () => {
    expect((await send('/netbackup/admin/jobs?x=1')).responseCode).toBe(401);
    const response = rowWith(
      live(),
      'Out',
      'COMMAND RESPONSE',
      'cloud1.nebula.com',
      'GET /netbackup/admin/jobs?x=1',
      '401',
    );
    await response.waitFor();
    await rowWith(live(), 'In', 'COMMAND REQUEST').waitFor();
    const cells = await shownTexts(response.getByRole('gridcell'));
    expect(cells[6]).toMatch(/ m?s$/);
    expect(cells[7]).toMatch(/ (Ki)?B$/);
    const [first] = await live()
      .getByRole('row')
      .filter({ has: console.page.getByRole('gridcell') })
      .allTextContents();
    expect(first).toContain('COMMAND RESPONSE');
  });

  it('a row opens its details: the message as JSON, which can be copied; all by keyboard', async () => {
    await rowWith(live(), 'COMMAND REQUEST').getByRole('gridcell').first().click();
    await details().getByRole('region', { name: 'Message' }).getByText('"uri": "/netbackup/admin/jobs?x=1"').waitFor();
    await console.shot('details');
    await console.page.keyboard.press('ArrowUp');
    await details()
      .getByRole('heading', { name: /Out · COMMAND RESPONSE/ })
      .waitFor();
    await details().getByRole('region', { name: 'body' }).waitFor(); // JSON within JSON, shown as what it is
    await console.page.keyboard.press('Enter');
    await expect.poll(() => details().evaluate((element) => element === document.activeElement)).toBe(true);
    await console.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await details().getByRole('button', { name: 'Copy' }).click();
    await console.said(/^Copied: Out · COMMAND RESPONSE/);
    const copied = JSON.parse(await console.page.evaluate(() => navigator.clipboard.readText())) as { type: string };
    expect(copied.type).toBe('COMMAND');
    expect(await violations()).toEqual([]);
    await details().press('Escape');
    await details().waitFor({ state: 'detached' });
  });

  it('filters by endpoint, type, status and text, says how many are shown, and exports what is shown', async () => {
    await send('/netbackup/ping');
    await rowWith(live(), 'COMMAND RESPONSE', '/netbackup/ping').waitFor();
    await pane().getByLabel('Type').selectOption('COMMAND RESPONSE');
    await pane().getByText('2 of 4 entries shown').waitFor();
    await pane().getByLabel('Text', { exact: true }).fill('jobs');
    await pane().getByText('1 of 4 entries shown').waitFor();
    await pane().getByLabel('Endpoint').selectOption('cloud1.nebula.com');
    const { name, text } = await saved('Export');
    expect(name).toMatch(/^activity-.*\.jsonl$/);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; status: number });
    expect(lines).toMatchObject([{ type: 'COMMAND RESPONSE', status: 401 }]);
    await pane().getByLabel('Status').selectOption('5xx');
    await pane().getByText('No entry matches the filter.').waitFor();
    await console.shot('no-match');
    await button('Clear filter').click();
    await pane().getByText('4 entries', { exact: true }).waitFor();
  });

  it('Pause holds the list and counts what came; Resume shows it; Clear empties it', async () => {
    await button('Pause').click();
    await send('/netbackup/while-paused');
    await pane().getByText('4 entries · Paused: 2 came since').waitFor();
    expect(await rowWith(live(), 'while-paused').count()).toBe(0);
    await button('Resume').click();
    await rowWith(live(), 'COMMAND RESPONSE', 'while-paused').waitFor();
    await pane().getByText('6 entries', { exact: true }).waitFor();
    await button('Clear').click();
    await pane().getByText('Nothing has happened since this pane was opened').waitFor();
  });

  it('goes on while one looks at another pane, and shows what happens to connections', async () => {
    await console.goTo('WebSocket Servers');
    await console.choose('cloud1.nebula.com', 'Deactivate');
    await console.rowShows('cloud1.nebula.com', 'DEACTIVATED');
    await console.choose('cloud1.nebula.com', 'Activate');
    await console.rowShows('cloud1.nebula.com', 'CONNECTED');
    await console.goTo('Activity');
    for (const type of ['Disconnected', 'Connecting', 'CONNECT REQUEST', 'CONNECT RESPONSE', 'Connected'])
      await rowWith(live(), type).first().waitFor();
    await rowWith(live(), 'CONNECT REQUEST').getByRole('gridcell').first().click();
    await details().getByText('"token": "[redacted]"').waitFor();
    await console.shot('connection');
  });

  it('many thousand messages: the list stays small in the document, and tells what it does not hold', async () => {
    await button('Clear').click();
    for (let round = 0; round < 20; round++)
      await Promise.all(Array.from({ length: 60 }, (_, index) => send(`/netbackup/many/${round}/${index}`)));
    await expect.poll(() => live().getAttribute('aria-rowcount')).toBe('2001');
    expect(await live().getByRole('row').count()).toBeLessThan(120);
    await pane()
      .getByText(/^[\d,]+ older entries are not shown: the list holds the latest 2,000\.$/)
      .waitFor();
    const focusedRow = (attribute: string) =>
      console.page.evaluate((name) => document.activeElement?.closest('tr')?.getAttribute(name), attribute);
    await live().getByRole('gridcell').first().click();
    await console.page.keyboard.press('Control+End');
    await expect.poll(() => focusedRow('aria-rowindex')).toBe('2001');
    const oldest = await focusedRow('data-row');
    await send('/netbackup/pushes-the-oldest-out');
    // The row with the focus is gone from the list: its neighbour has the focus, and the keyboard goes on from there.
    await expect.poll(() => focusedRow('data-row')).not.toBe(oldest);
    await expect.poll(() => focusedRow('aria-rowindex')).toBe('2001');
    await button('Clear').click();
  });

  it('decision 19: the history lists every command, page by page, and says how many there are and how much is kept', async () => {
    await tab('History');
    await history().waitFor();
    await pane()
      .getByText(/lines, .* Kept for 90 days, at most 256 MiB\.$/)
      .waitFor();
    await expect.poll(() => history().getAttribute('aria-rowcount')).toBe('201');
    await button('Show older').click();
    await expect.poll(() => history().getAttribute('aria-rowcount')).toBe('401');
    await console.shot('history');
    expect(await violations()).toEqual([]);
  });

  it('searches the history by what was asked, and shows a line whole', async () => {
    await pane().getByLabel('Verdict').selectOption('refused by policy');
    await button('Search').click();
    await expect.poll(() => history().getAttribute('aria-rowcount')).toBe('2');
    await rowWith(history(), 'DELETE', '403', 'Refused by policy').getByRole('gridcell').first().click();
    await details().getByText(longPath, { exact: true }).first().waitFor();
    await console.shot('history-details');
    await details().getByRole('button', { name: 'Close details' }).click();
    await pane().getByLabel('Verdict').selectOption('');
    await pane().getByLabel('Status').selectOption('4xx');
    await pane().getByLabel('From', { exact: true }).fill(localTime(tenDaysAgo));
    await pane()
      .getByLabel('To', { exact: true })
      .fill(localTime(tenDaysAgo + 30 * minute));
    await button('Search').click();
    await expect.poll(() => history().getAttribute('aria-rowcount')).toBe('46');
    const csv = await saved('Export CSV');
    expect(csv.name).toMatch(/^commands-.*\.csv$/);
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(46);
    const json = await saved('Export JSON');
    expect(JSON.parse(json.text)).toHaveLength(45);
    await console.said(`Exported ${json.name}.`);
    await pane().getByLabel('Text in path').fill('nothing like it');
    await button('Search').click();
    await pane().getByText('No recorded command matches.').waitFor();
    await console.shot('history-no-match');
    await button('Clear filter').click();
    await expect.poll(() => history().getAttribute('aria-rowcount')).toBe('201');
    await pane().getByLabel('From', { exact: true }).fill(localTime(tenDaysAgo));
    await pane()
      .getByLabel('To', { exact: true })
      .fill(localTime(tenDaysAgo - minute));
    await button('Search').click();
    await pane().getByText('From is after To: there is no time between them.').waitFor();
    await console.shot('from-after-to');
    await button('Clear filter').click();
    await expect.poll(() => history().getAttribute('aria-rowcount')).toBe('201');
    expect(await pane().getByLabel('From', { exact: true }).inputValue()).toBe('');
    await console.page.keyboard.press('Control+f');
    const text = pane().getByLabel('Text in path');
    await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true);
    await button('Reset').click();
    await expect.poll(() => history().getAttribute('aria-rowcount')).toBe('201');
  });

  it('a practised command is in the history', async () => {
    await send('/netbackup/for-the-history');
    await button('Search').click();
    await rowWith(history(), '/netbackup/for-the-history', '404').waitFor();
  });

  it('how much is kept can be set, and a number out of bounds cannot', async () => {
    await button('How much is kept…').click();
    await pane().getByLabel('Days').fill('0');
    expect(await button('Save').isDisabled()).toBe(true);
    await pane().getByLabel('Days').fill('30');
    await pane().getByLabel('Size in MiB').fill('64');
    await console.shot('keeping');
    expect(await violations()).toEqual([]);
    await button('Save').click();
    await console.said('Saved: commands are kept for 30 days, at most 64 MiB.');
    await pane()
      .getByText(/Kept for 30 days, at most 64 MiB\.$/)
      .waitFor();
    expect(JSON.parse(readFileSync(join(desk.dataFolder, 'config.json'), 'utf8'))).toMatchObject({
      history: { days: 30, megabytes: 64 },
    });
    await expect.poll(() => console.page.locator(':focus').textContent()).toBe('How much is kept…');
  });

  it('decision 43: a secret in headers, parameters, path and answer is in no file, no frame, no export and nowhere in the page', async () => {
    const received: string[] = [];
    const page = await desk.openPage('chromium/activity', {
      prepare: async ({ page }) => {
        page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
      },
    });
    console = page;
    await console.rowShows('cloud1.nebula.com', 'CONNECTED');
    await console.goTo('Activity');
    await pane().getByText('Nothing has happened').waitFor();
    const secret = sentinel('secret');
    await send(`/netbackup/login?password=${secret}&a=b`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: secret,
        'X-Some-Token': secret,
        Cookie: `a=${secret}`,
      },
      parameters: JSON.stringify({
        userName: 'u',
        password: secret,
        list: [{ body: JSON.stringify({ apiKey: secret }) }],
      }),
    });
    await send('/netbackup/form', { method: 'POST', parameters: `user=u&client_secret=${secret}` });
    await send('/netbackup/odd', { method: 'POST', parameters: `<password>${secret}</password>` });
    await send('/netbackup/pem', {
      method: 'POST',
      parameters: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
    });
    await rowWith(live(), 'COMMAND RESPONSE', '/netbackup/pem').waitFor();
    const everywhere: string[] = [];
    for (const row of await rowWith(live(), 'COMMAND').all()) {
      await row.getByRole('gridcell').first().click();
      await details().waitFor();
      everywhere.push(await console.page.content());
    }
    expect(everywhere).toHaveLength(8);
    expect(everywhere.join()).toContain('[redacted]');
    everywhere.push((await saved('Export')).text);
    await tab('History');
    await rowWith(history(), '/netbackup/login?password=[redacted]&a=b').waitFor();
    everywhere.push(await console.page.content(), (await saved('Export CSV')).text, (await saved('Export JSON')).text);
    everywhere.push(...received, desk.host.output);
    for (const text of everywhere)
      for (const hidden of [secret, cloud.token]) expect(text.includes(hidden)).toBe(false);
    const files = filesIn(desk.dataFolder);
    expect(Object.keys(files)).toContain('history.sqlite-wal');
    for (const [file, hex] of Object.entries(files)) {
      const text = Buffer.from(hex, 'hex').toString('latin1');
      for (const hidden of [secret, cloud.token])
        expect({ file, holds: text.includes(hidden) }).toEqual({ file, holds: false });
    }
    expect(console.complaints).toEqual([]);
  });

  it('fits a small window, in light and dark', async () => {
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await console.page.emulateMedia({ colorScheme: 'dark' });
    await console.shot('small-history-dark');
    await tab('Live');
    await live().getByRole('gridcell').first().click();
    await console.shot('small-live-dark');
    await console.page.emulateMedia({ colorScheme: 'light' });
    await console.shot('small-live-light');
    const overflow = await console.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await violations()).toEqual([]);
  });

  it.each([
    { width: 640, height: 400 },
    { width: 800, height: 600 },
  ])(
    'in a window of $width by $height, as one at 200 % zoom is, three rows are in sight, also with one selected',
    async (size) => {
      await console.page.setViewportSize(size);
      for (const [name, grid] of [
        ['Live', live()],
        ['History', history()],
      ] as const) {
        await tab(name);
        expect(await rowsInSight(console.page, grid)).toBeGreaterThanOrEqual(3);
        await grid.getByRole('gridcell').first().click();
        await console.shot(`${name}-${size.width}`);
        expect(await rowsInSight(console.page, grid)).toBeGreaterThanOrEqual(3);
        await console.page.keyboard.press('Enter');
        await expect.poll(() => details().evaluate((element) => element === document.activeElement)).toBe(true);
        await details().getByRole('button', { name: 'Close details' }).click();
      }
      expect(await violations()).toEqual([]);
    },
  );
});
