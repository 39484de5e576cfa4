import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Hono } from 'hono';
import { WebSocketServer } from 'ws';
import { AccessToken } from '../../electron/bridge/access-token.ts';
import type { ConsoleBackend } from '../../electron/bridge/console-backend.ts';
import { ConsoleFiles } from '../../electron/bridge/console-files.ts';
import { createConsoleRouter } from '../../electron/bridge/console-router.ts';
import { startConsoleServer } from '../../electron/bridge/console-server.ts';
import { projectFolder } from '../../electron/launch/project.mjs';
import { thisComputerCapabilities, thisComputerHeader } from '../../electron/masters/this-computer.ts';
import { systemClock } from '../../electron/service/clock.ts';
import { ConsoleFeed } from '../../electron/service/console-feed.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { silentLog } from '../support/silent-log.ts';
import { ManyEndpoints } from './many-endpoints.ts';
import type { StandOrder, StandReport } from './stand.ts';

/**
 * A host of the console whose service has as many endpoints as are asked for, without as many cloud applications: the very
 * Console API over the very bridge and feed, and the rows come from {@link ManyEndpoints}. Beside it a page to compare with,
 * which is told the same by a bare WebSocket.
 */

/** Between two portions of the storm, in milliseconds. */
const portionEvery = 10;
const token = 'a token of a stand on loopback, for its own browser only';

const [endpoints, groups] = process.argv.slice(2).map(Number);
if (!endpoints || !groups || !process.send) throw new Error('to be forked with the numbers of endpoints and groups');

const bench = new ServiceBench();
const source = new ManyEndpoints(endpoints, groups, () => ({
  ...bench.service.frame(),
  master: thisComputerHeader(bench.service.frame(), ''),
  capabilities: thisComputerCapabilities({ practice: false, desktop: false }),
  version: '',
  practice: null,
  notices: [],
  versions: {},
  desktop: null,
}));
const feed = new ConsoleFeed(systemClock, source);
const noPractice = () => Promise.reject(new NbwssError('notPossible', { causes: ['There is no practice mode here.'] }));
const backend: ConsoleBackend = {
  service: bench.service,
  watch: (signal) => feed.watch(signal),
  watchActivity: (signal) => bench.service.activity.watch(signal),
  watchNotifications: (groupIds, signal) => bench.service.notifications.watch(groupIds, signal),
  async *exportDiagnostics() {},
  startPractice: noPractice,
  leavePractice: noPractice,
  sendPracticeCommand: noPractice,
  setPracticeOnline: noPractice,
  triggerPractice: noPractice,
  connectPractice: noPractice,
  get logs(): never {
    throw new NbwssError('notPossible', { causes: ['There is no log here.'] });
  },
  async *watchLog() {},
  get masters(): never {
    throw new NbwssError('notPossible', { causes: ['There is one master server only here.'] });
  },
  get desktop(): never {
    throw new NbwssError('notPossible', { causes: ['There is no desktop app here.'] });
  },
};
const quiet = () => undefined;
const log = { ...silentLog, error: console.error };
const router = createConsoleRouter(backend, log);
const server = await startConsoleServer(
  {
    channels: () => ({ router }),
    files: new ConsoleFiles(join(projectFolder, 'dist', 'renderer')),
    log,
    clock: systemClock,
    rest: new Hono(),
    access: new AccessToken(token, systemClock, log),
    publicOrigin: undefined,
  },
  { host: '127.0.0.1', port: 0 },
);

const referenceFiles: Record<string, string> = {
  '/': 'text/html; charset=utf-8',
  '/list.js': 'text/javascript; charset=utf-8',
};
const referenceServer = createServer(({ url = '/' }, response) => {
  const type = referenceFiles[url];
  if (type === undefined) return response.writeHead(404).end();
  const file = join(import.meta.dirname, 'reference', url === '/' ? 'index.html' : 'list.js');
  return response.writeHead(200, { 'content-type': type }).end(readFileSync(file));
});
new WebSocketServer({ server: referenceServer, perMessageDeflate: false }).on('connection', async (webSocket) => {
  const gone = new AbortController();
  webSocket.on('close', () => gone.abort()).on('error', quiet);
  for await (const update of feed.watch(gone.signal)) webSocket.send(JSON.stringify(update));
});
await new Promise<void>((listening) => referenceServer.listen(0, '127.0.0.1', listening));

let storm: NodeJS.Timeout | undefined;
let before = process.cpuUsage();
let began = performance.now();

function report(message: StandReport): void {
  process.send?.(message);
}

process.on('message', (order: StandOrder) => {
  clearInterval(storm);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - began) / 1000;
  before = process.cpuUsage();
  began = performance.now();
  let made = 0;
  if (order.changesPerSecond > 0) {
    storm = setInterval(() => {
      const due = ((performance.now() - began) / 1000) * order.changesPerSecond;
      for (; made < due; made++) {
        feed.changed({ hostName: source.change() });
        feed.changed('frame');
      }
    }, portionEvery);
  }
  report({ kind: 'since the last order', cpuShare: (user + system) / 1e6 / seconds });
});
process.on('disconnect', () => process.exit(0));

report({
  kind: 'ready',
  console: `${server.origin}/#token=${encodeURIComponent(token)}`,
  reference: `http://127.0.0.1:${(referenceServer.address() as AddressInfo).port}/`,
});
