import type { Page } from 'playwright-core';
import { withConsole } from '../faults/service-console.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import { answers, givenNetBackup, hostObject } from '../support/master-servers.ts';
import { type Script, ScriptedNetBackup } from '../support/scripted-netbackup.ts';
import { longest, tasksDuring } from './main-thread.ts';
import type { Benchmark } from './result.ts';

const endpoints = 500;
/** How long each view is looked at, in milliseconds. */
const look = 6_000;

/** One that is well: with each question every tenth of its endpoints has another connection state. */
function lively(): Script {
  let asked = 0;
  return (request, response) => {
    asked++;
    const list = Array.from({ length: endpoints }, (_, index) =>
      hostObject({
        hostName: `cloud${index}.example`,
        groupId: `sg${index}`,
        connectionState: (index + asked) % 10 === 0 ? 'DISCONNECTED' : 'CONNECTED',
      }),
    );
    answers(200, list)(request, response);
  };
}

const ill: readonly Script[] = [
  () => undefined, // hangs
  answers(401, { errorCode: 401, errorMessage: 'no' }),
  answers(500, { errorCode: 500, errorMessage: 'It broke' }),
  answers(200, '[}{'),
  (_request, response) => response.destroy(),
];

/** Issue 10: 20 master servers, some of them ill: the window stays fluid. */
export const masters20: Benchmark = {
  name: 'masters-20',
  about: `longest task of the window with 20 master servers, 10 of them ill, 10 with ${endpoints} endpoints that change every 2 s`,
  unit: 'ms',
  referenceName: 'the same window on this computer alone',
  goal: { kind: 'ours below', value: 50 },
  async measure({ rounds, say }) {
    const servers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ScriptedNetBackup.start(ill[index % 10] ?? lively())),
    );
    const alone = await ConsoleDesk.open();
    const many = await ConsoleDesk.open();
    const found = { ours: [] as number[], reference: [] as number[] };
    const worked: number[] = [];
    try {
      await withConsole(many.ready, async (client) => {
        for (const [index, { settings }] of servers.entries())
          await client.masters.add(givenNetBackup(`site ${index}`, settings, { pollSeconds: 2 }));
      });
      for (let round = 0; round <= rounds; round++) {
        for (const side of ['ours', 'reference'] as const) {
          const { duration, work, long } = side === 'ours' ? await lookAtMany(many) : await lookAtOne(alone);
          say(
            `  ${side}, round ${round}${round === 0 ? ' (warms up)' : ''}: longest ${duration.toFixed(1)} ms (its work ${work.toFixed(1)} ms), ${long} from 50 ms on`,
          );
          if (round === 0) continue;
          found[side].push(duration);
          if (side === 'ours') worked.push(work);
        }
      }
      return { ...found, oursWork: worked };
    } finally {
      for (const desk of [alone, many]) await desk.close();
      for (const { listener } of servers) await listener.close('abruptly');
    }
  },
};

async function lookAtOne(desk: ConsoleDesk) {
  const { page, close } = await open(desk);
  const tasks = await tasksDuring(desk.browser, page, () => frames(page));
  await close();
  return longest(tasks);
}

/** The overview, and then one that is well, with its list moving. */
async function lookAtMany(desk: ConsoleDesk) {
  const { page, close } = await open(desk);
  await page.getByRole('treeitem', { name: 'Master Servers', exact: true }).click();
  const grid = page.getByRole('grid', { name: 'Master Servers' });
  await grid.getByText(`450 of ${endpoints}`, { exact: true }).nth(9).waitFor();
  const tasks = [...(await tasksDuring(desk.browser, page, () => frames(page)))];
  await grid.getByRole('gridcell', { name: 'site 5', exact: true }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('grid', { name: 'WebSocket Server(s)' }).getByText('cloud1.example', { exact: true }).waitFor();
  tasks.push(...(await tasksDuring(desk.browser, page, () => frames(page))));
  await close();
  return longest(tasks);
}

async function open(desk: ConsoleDesk): Promise<{ page: Page; close: () => Promise<void> }> {
  const context = await desk.newContext();
  const page = await context.newPage();
  await page.goto(desk.ready.console);
  await page.getByText('No WebSocket servers have been added').waitFor();
  return { page, close: () => context.close() };
}

/** Lets the window draw, and scrolls what can be scrolled. */
async function frames(page: Page): Promise<void> {
  await page.evaluate(async (time) => {
    let scroller: Element | null = document.querySelector('main [role="grid"]');
    while (scroller && scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement;
    const end = performance.now() + time;
    while (performance.now() < end) {
      if (scroller) scroller.scrollTop += 2;
      await new Promise((frame) => requestAnimationFrame(frame));
    }
  }, look);
}
