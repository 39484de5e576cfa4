import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';

const empty = 'No WebSocket servers have been added';
const cloud = 'Practice cloud application 1';
const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
];

describe('decision 47: a first look at NBWSS in practice mode', () => {
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    desk = await ConsoleDesk.open();
    console = await desk.openPage('chromium/first-run');
    await console.servers().getByText(empty).waitFor();
  });
  afterAll(() => desk?.close());

  const button = (name: string, within: Locator = console.page.locator('body')) =>
    within.getByRole('button', { name, exact: true });
  const firstLook = () => console.page.getByRole('region', { name: 'First look' });
  const step = (name: string) => firstLook().getByRole('listitem').filter({ hasText: name });
  const ticked = (name: string) => step(name).getByRole('img', { name: 'Done' }).waitFor();
  const looksRightInEachSize = async (name: string) => {
    for (const size of sizes) {
      await console.page.setViewportSize(size);
      await looksRight(console, `${name}-${size.width}`);
    }
    await console.page.setViewportSize({ width: 1280, height: 800 });
  };
  /** What is to be seen after the third click. */
  const everythingIsThere = async () => {
    await ticked('Connected');
    await firstLook().getByText('localhost is CONNECTED.', { exact: true }).waitFor();
    await ticked('Command answered');
    await step('Command answered').getByText('200', { exact: true }).waitFor();
    const answer = await firstLook().getByRole('region', { name: 'Answer' }).textContent();
    expect(JSON.parse(answer ?? '')).toMatchObject({ vmServers: expect.any(Array) });
    await ticked('Notification received');
    const message = await firstLook().getByRole('region', { name: 'Latest notification' }).textContent();
    expect(JSON.parse(message ?? '')).toMatchObject({ type: 'NOTIFICATION', subType: 'REQUEST', version: '1.0' });
  };
  /** Decision 47: the folder of practice mode has gone, and the console's own has no endpoint and no secret. */
  const nothingIsLeft = async (practiceData: string) => {
    await console.servers().getByText(empty).waitFor();
    await expect.poll(() => existsSync(dirname(practiceData))).toBe(false);
    expect(await console.dataFolder()).toBe(desk.dataFolder);
    const config = join(desk.dataFolder, 'config.json');
    if (existsSync(config)) expect(JSON.parse(readFileSync(config, 'utf8'))).toMatchObject({ endpoints: [] });
    expect(existsSync(join(desk.dataFolder, 'vault.json'))).toBe(false);
  };

  it('decision 47: three clicks lead from the empty list to a connection, a command with its answer, and a notification', async () => {
    await looksRightInEachSize('empty');
    await button('Start practice mode', console.servers()).click(); // 1
    await button('Connect a practice server', console.servers()).waitFor();
    const data = await console.dataFolder();
    await looksRightInEachSize('practice-empty');
    await button('Connect a practice server', console.servers()).click(); // 2
    await ticked('Connected');
    await console.shot('connected');
    await button('Try a command').click(); // 3
    await everythingIsThere();
    await looksRightInEachSize('first-look');

    // What was received is in the application's card, too; the row is what the administrator would have made.
    const received = console.page
      .getByRole('region', { name: cloud, exact: true })
      .getByRole('list', { name: 'Notifications', exact: true })
      .getByRole('listitem');
    await received.first().getByText('Message', { exact: true }).click();
    expect(JSON.parse((await received.first().locator('pre').textContent()) ?? '')).toMatchObject({
      type: 'NOTIFICATION',
    });
    await console.shot('received');
    await console.goTo('WebSocket Servers');
    await console.rowShows('localhost', 'ACTIVATED', 'CONNECTED');

    await button('Leave practice mode').click();
    await nothingIsLeft(data);
    expect(existsSync(data)).toBe(false);
  });

  it('decision 47: the same by keyboard alone', async () => {
    const { keyboard } = console.page;
    /** Where the focus is, once it takes Enter: while the work before is under way a button stays, and does nothing. */
    const focused = (name: string) =>
      expect
        .poll(() =>
          console.page.evaluate(() => {
            const { activeElement } = document;
            const isIdle = activeElement?.getAttribute('aria-disabled') === 'true';
            return isIdle ? 'idle' : (activeElement?.textContent ?? '');
          }),
        )
        .toBe(name);
    const tabTo = async (name: string, key: 'Tab' | 'Shift+Tab') => {
      for (let presses = 0; presses < 40; presses += 1) {
        await keyboard.press(key);
        if ((await console.page.evaluate(() => document.activeElement?.textContent)) === name) return;
      }
      throw new Error(`${key} does not lead to ${name}`);
    };
    await tabTo('Start practice mode', 'Tab');
    await keyboard.press('Enter');
    await focused('Connect a practice server');
    await keyboard.press('Enter');
    await focused('Try a command');
    await ticked('Connected');
    await keyboard.press('Enter');
    await everythingIsThere();
    await focused('Try a command');
    await tabTo('Leave practice mode', 'Shift+Tab');
    await keyboard.press('Enter');
    await console.servers().getByText(empty).waitFor();
    await focused('WebSocket Servers'); // in the tree: the button went with practice mode
  });

  it('decision 47: what ends the connection unticks it, and the same click mends it: an outage, a deactivated endpoint', async () => {
    await button('Start practice mode', console.servers()).click();
    await button('Connect a practice server', console.servers()).click();
    await ticked('Connected');
    const card = console.page.getByRole('region', { name: cloud, exact: true });
    await card.getByRole('switch', { name: 'Online' }).click();
    await step('Connected').getByRole('img', { name: 'Not yet' }).waitFor();
    await looksRight(console, 'outage');
    await button('Connect a practice server', firstLook()).click();
    await ticked('Connected');
    await console.goTo('WebSocket Servers');
    await console.choose('localhost', 'Deactivate');
    await console.rowShows('localhost', 'DEACTIVATED', 'DISCONNECTED');
    await console.goTo('Practice');
    await button('Connect a practice server', firstLook()).click();
    await ticked('Connected');
    await button('Leave practice mode').click();
    await console.servers().getByText(empty).waitFor();
    expect(console.complaints).toEqual([]);
  });
});

describe('decision 47: scenarios in the console', () => {
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    desk = await ConsoleDesk.open({ args: () => ['--practice'] });
    console = await desk.openPage('chromium/scenarios');
    await console.rowShows('localhost', 'CONNECTED');
    await console.goTo('Practice');
  });
  afterAll(() => desk?.close());

  const card = (name: string) => console.page.getByRole('region', { name, exact: true });
  const begin = async (server: string, scenario: string, amount?: string) => {
    await card(server).getByLabel('Scenario', { exact: true }).selectOption(scenario);
    if (amount !== undefined)
      await card(server)
        .getByRole('textbox', { name: /^(Jobs|Seconds)$/ })
        .fill(amount);
    await card(server).getByRole('button', { name: 'Begin', exact: true }).click();
  };

  it('decision 47: a burst of jobs reaches the cloud application; a number out of bounds cannot be asked for', async () => {
    const server = 'NetBackup master server';
    await card(server).getByLabel('Scenario', { exact: true }).selectOption('Burst of jobs');
    await card(server).getByRole('textbox', { name: 'Jobs', exact: true }).fill('2001');
    await card(server).getByText('burst takes 1 to 2000 jobs').waitFor();
    expect(await card(server).getByRole('button', { name: 'Begin', exact: true }).isDisabled()).toBe(true);
    await card(server).getByRole('button', { name: 'Begin', exact: true }).scrollIntoViewIfNeeded();
    await looksRight(console, 'out-of-bounds');
    await begin(server, 'Burst of jobs', '60');
    await console.said('60 backup jobs start at once, and end 6 s later with an image each.');
    const received = async () => Number(await console.practiceFact(cloud, 'Notifications received'));
    await expect.poll(received, { timeout: 20_000 }).toBeGreaterThanOrEqual(60);
    // However many come, what stands below them stays where it is.
    const list = card(cloud).getByRole('list', { name: 'Notifications', exact: true });
    expect((await list.boundingBox())?.height).toBeLessThanOrEqual(260);
    for (const fact of ['User', 'Password', 'API key']) await card(server).getByTitle(`Copy: ${fact}`).waitFor();
    await looksRight(console, 'after-a-burst');
  });

  it('decision 47: an application with odd behaviour says so until it is proper again', async () => {
    await begin(cloud, 'Slow acknowledgements', '2');
    await begin(cloud, 'Lost pongs');
    const inForce = card(cloud).getByText('In force: Slow acknowledgements, Lost pongs', { exact: true });
    await inForce.waitFor();
    await inForce.scrollIntoViewIfNeeded();
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await looksRight(console, 'in-force-1024');
    await console.page.setViewportSize({ width: 1280, height: 800 });
    await begin(cloud, 'Back to proper');
    await inForce.waitFor({ state: 'detached' });
  });

  it('C-11, decision 35, decision 47: an expired token and a renewed certificate are mended by one click in First look', async () => {
    const firstLook = console.page.getByRole('region', { name: 'First look' });
    const connected = firstLook.getByText('localhost is CONNECTED.', { exact: true });
    for (const scenario of ['Token expiry', 'Certificate renewal']) {
      await connected.waitFor();
      await begin(cloud, scenario);
      await firstLook.getByRole('button', { name: 'Connect a practice server', exact: true }).click();
      await connected.waitFor();
    }
    await console.goTo('WebSocket Servers');
    await console.rowShows('localhost', 'ACTIVATED', 'CONNECTED');
    expect(console.complaints).toEqual([]);
  });
});
