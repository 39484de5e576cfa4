import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  app,
  clipboard,
  dialog,
  type IpcMainEvent,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerMonitor,
  shell,
} from 'electron';
import ElectronStore from 'electron-store';
import { applicationMenu } from './application-menu.ts';
import { type ConsoleChannels, consoleChannels } from './bridge/console-channels.ts';
import { ConsoleFiles } from './bridge/console-files.ts';
import { serveConsolePort } from './bridge/console-port.ts';
import { Metrics } from './bridge/metrics/metrics.ts';
import { connectionsOf } from './connections.ts';
import { ConsoleHost } from './console-host.ts';
import type { DesktopPart } from './console-host-options.ts';
import { ConsoleWindow } from './console-window.ts';
import { Desktop } from './desktop.ts';
import { DesktopRestApi } from './desktop-rest-api.ts';
import { autostartItem, type LoginItem, systemLoginItem } from './login-item.ts';
import { endInOrder } from './orderly-end.ts';
import { hasKeyStore, SafeStorageSealer } from './safe-storage-sealer.ts';
import { systemClock } from './service/clock.ts';
import { configStoreOptions } from './service/credentials/config-file.ts';
import type { Log } from './service/log.ts';
import type { NbwssService } from './service/nbwss-service.ts';
import { showBox, showNotification, systemTray } from './system.ts';
import { TrayIcon, trayFace } from './tray-icon.ts';
import { sealersOf, takeProtection } from './vault-protection.ts';
import { consoleOrigin, lockDownWindows, registerConsoleScheme, serveConsoleFiles } from './window.ts';

/** The desktop app: the service and its window in one process tree. */

// Electron's own dialog would stop the service while it waits for a click: a fault ends the app, and nothing is lost by that.
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

const flags = readFlags(process.argv.slice(1));
const protection = takeProtection(process.env); // one that cannot be used ends the app
const dataFolder = flags.data ?? process.env['NBWSS_DATA'];
if (dataFolder !== undefined) app.setPath('userData', dataFolder);
app.setAppUserModelId('org.nbwss.console'); // Windows shows notifications of a known app only
registerConsoleScheme();

/** The app as it runs. */
interface Running {
  /** Not there yet when the app was started hidden. */
  readonly window: ConsoleWindow;
  stop(): Promise<void>;
}

if (app.requestSingleInstanceLock({ hidden: flags.hidden })) {
  let started: Promise<Running> | undefined;
  const end = endInOrder(() => started?.then((running) => running.stop()), report);
  app
    .whenReady()
    .then(async () => {
      if (end.isAsked) return;
      started = start();
      const { window } = await started;
      if (!startsHidden() && !end.isAsked) window.show();
    })
    .catch(fail);
  app.on('second-instance', (_event, _argv, _folder, other) => {
    if ((other as { hidden?: boolean }).hidden || end.isAsked) return;
    started?.then(({ window }) => window.show()).catch(fail);
  });
  app.on('window-all-closed', () => app.quit());
} else {
  app.quit();
}

/** Chromium's own switches stand among ours, so unknown ones are let pass. */
function readFlags(args: string[]): { practice: boolean; hidden: boolean; data: string | undefined } {
  const { values } = parseArgs({
    args,
    strict: false,
    options: { practice: { type: 'boolean' }, hidden: { type: 'boolean' }, data: { type: 'string' } },
  });
  return {
    practice: values['practice'] === true,
    hidden: values['hidden'] === true,
    data: typeof values['data'] === 'string' ? values['data'] : undefined,
  };
}

async function start(): Promise<Running> {
  lockDownWindows();
  serveConsoleFiles(new ConsoleFiles(join(app.getAppPath(), 'dist', 'renderer')));
  const window = new ConsoleWindow({
    file: join(app.getPath('userData'), 'window-state.json'),
    closing: () => desktop.closing(),
    sessionEnds: () => app.quit(),
    report,
  });
  const metrics = new Metrics(app.getVersion(), systemClock);
  const restApi = new DesktopRestApi({
    version: app.getVersion(),
    clock: systemClock,
    log: logOf(() => host.log),
    metrics,
    settings: () => host.hostSettings,
    service: () => host.ownService,
    newToken: () => randomBytes(32).toString('base64url'),
    handOver: (token) => clipboard.writeText(token),
    changed: () => host.desktopChanged(),
  });
  const desktop = new Desktop({
    name: app.getName(),
    log: logOf(() => host.log),
    settings: () => host.hostSettings,
    loginItem: loginItem(),
    restApi,
    connectedGroups: () => host.connectedGroups,
    changed: () => host.desktopChanged(),
    connectionsChanged: () => tray.changed(),
    window,
    system: { notify: showNotification, tell: showBox, quit: () => app.quit() },
  });
  const host = createHost(desktop, (service) => {
    metrics.follow(service);
    service.hostSettings.whenOpened(() => void restApi.apply());
  });
  const tray = new TrayIcon({
    clock: systemClock,
    tray: systemTray(() => window.show()),
    name: app.getName(),
    face: () => trayFace(connectionsOf(host.service), host.isPractice),
    showWindow: () => window.show(),
    askQuit: () => desktop.askQuit(),
  });
  await host.start(flags.practice);
  tray.changed();
  setMenu(window, desktop);
  followSystem(host, window);
  serveConsoleTo(
    consoleChannels(host, (id) => host.masters.backend(id), host.log),
    window,
  );
  const stop = async () => {
    desktop.quitting();
    window.hide(); // the rest takes up to 5 s, and a page without service has nothing to say
    tray.stop();
    await restApi.stop();
    await host.stop();
  };
  return { window, stop };
}

/** Elsewhere than on a Mac the window has a menu bar of its own. */
function setMenu(window: ConsoleWindow, desktop: Desktop): void {
  const isMac = process.platform === 'darwin';
  const menu = applicationMenu(app.getName(), {
    showWindow: () => window.show(),
    zoom: (change) => window.zoom(change),
    askQuit: () => desktop.askQuit(),
  });
  Menu.setApplicationMenu(isMac ? Menu.buildFromTemplate(menu) : null);
}

function followSystem(host: ConsoleHost, window: ConsoleWindow): void {
  powerMonitor.on('resume', () => host.resumed());
  // Unless it is held up, the system ends us at once; a cast, since the types do not know the event that is given.
  powerMonitor.on('shutdown', ((event: Electron.Event) => {
    event.preventDefault();
    app.quit();
  }) as () => void);
  app.on('activate', () => window.show()); // macOS: its icon in the dock was clicked
}

/** At login only the icon in the tray comes. A Mac starts it without our flag. */
function startsHidden(): boolean {
  return flags.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}

/** Starts this very app, on the same data folder. An AppImage runs from a place that is gone with it. */
function loginItem(): LoginItem {
  const command = {
    program: process.env['APPIMAGE'] ?? process.execPath,
    args: [
      ...(app.isPackaged ? [] : [app.getAppPath()]),
      ...(dataFolder === undefined ? [] : ['--data', resolve(dataFolder)]),
      '--hidden',
    ],
  };
  return process.platform === 'linux' ? autostartItem(command, process.env) : systemLoginItem(app, command);
}

/** The log of a host that is made later. */
function logOf(log: () => Log): Log {
  return {
    debug: (event, fields) => log().debug(event, fields),
    info: (event, fields) => log().info(event, fields),
    warn: (event, fields) => log().warn(event, fields),
    error: (event, fields, error) => log().error(event, fields, error),
    close: () => Promise.resolve(),
  };
}

function createHost(desktop: DesktopPart, created: (service: NbwssService) => void): ConsoleHost {
  return new ConsoleHost({
    version: app.getVersion(),
    dataFolder: app.getPath('userData'),
    openConfigStore: (cwd) => new ElectronStore({ ...configStoreOptions, cwd }),
    environment: process.env,
    logLevel: process.env['NBWSS_LOG_LEVEL'],
    sealers: (folder) => sealersOf(protection, folder, hasKeyStore() ? new SafeStorageSealer() : undefined),
    report,
    created,
    openFolder: async (folder) => {
      const reason = await shell.openPath(folder);
      if (reason !== '') throw new Error(reason);
    },
    desktop,
  });
}

/** Hands a port of one master server's Console API to the console's page, and to nobody else. */
function serveConsoleTo(channels: ConsoleChannels, window: ConsoleWindow): void {
  ipcMain.on('nbwss:connect', (event: IpcMainEvent, master: unknown) => {
    const frame = event.senderFrame;
    const isConsole =
      frame !== null && frame === window.contents?.mainFrame && frame.url.startsWith(`${consoleOrigin}/`);
    if (!isConsole) return report('A console port was refused to another page.');
    const channel = typeof master === 'string' ? channels(master) : undefined;
    if (!channel) return; // the page waits in vain, and sees in the list that there is no such master server
    const { port1, port2 } = new MessageChannelMain();
    serveConsolePort(channel.router, port1);
    const end = () => port1.close();
    channel.ended?.addEventListener('abort', end);
    port1.on('close', () => channel.ended?.removeEventListener('abort', end));
    frame.postMessage('nbwss:port', master, [port2]);
  });
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  if (error instanceof Error && !['DataFolderError', 'ProtectionError'].includes(error.name))
    process.stderr.write(`${error.stack}\n`);
  if (app.isPackaged) dialog.showErrorBox(app.getName(), text);
  app.exit(2);
}
