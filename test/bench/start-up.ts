import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { projectFolder } from '../../electron/launch/project.mjs';
import { withDisplays } from '../support/display.mjs';
import { electronRuntime } from '../support/electron-runtime/runtime.mjs';
import { EndpointServer } from '../support/endpoint-server.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import { alternately, type RoundFigures } from './alternately.ts';
import { bundleSizes } from './bundle-size.ts';
import { Inspector } from './inspected.ts';
import { type Benchmark, MissingPeer } from './result.ts';

/** How often it is looked whether there is a window, in milliseconds. */
const lookEvery = 5;
const endpoints = 10;

/** From the start of the process to a window that can be worked with, in a real Electron. */
export const startUp: Benchmark = {
  name: 'start-up',
  about: `from the start of Electron to the window with its list of ${endpoints} endpoints, painted and idle`,
  unit: 'ms',
  referenceName: 'the same Electron with an empty window',
  goal: { kind: 'ratio at most', value: 1.3 },
  async measure(run) {
    const runtime = await electronRuntime();
    if ('missing' in runtime) throw new MissingPeer(`there is no Electron runtime: ${runtime.missing}`);
    run.say(`  the runtime is ${runtime.source}`);
    for (const { name, bytes, budget } of bundleSizes())
      run.say(`  ${name}: ${Math.round(bytes / 1024)} KiB of ${Math.round(budget / 1024)} KiB`);
    const server = await EndpointServer.start();
    const folder = mkdtempSync(join(tmpdir(), 'nbwss-bench-'));
    const data = join(folder, 'data');
    saveEndpoints(data, server.identity, someEndpoints(server));
    const electron = join(runtime.folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
    const empty = join(import.meta.dirname, 'reference', 'empty-window');
    try {
      return await withDisplays(1, ([display]) => {
        const env: NodeJS.ProcessEnv = display === undefined ? {} : { DISPLAY: display };
        const own = () => timeToWindow(electron, [projectFolder, '--data', data], env, ours);
        const other = () => timeToWindow(electron, [empty, `--user-data-dir=${join(folder, 'empty')}`], env, reference);
        return alternately(run, {
          ours: own,
          reference: other,
        });
      });
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** How a window is known: its address, and what is in it once it can be worked with. */
interface Window {
  readonly address: string;
  readonly selector: string;
}

const ours: Window = { address: 'app://console/', selector: '[role="grid"] [role="gridcell"]' };
const reference: Window = { address: 'data:text/html', selector: 'h1' };

const someEndpoints = (server: EndpointServer) =>
  Array.from({ length: endpoints }, (_, index) => ({
    hostName: `cloudhost${index + 1}.tenant.example.com`,
    groupId: `sg${index + 1}`,
    url: server.url(`ep-${index + 1}`),
    priority: 1,
    token: 'a token',
  }));

/** @returns milliseconds from the start of the process until the page has what it needs, painted, with nothing left to do */
async function timeToWindow(
  electron: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  window: Window,
): Promise<RoundFigures> {
  const own = ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', ...args];
  const started = Date.now();
  const child = spawn(electron, own, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  try {
    const address = await pageAddress(await debuggingPort(child), window.address);
    const seen = Date.now() - started;
    const page = await Inspector.open(address);
    const usableAt = await momentInPage(page, window.selector);
    page.close();
    return { value: usableAt - started, also: { 'until there is a page, in ms': seen } };
  } finally {
    child.kill();
    await exited;
  }
}

/** What the inspector says of a page whose document is still to come, or is being replaced. */
const notYet = /default execution context|context was destroyed|navigated or closed/;

async function momentInPage(page: Inspector, selector: string): Promise<number> {
  for (;;) {
    try {
      const question = { expression: usable(selector), awaitPromise: true, returnByValue: true };
      const { result } = await page.ask('Runtime.evaluate', question);
      if (typeof result?.value !== 'number') throw new Error('the page does not tell when it became usable');
      return result.value;
    } catch (error) {
      if (!(error instanceof Error && notYet.test(error.message))) throw error;
      await pause(lookEvery);
    }
  }
}

/** In the page: epoch milliseconds at which the element was there, painted, and the main thread had nothing left to do. */
const usable = (selector: string) => `new Promise((resolve) => {
  const look = () => {
    if (!document.querySelector(${JSON.stringify(selector)})) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestIdleCallback(() => resolve(performance.timeOrigin + performance.now())));
  };
  look();
})`;

async function debuggingPort(child: ChildProcess): Promise<number> {
  if (!child.stderr) throw new Error('Electron has no stderr');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /^DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
    if (port !== undefined) {
      child.stderr.resume(); // a full pipe would stop it
      return Number(port);
    }
    lines.push(line);
  }
  throw new Error(`Electron has ended: ${lines.join('\n')}`);
}

/** Where the page of the window can be asked, once there is one. */
async function pageAddress(port: number, address: string): Promise<string> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`);
    const targets = (await response.json()) as { type: string; url: string; webSocketDebuggerUrl: string }[];
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith(address));
    if (page) return page.webSocketDebuggerUrl;
    await pause(lookEvery);
  }
}
