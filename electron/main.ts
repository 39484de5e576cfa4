import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  app,
  type BrowserWindow,
  dialog,
  type IpcMainEvent,
  ipcMain,
  Menu,
  MessageChannelMain,
  powerMonitor,
  shell,
} from 'electron';
import ElectronStore from 'electron-store';
import { ConsoleFiles } from './bridge/console-files.ts';
import { serveConsolePort } from './bridge/console-port.ts';
import { type ConsoleRouter, createConsoleRouter } from './bridge/console-router.ts';
import { ConsoleHost } from './console-host.ts';
import { hasKeyStore, safeStorageSealer } from './safe-storage-sealer.ts';
import { configStoreOptions } from './service/credentials/config-file.ts';
import { KeyFileSealer } from './service/credentials/token-vault.ts';
import { consoleOrigin, lockDownWindows, openWindow, registerConsoleScheme, serveConsoleFiles } from './window.ts';

/** The desktop app: the service and its window in one process tree. */

/** How long quitting may take, in milliseconds. */
const stopTimeLimit = 4_500;

let window: BrowserWindow | undefined;

// Electron's own dialog would stop the service while it waits for a click: a fault ends the app, and nothing is lost by that.
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

const flags = readFlags(process.argv.slice(1));
const dataFolder = flags.data ?? process.env['NBWSS_DATA'];
if (dataFolder !== undefined) app.setPath('userData', dataFolder);
registerConsoleScheme();

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => app.quit());
  app.whenReady().then(start).catch(fail);
} else {
  app.quit();
}

/** Chromium's own switches stand among ours, so unknown ones are let pass. */
function readFlags(args: string[]): { practice: boolean; data: string | undefined } {
  const { values } = parseArgs({
    args,
    strict: false,
    options: { practice: { type: 'boolean' }, data: { type: 'string' } },
  });
  return {
    practice: values['practice'] === true,
    data: typeof values['data'] === 'string' ? values['data'] : undefined,
  };
}

async function start(): Promise<void> {
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null); // the window has a menu bar of its own
  lockDownWindows();
  serveConsoleFiles(new ConsoleFiles(join(app.getAppPath(), 'dist', 'renderer')));
  const host = createHost();
  await host.start(flags.practice);
  stopBeforeQuit(host);
  powerMonitor.on('resume', () => host.resumed());
  serveConsoleTo(createConsoleRouter(host, host.log));
  showWindow();
}

function createHost(): ConsoleHost {
  return new ConsoleHost({
    version: app.getVersion(),
    dataFolder: app.getPath('userData'),
    openConfigStore: (cwd) => new ElectronStore({ ...configStoreOptions, cwd }),
    environment: process.env,
    logLevel: process.env['NBWSS_LOG_LEVEL'],
    sealers: (folder) => {
      const keyFile = new KeyFileSealer(folder.vaultKey);
      return hasKeyStore() ? [safeStorageSealer, keyFile] : [keyFile];
    },
    report: (line) => process.stderr.write(`${line}\n`),
    openFolder: async (folder) => {
      const reason = await shell.openPath(folder);
      if (reason !== '') throw new Error(reason);
    },
  });
}

/** Hands a port of the Console API to the console's page, and to nobody else. */
function serveConsoleTo(router: ConsoleRouter): void {
  ipcMain.on('nbwss:connect', (event: IpcMainEvent) => {
    const frame = event.senderFrame;
    const isConsole =
      frame !== null && frame === window?.webContents.mainFrame && frame.url.startsWith(`${consoleOrigin}/`);
    if (!isConsole) return void process.stderr.write('A console port was refused to another page.\n');
    const { port1, port2 } = new MessageChannelMain();
    serveConsolePort(router, port1);
    frame.postMessage('nbwss:port', null, [port2]);
  });
}

function showWindow(): void {
  if (!window || window.isDestroyed()) {
    window = openWindow();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Quitting waits until connections are closed with 1001 and the folder is let go. */
function stopBeforeQuit(host: ConsoleHost): void {
  let stopped = false;
  const stop = () => {
    const late = new Promise<void>((done) => setTimeout(done, stopTimeLimit));
    return Promise.race([host.stop(), late]);
  };
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    stop()
      .catch((error: unknown) => process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`))
      .finally(() => {
        stopped = true;
        app.quit();
      });
  });
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  if (error instanceof Error && error.name !== 'DataFolderError') process.stderr.write(`${error.stack}\n`);
  if (app.isPackaged) dialog.showErrorBox(app.getName(), text);
  app.exit(2);
}
