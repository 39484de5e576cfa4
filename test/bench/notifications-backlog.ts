import type { Browser, Page } from 'playwright-core';
import { withConsole } from '../faults/service-console.ts';
import { openChromium } from '../support/chromium.ts';
import { ConsolePage } from '../support/console-page.ts';
import { BacklogScene } from './backlog-scene.ts';
import { longest, tasksDuring } from './main-thread.ts';
import { type Benchmark, figure } from './result.ts';

const backlog = 200_000;
/** How long somebody looks at the pane in each round, and how often the service is asked meanwhile, in milliseconds. */
const look = 20_000;
const askEvery = 100;
/** How long somebody reads what is told of a group: nothing happens there that could be awaited, and that is what is looked at. */
const readFor = 1500;

/** Decision 24, N-15: the pane "Notifications" stays fluid while 200,000 wait and a group is delivered to at full speed. */
export const notificationsBacklog: Benchmark = {
  name: 'notifications-backlog',
  about: `longest task in the pane Notifications while ${backlog} wait for each of 50 groups, one of which is delivered to`,
  unit: 'ms',
  referenceName: 'the same pane of a log in which nothing waits',
  goal: { kind: 'ours below', value: 50 },
  async measure({ rounds, say }) {
    const browser = await openChromium();
    const found = { ours: [] as number[], reference: [] as number[] };
    const worked: number[] = [];
    try {
      for (let round = 0; round <= rounds; round++) {
        for (const side of ['ours', 'reference'] as const) {
          // A scene of its own for each round: one that goes on delivering would be in the figures of the other.
          const scene = await BacklogScene.open(side === 'ours' ? backlog : 0);
          const { duration, work, long, loading, asked } = await lookAt(browser, scene);
          const { groups, delivered } = scene.progress;
          await scene.close();
          say(
            `  ${side}, round ${round}${round === 0 ? ' (warms up)' : ''}: longest ${duration.toFixed(1)} ms (work ${work.toFixed(1)} ms), ${long} from 50 ms on; the plots' library loads in ${loading.toFixed(1)} ms; a call takes ${figure(asked)} ms; delivered: ${groups} groups and ${delivered}`,
          );
          if (round > 0) found[side].push(duration);
          if (round > 0 && side === 'ours') worked.push(work);
        }
      }
      return { ...found, oursWork: worked };
    } finally {
      await browser.close();
    }
  },
};

/** Opens the pane, then the details of one group after the other, while another window asks the service. */
async function lookAt(browser: Browser, scene: BacklogScene) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const console = new ConsolePage(await context.newPage(), 'bench');
  await console.page.goto(scene.ready.console);
  await console.grid().waitFor();
  const asked: number[] = [];
  const tasks = await tasksDuring(browser, console.page, async () => {
    const end = performance.now() + look;
    await Promise.all([work(console, scene.groupIds, end), ask(scene, end, asked)]);
  });
  await context.close();
  const loading = tasks.filter(({ isLoading }) => isLoading);
  return {
    ...longest(tasks.filter(({ isLoading }) => !isLoading)),
    loading: Math.max(0, ...loading.map(({ duration }) => duration)),
    asked,
  };
}

async function work(console: ConsolePage, groupIds: readonly string[], end: number): Promise<void> {
  const { page } = console;
  await console.goTo('Notifications');
  await plots(page, 'All groups');
  for (const groupId of groupIds) {
    if (performance.now() >= end) return;
    await page.getByRole('gridcell', { name: groupId, exact: true }).click();
    await plots(page, groupId);
    await new Promise((read) => setTimeout(read, readFor));
  }
}

const plots = (page: Page, of: string) =>
  page
    .getByRole('group', { name: `The last hour of ${of}` })
    .locator('svg')
    .nth(1)
    .waitFor();

/** Milliseconds of each call of the Console API, by a client of its own. */
async function ask(scene: BacklogScene, end: number, asked: number[]): Promise<void> {
  await withConsole(scene.ready, async (client) => {
    while (performance.now() < end) {
      const started = performance.now();
      await client.notifications.history({ groupId: null });
      asked.push(performance.now() - started);
      await new Promise((later) => setTimeout(later, askEvery));
    }
  });
}
