import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { rowsInSight } from '../support/rows-in-sight.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { shownTexts } from '../support/shown-texts.ts';

const token = `token"${randomBytes(12).toString('hex')}`;
const longHost = `${'a-host-with-a-very-long-name.'.repeat(9)}example.com`.slice(-253);
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const line = (event: string, more: object = {}) =>
  JSON.stringify({ level: 'info', time: `${yesterday}T12:00:00.123Z`, oid: 485, event, ...more });
const stack =
  'Error: something broke\n    at TokenVault.open (file:///app/electron/service/credentials/token-vault.ts:54:13)';
/** What stood in the log before the host was started, oldest first. */
const before = [
  ...Array.from({ length: 5500 }, (_, n) => line(`old ${n}`)),
  line('connected', { endpoint: longHost, group: 'G'.repeat(300), detail: 'ACCEPTED: the token was accepted' }),
  line('run', { level: 'debug', group: 'sg1', detail: 'early' }),
  line('disconnected', { level: 'warn', endpoint: 'ep1', group: 'sg1', detail: 'TOKEN_REJECTED: Token rejected' }),
  line('planted', { detail: `${token} and ${JSON.stringify({ note: token })} and ${encodeURIComponent(token)}` }),
  line('call failed', { level: 'error', endpoint: 'ep1', detail: stack }),
  'a line that somebody else wrote',
  `{"level":"info","ti${line('after a kill')}`,
];

describe('L-1, L-2, L-3 the pane Logs', () => {
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  let logs: string;
  const received: string[] = [];
  beforeAll(async () => {
    cloud = await PracticeCloudApplication.start({ token });
    desk = await ConsoleDesk.open({
      async seed(folder) {
        await seedEndpoints(folder, cloud, [{ hostName: 'cloud1.nebula.com', groupId: 'sg1' }]);
        logs = join(folder, 'logs', 'nbwebservice');
        mkdirSync(logs, { recursive: true });
        writeFileSync(join(logs, `485-nbwss-${yesterday}.log`), `${before.join('\n')}\n`);
      },
    });
    console = await desk.openPage('chromium/logs', {
      prepare: async ({ page }) => {
        page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(String(payload))));
      },
    });
    await console.rowShows('cloud1.nebula.com', 'CONNECTED');
    await console.goTo('Logs');
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
  });

  const pane = () => console.page.getByRole('region', { name: 'Logs', exact: true });
  const button = (name: string) => pane().getByRole('button', { name, exact: true });
  const grid = () => console.page.getByRole('grid', { name: 'Log lines' });
  const details = () => console.page.getByRole('region', { name: 'Details' });
  const rowWith = (...texts: string[]) =>
    texts.reduce((rows, text) => rows.filter({ hasText: text }), grid().getByRole('row'));
  const firstRow = () => grid().locator('[aria-rowindex="2"]');
  const scrollTo = (top: number) => grid().evaluate((table, to) => table.parentElement?.scrollTo({ top: to }), top);
  const scrolled = () => grid().evaluate((table) => table.parentElement?.scrollTop ?? -1);
  /** Has the service log a warning: an endpoint that is there already is not added. */
  const log = async () => {
    const { certificate } = cloud.listener.identity;
    const answer = await fetch(`${desk.ready.api}/config/servers/wssendpoints/save`, {
      method: 'POST',
      headers: { authorization: desk.ready.token, 'content-type': 'application/json' },
      body: JSON.stringify({ ...cloud.details, hostName: 'cloud1.nebula.com', certificate }),
    });
    expect(answer.status).toBe(409);
    await answer.arrayBuffer();
  };
  const isIdle = async (name: string) => (await button(name).getAttribute('aria-disabled')) === 'true';

  it('L-1 stands below NetBackup Connection and shows the newest lines, the level in force, and where the file is', async () => {
    const items = await shownTexts(console.page.getByRole('treeitem'));
    expect(items.slice(items.indexOf('NBWSS') + 1)).toEqual([
      ...['Activity', 'Notifications', 'Properties', 'NetBackup Connection', 'Logs'],
    ]);
    await pane().getByText('The newest 5,000 lines · Level in force: info (NBWSS_LOG_LEVEL)').waitFor();
    expect(await shownTexts(grid().getByRole('columnheader'))).toEqual([
      ...['Time', 'Level', 'Event', 'Endpoint', 'Group', 'Detail'],
    ]);
    await rowWith('connected', 'cloud1.nebula.com', 'sg1').waitFor();
    await pane()
      .getByText(join(logs, `485-nbwss-${new Date().toISOString().slice(0, 10)}.log`), { exact: true })
      .waitFor();
    await looksRight(console, 'lines');
  });

  it('L-1 in a browser the path can be copied, and no folder can be opened', async () => {
    await console.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await pane().getByRole('button', { name: 'Copy', exact: true }).click();
    await console.said('Copied: Log file');
    expect(await console.page.evaluate(() => navigator.clipboard.readText())).toContain(join(logs, '485-nbwss-'));
    expect(await button('Open folder').count()).toBe(0);
  });

  it('L-2 filters by least level and by text; a line without a level is always shown', async () => {
    await console.page.keyboard.press('Control+f');
    const text = pane().getByLabel('Text', { exact: true });
    await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true);
    await pane().getByLabel('Level').selectOption('error only');
    await pane()
      .getByText(/^3 of 5,000 lines shown/)
      .waitFor();
    await rowWith('error', 'call failed').waitFor();
    await rowWith('none', 'a line that somebody else wrote').waitFor();
    await rowWith('none', '{"level":"info","ti').waitFor();
    await pane().getByLabel('Text', { exact: true }).fill('BROKE call');
    await pane()
      .getByText(/^1 of 5,000 lines shown/)
      .waitFor();
    await pane().getByLabel('Text', { exact: true }).fill('nothing like it');
    await pane().getByText('No line matches the filter.').waitFor();
    await looksRight(console, 'no-match');
    await button('Clear filter').click();
    await pane()
      .getByText(/^The newest 5,000 lines/)
      .waitFor();
  });

  it('L-2, L-3 by keyboard: a line in full as JSON, and its copy; a stack as it reads', async () => {
    await pane().getByLabel('Text', { exact: true }).fill('call failed');
    await rowWith('call failed').waitFor();
    for (let tabs = 0; tabs < 20; tabs++) {
      await console.page.keyboard.press('Tab');
      if (await grid().evaluate((table) => table.contains(document.activeElement))) break;
    }
    await console.page.keyboard.press('ArrowDown');
    await details().getByRole('heading', { name: 'error · call failed' }).waitFor();
    await console.page.keyboard.press('Enter');
    await expect.poll(() => details().evaluate((element) => element === document.activeElement)).toBe(true);
    await details().getByRole('region', { name: 'Detail', exact: true }).getByText('at TokenVault.open').waitFor();
    await details().getByRole('region', { name: 'Line', exact: true }).getByText('"oid": 485').waitFor();
    await looksRight(console, 'details');
    await details().press('Tab');
    await console.page.keyboard.press('Enter');
    await console.said('Copied: error · call failed');
    const copied = await console.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(line('call failed', { level: 'error', endpoint: 'ep1', detail: stack }));
    await console.page.keyboard.press('Escape');
    await details().waitFor({ state: 'detached' });
    await pane().getByLabel('Text', { exact: true }).fill('');
  });

  it('L-2 a line that is torn or foreign says what it is, and a saved token is masked', async () => {
    await rowWith('a line that somebody else wrote').getByRole('gridcell').first().click();
    await details()
      .getByText(/torn, or was not written by this service/)
      .waitFor();
    await rowWith('planted').getByRole('gridcell').first().click();
    await details().getByText('[redacted] and').first().waitFor();
    expect(await console.page.content()).not.toContain(token.slice(6));
    await rowWith('connected', longHost).getByRole('gridcell').first().click();
    await details().getByText(longHost).first().waitFor();
    await looksRight(console, 'long-names');
    await details().getByRole('button', { name: 'Close details' }).click();
  });

  it('L-2 follows the newest line, until one scrolls away or selects a line; a button leads back', async () => {
    await button('Go to newest line').click();
    await expect.poll(() => isIdle('Go to newest line')).toBe(true);
    await log();
    await firstRow().filter({ hasText: 'endpoint not added' }).waitFor();
    expect(await scrolled()).toBe(0);
    await firstRow().getByRole('gridcell').first().click();
    await details().waitFor();
    await expect.poll(() => isIdle('Go to newest line')).toBe(false);
    const selected = await grid().locator('[aria-selected="true"]').getAttribute('data-row');
    await log();
    await expect.poll(scrolled).toBe(30); // the selected line stays where it is
    expect(await grid().locator('[aria-selected="true"]').getAttribute('data-row')).toBe(selected);
    await button('Go to newest line').click();
    await expect.poll(scrolled).toBe(0);
    await details().waitFor({ state: 'detached' });
    await scrollTo(3000);
    await expect.poll(() => isIdle('Go to newest line')).toBe(false);
    await log();
    await expect.poll(scrolled).toBe(3030);
    await console.shot('scrolled-away');
    await button('Go to newest line').click();
    await expect.poll(scrolled).toBe(0);
    const newest = await firstRow().getAttribute('data-row');
    await log();
    await expect.poll(() => firstRow().getAttribute('data-row')).not.toBe(newest);
    expect(await scrolled()).toBe(0);
  });

  it('L-2 Pause holds the list and says how many lines came; Resume shows them', async () => {
    const first = await firstRow().getAttribute('data-row');
    await button('Pause').click();
    await log();
    await log();
    await pane()
      .getByText(/ · Paused: 2 lines came since · /)
      .waitFor();
    expect(await firstRow().getAttribute('data-row')).toBe(first);
    await console.shot('paused');
    await button('Resume').click();
    await expect.poll(() => firstRow().getAttribute('data-row')).not.toBe(first);
    expect(
      await pane()
        .getByText(/Paused/)
        .count(),
    ).toBe(0);
  });

  it('L-2 5,000 lines and a storm: the document stays small', async () => {
    expect(await grid().getAttribute('aria-rowcount')).toBe('5001');
    expect(await grid().getByRole('row').count()).toBeLessThan(80);
    await grid().getByRole('gridcell').first().click();
    await console.page.keyboard.press('Control+End');
    await expect
      .poll(() => console.page.locator(':focus').evaluate((cell) => cell.closest('tr')?.getAttribute('aria-rowindex')))
      .toBe('5001');
    await button('Go to newest line').click();
    for (let round = 0; round < 30; round++) await Promise.all(Array.from({ length: 50 }, () => log()));
    await log();
    expect(await grid().getByRole('row').count()).toBeLessThan(80);
    expect(await grid().getAttribute('aria-rowcount')).toBe('5001');
  });

  it('L-1, decision 43 exports the whole kept log, without secrets', async () => {
    const download = console.page.waitForEvent('download');
    await button('Export for support…').click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^nbwss-log-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.jsonl$/);
    await console.said(`Exported ${file.suggestedFilename()}. Secrets are masked in it.`);
    const text = readFileSync(await file.path(), 'utf8');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one) as { event: string; detail?: string });
    const events = lines.map(({ event }) => event);
    expect(events[0]).toBe('log exported');
    expect(events.filter((event) => event.startsWith('old '))).toHaveLength(5500);
    expect(events.filter((event) => event === 'endpoint not added').length).toBeGreaterThan(1500);
    expect(lines.find(({ event }) => event === 'planted')?.detail).toBe(
      '[redacted] and {"note":"[redacted]"} and [redacted]',
    );
    for (const form of [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token), token.slice(6)])
      for (const told of [text, received.join(), desk.host.output]) expect(told.includes(form)).toBe(false);
  });

  it('decision 43: Export diagnostics… saves an archive for support, without secrets; About has the versions', async () => {
    const help = async (item: string) => {
      await console.page.getByRole('menubar').getByRole('menuitem', { name: 'Help' }).click();
      await console.page.getByRole('menuitem', { name: item }).click();
    };
    const download = console.page.waitForEvent('download');
    await help('Export diagnostics…');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^nbwss-diagnostics-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.zip$/);
    await console.said(`${file.suggestedFilename()} was saved.`);
    const files = Object.entries(unzipSync(readFileSync(await file.path())));
    const texts = files.map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')] as const);
    expect(Object.fromEntries(texts)).toMatchObject({ 'log.jsonl': expect.stringContaining('endpoint not added') });
    for (const [name, text] of texts)
      for (const form of [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token), token.slice(6)])
        expect(text.includes(form), name).toBe(false);
    await help('About');
    const about = console.dialog('About');
    await about.getByText(process.versions.node, { exact: true }).waitFor();
    await about.getByRole('button', { name: 'Copy versions' }).waitFor();
    await looksRight(console, 'about');
    await about.getByRole('button', { name: 'Close' }).click();
  });

  it('L-1 fits a small window', async () => {
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await rowWith('endpoint not added').first().getByRole('gridcell').first().click();
    await looksRight(console, 'small');
    const overflow = await console.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await console.page.setViewportSize({ width: 640, height: 400 });
    expect(await rowsInSight(console.page, grid())).toBeGreaterThanOrEqual(3);
    await console.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('L-1 an empty log and one that cannot be read are views of their own', async () => {
    for (const day of [yesterday, new Date().toISOString().slice(0, 10)])
      truncateSync(join(logs, `485-nbwss-${day}.log`));
    await console.goTo('Activity');
    await console.goTo('Logs');
    await pane().getByText('The log is empty').waitFor();
    await looksRight(console, 'empty');
    rmSync(logs, { recursive: true });
    await console.goTo('Activity');
    await console.goTo('Logs');
    const alert = pane().getByRole('alert');
    await alert.getByText('The log could not be read', { exact: true }).waitFor();
    await alert.getByText(`${logs} cannot be read (ENOENT).`).waitFor();
    await looksRight(console, 'unreadable');
    mkdirSync(logs);
    writeFileSync(join(logs, `485-nbwss-${yesterday}.log`), `${line('back again')}\n`);
    await button('Retry').click();
    await rowWith('back again').waitFor();
    expect(console.complaints).toEqual([]);
  });
});
