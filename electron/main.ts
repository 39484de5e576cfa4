import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { app, dialog, Menu } from 'electron';
import { ConsoleFiles } from './bridge/console-files.ts';
import { handOverPorts } from './desktop/console-ports.ts';
import { ConsoleWindow } from './desktop/console-window.ts';
import { CrashRecord } from './desktop/crash-record.ts';
import type { DesktopApp } from './desktop/desktop-app.ts';
import { filesAmong } from './desktop/given-files.ts';
import { endInOrder } from './desktop/orderly-end.ts';
import { lockDownWindows, registerConsoleScheme, serveConsoleFiles } from './desktop/window.ts';
import { DataFolderError } from './service/data-folder-error.ts';
import { ProtectionError, takeProtection } from './vault-protection.ts';

/**
 * The desktop app: the service and its window in one process tree. Here is what the window needs; it is made first, and while its
 * page is loaded in a process of its own, the service is loaded and started in this one.
 */

/** So long does the service wait for the page to have its files, in milliseconds: whatever is wrong with it, the service starts. */
const patience = 2000;

const flags = readFlags(process.argv.slice(1));
const openedFiles: string[] = [...flags.files]; // until there is a window to import them
const dataFolder = flags.data ?? process.env['NBWSS_DATA'];
if (dataFolder !== undefined) app.setPath('userData', dataFolder);
app.setAppUserModelId('org.nbwss.console'); // Windows shows notifications of a known app only
if (process.platform !== 'darwin') Menu.setApplicationMenu(null); // the window has a menu bar of its own
registerConsoleScheme();
const crashes = new CrashRecord(join(app.getPath('userData'), 'logs', 'crashes.jsonl'), Date.now);
// Electron's own dialog would stop the service while it waits for a click: a fault ends the app, and nothing is lost by that.
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
const protection = takeProtection(process.env); // one that cannot be used ends the app
let openFiles = (paths: readonly string[]): void => void openedFiles.push(...paths);
app.on('open-file', (event, path) => {
  event.preventDefault();
  openFiles(filesAmong([path], process.cwd())); // macOS
});

/** The start, the window first: what is there at once, and what comes with the service. */
interface Begun {
  readonly window: ConsoleWindow;
  readonly running: Promise<DesktopApp>;
}

if (app.requestSingleInstanceLock({ hidden: flags.hidden, files: flags.files })) {
  let begun: Begun | undefined;
  const end = endInOrder(() => begun?.running.then((running) => running.stop()), report);
  app
    .whenReady()
    .then(async () => {
      if (end.isAsked) return;
      const isHidden = startsHidden();
      begun = begin(isHidden);
      const { filesOpened } = await begun.running;
      if (!isHidden && !end.isAsked) begun.window.show();
      openFiles = filesOpened;
      openFiles(openedFiles);
    })
    .catch(fail);
  app.on('second-instance', (_event, _argv, _folder, other) => {
    const { hidden, files } = other as { hidden?: boolean; files?: string[] };
    if (end.isAsked) return;
    const window = begun?.window;
    begun?.running
      .then(() => {
        if (!hidden) window?.show();
        openFiles(files ?? []);
      })
      .catch(fail);
  });
  app.on('window-all-closed', () => app.quit());
} else {
  app.quit();
}

/** Chromium's own switches stand among ours, so unknown ones are let pass. */
function readFlags(args: string[]): { practice: boolean; hidden: boolean; data: string | undefined; files: string[] } {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    options: { practice: { type: 'boolean' }, hidden: { type: 'boolean' }, data: { type: 'string' } },
  });
  return {
    practice: values['practice'] === true,
    hidden: values['hidden'] === true,
    data: typeof values['data'] === 'string' ? values['data'] : undefined,
    files: filesAmong(positionals, process.cwd()),
  };
}

/**
 * Makes the window, unless it starts hidden, and then begins with the service: loading it keeps this process busy, and the page would
 * wait for its files.
 */
function begin(isHidden: boolean): Begun {
  lockDownWindows();
  serveConsoleFiles(new ConsoleFiles(join(app.getAppPath(), 'dist', 'renderer')));
  let service: DesktopApp | undefined;
  const window = new ConsoleWindow({
    file: join(app.getPath('userData'), 'window-state.json'),
    closing: () => service?.closing() ?? true,
    sessionEnds: () => app.quit(),
    crashed: (reason, isReopened) =>
      void started().then(
        (known) => known.windowCrashed(reason, isReopened),
        () => undefined, // why it did not start is told below
      ),
    report,
  });
  const ports = handOverPorts(window, async () => (await started()).serve, report);
  const start = async () => {
    if (!isHidden) {
      window.prepare();
      await Promise.race([ports.asked, pause(patience)]);
    }
    const { startDesktopApp } = await import('./desktop/desktop-app.ts');
    service = await startDesktopApp({ window, practice: flags.practice, dataFolder, protection, crashes, report });
    return service;
  };
  const running = start();
  const started = () => running;
  return { window, running };
}

/** At login only the icon in the tray comes. A Mac starts it without our flag. */
function startsHidden(): boolean {
  return flags.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${text}\n`);
  const isOurs = !(error instanceof DataFolderError) && !(error instanceof ProtectionError);
  if (isOurs) {
    const problem = crashes.write('the app ended by a fault', error);
    if (problem !== undefined) process.stderr.write(`${problem}\n`);
    if (error instanceof Error) process.stderr.write(`${error.stack}\n`);
  }
  if (app.isPackaged) dialog.showErrorBox(app.getName(), text);
  app.exit(isOurs ? 1 : 2);
}
