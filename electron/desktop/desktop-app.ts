import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { app, clipboard, Menu, powerMonitor, shell } from 'electron';
import ElectronStore from 'electron-store';
import { type ConsoleChannels, consoleChannels } from '../bridge/console-channels.ts';
import { serveConsolePort } from '../bridge/console-port.ts';
import { Metrics } from '../bridge/metrics/metrics.ts';
import { connectionsOf } from '../connections.ts';
import { ConsoleHost } from '../console-host.ts';
import type { DesktopPart } from '../console-host-options.ts';
import { secretFileWarnings } from '../secret-files.ts';
import { systemClock } from '../service/clock.ts';
import { configStoreOptions } from '../service/credentials/config-file.ts';
import type { Log } from '../service/log.ts';
import type { NbwssService } from '../service/nbwss-service.ts';
import { type Protection, sealersOf } from '../vault-protection.ts';
import { applicationMenu } from './application-menu.ts';
import type { ServeConsole } from './console-ports.ts';
import type { ConsoleWindow } from './console-window.ts';
import type { CrashRecord } from './crash-record.ts';
import { Desktop } from './desktop.ts';
import { DesktopRestApi } from './desktop-rest-api.ts';
import { electronUpdaterSource } from './electron-updater-source.ts';
import { autostartItem, type LoginItem, systemLoginItem } from './login-item.ts';
import { hasKeyStore, SafeStorageSealer } from './safe-storage-sealer.ts';
import { showBox, showNotification, systemTray } from './system.ts';
import { TrayIcon, trayFace } from './tray-icon.ts';
import { Updates } from './updates.ts';

/** What the app was started with, and what there is before the service. */
export interface DesktopAppOptions {
  readonly window: ConsoleWindow;
  readonly practice: boolean;
  /** The data folder that was asked for; `undefined` for the app's own. */
  readonly dataFolder: string | undefined;
  readonly protection: Protection;
  readonly crashes: CrashRecord;
  /** Where a problem is told. */
  report(line: string): void;
}

/** The app as it runs. */
export interface DesktopApp {
  readonly serve: ServeConsole;
  /** Somebody closes the window. @returns whether it may close */
  closing(): boolean;
  /** Endpoint files were opened with the app. */
  filesOpened(paths: readonly string[]): void;
  /** @param isReopened whether the window comes back by itself */
  windowCrashed(reason: string, isReopened: boolean): void;
  stop(): Promise<void>;
}

/**
 * The service with all that belongs to it; its window is there already, and loads its page meanwhile.
 * @throws DataFolderError when the folder cannot be used
 */
export async function startDesktopApp(options: DesktopAppOptions): Promise<DesktopApp> {
  const { window, practice, dataFolder, crashes } = options;
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
  const updates = new Updates({
    clock: systemClock,
    log: logOf(() => host.log),
    settings: () => host.hostSettings,
    source: electronUpdaterSource,
    changed: () => host.desktopChanged(),
  });
  const desktop = new Desktop({
    name: app.getName(),
    log: logOf(() => host.log),
    settings: () => host.hostSettings,
    loginItem: loginItem(dataFolder),
    restApi,
    updates,
    connectedGroups: () => host.connectedGroups,
    changed: () => host.desktopChanged(),
    connectionsChanged: () => tray.changed(),
    window,
    system: { notify: showNotification, tell: showBox, quit: () => app.quit() },
  });
  const host = createHost(options, desktop, (service) => {
    metrics.follow(service);
    service.hostSettings.whenOpened(() => void restApi.apply().then(() => updates.apply()));
  });
  const tray = new TrayIcon({
    clock: systemClock,
    tray: systemTray(() => window.show()),
    name: app.getName(),
    face: () => trayFace(connectionsOf(host.service), host.isPractice),
    showWindow: () => window.show(),
    askQuit: () => desktop.askQuit(),
  });
  await host.start(practice);
  tray.changed();
  if (process.platform === 'darwin') setMenu(window, desktop);
  followSystem(host, window);
  const stop = async () => {
    desktop.quitting();
    window.hide(); // the rest takes up to 5 s, and a page without service has nothing to say
    tray.stop();
    updates.stop();
    await restApi.stop();
    await host.stop();
  };
  if (!practice) tellOfCrashes(crashes, host.log);
  return {
    serve: serveOn(consoleChannels(host, (id) => host.masters.backend(id), host.log)),
    closing: () => desktop.closing(),
    filesOpened: (paths) => desktop.filesOpened(paths),
    windowCrashed(reason, isReopened) {
      host.log.error('window crashed', { detail: reason });
      desktop.windowCrashed(isReopened);
    },
    stop,
  };
}

function serveOn(channels: ConsoleChannels): ServeConsole {
  return (master, port) => {
    const channel = channels(master);
    if (!channel) return false;
    serveConsolePort(channel.router, port);
    const end = () => port.close();
    channel.ended?.addEventListener('abort', end);
    port.on('close', () => channel.ended?.removeEventListener('abort', end));
    return true;
  };
}

/** What ended earlier runs, and what helper processes of Chromium end now. */
function tellOfCrashes(crashes: CrashRecord, log: Log): void {
  for (const { time, event, detail } of crashes.take()) log.error(event, { detail: `${time} ${detail}` });
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit')
      log.error('helper process ended', { detail: `${type}: ${reason}, exit code ${exitCode}` });
  });
}

function setMenu(window: ConsoleWindow, desktop: Desktop): void {
  const menu = applicationMenu(app.getName(), {
    showWindow: () => window.show(),
    zoom: (change) => window.zoom(change),
    askQuit: () => desktop.askQuit(),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
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

/** Starts this very app, on the same data folder. An AppImage runs from a place that is gone with it. */
function loginItem(dataFolder: string | undefined): LoginItem {
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

function createHost(
  { protection, report }: DesktopAppOptions,
  desktop: DesktopPart,
  created: (service: NbwssService) => void,
): ConsoleHost {
  return new ConsoleHost({
    version: app.getVersion(),
    dataFolder: app.getPath('userData'),
    openConfigStore: (cwd) => new ElectronStore({ ...configStoreOptions, cwd }),
    environment: process.env,
    warnings: secretFileWarnings(process.env),
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
