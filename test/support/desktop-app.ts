import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { _electron, type ElectronApplication } from 'playwright-core';
import { projectFolder } from '../../electron/launch/project.mjs';
import { ConsolePage } from './console-page.ts';
import { electronRuntime } from './electron-runtime/runtime.mjs';

export interface DesktopAppOptions {
  /** Arguments after the data folder, such as `--practice`. */
  args?: string[];
  /** Instead of the project's own build: the executable of a packaged app. */
  executable?: string;
  /** A folder of an earlier app; it is kept when this one is closed. */
  dataFolder?: string;
  /** Added to this process's environment. */
  env?: Record<string, string>;
}

/** The desktop app in a real Electron, on a data folder of its own; closed with `await using`. */
export interface DesktopApp extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly console: ConsolePage;
  readonly dataFolder: string;
}

/** The same, started without its window. */
export interface HiddenApp extends AsyncDisposable {
  readonly app: ElectronApplication;
  /** Starts the app again on the same data folder, as a person would. @returns the exit status of that second start */
  startAgain(...args: string[]): Promise<number>;
  /** Its window, once there is one. @param shots as of {@link openDesktopApp} */
  window(shots: string): Promise<ConsolePage>;
  readonly dataFolder: string;
}

/** @param shots folder under test/results/ for the screenshots */
export async function openDesktopApp(shots: string, options: DesktopAppOptions = {}): Promise<DesktopApp & HiddenApp> {
  const started = await startDesktopApp(options);
  return { ...started, console: await started.window(shots) };
}

/** Starts the app without waiting for a window, as for `--hidden`. */
export async function startDesktopApp({
  args = [],
  executable,
  dataFolder: given,
  env = {},
}: DesktopAppOptions = {}): Promise<HiddenApp> {
  const temporary = given === undefined ? mkdtempSync(join(tmpdir(), 'nbwss-test-')) : undefined;
  const dataFolder = given ?? join(temporary ?? '', 'data');
  const executablePath = executable ?? (await ownExecutable());
  const own = ['--no-sandbox', '--disable-gpu', ...(executable ? [] : [projectFolder]), '--data', dataFolder];
  const environment = { ...process.env, ...env } as Record<string, string>;
  const app = await _electron.launch({
    ...(canPreload(executablePath)
      ? { executablePath: attendedElectron, env: { ...environment, NBWSS_TEST_ATTENDED: executablePath } }
      : { executablePath, env: environment }),
    args: [...own, ...args],
  });
  return {
    app,
    dataFolder,
    async startAgain(...more) {
      const second = spawn(executablePath, [...own, ...more], { env: environment, stdio: 'ignore' });
      const [status] = await once(second, 'exit');
      return status as number;
    },
    window: async (shots) => new ConsolePage(await app.firstWindow(), shots),
    async [Symbol.asyncDispose]() {
      await app.close();
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/** Starts the app where it is to be refused: a data folder that cannot be used. */
export async function refusedDesktopApp(dataFolder: string): Promise<{ status: number; stderr: string }> {
  const args = ['--no-sandbox', '--disable-gpu', projectFolder, '--data', dataFolder];
  const child = spawn(await ownExecutable(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  return { status: status as number, stderr };
}

/**
 * Does what ends the app, and waits for that end.
 *
 * @param act may fail once the app has ended: the answer to what ended it need not get out any more
 * @returns exit status and signal
 */
export async function endedBy(
  app: ElectronApplication,
  act: () => Promise<unknown> | unknown,
): Promise<[number | null, NodeJS.Signals | null]> {
  const child = app.process();
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const acted = Promise.resolve(act()).then(
    () => exited,
    (error: unknown) => (isOver(error) ? exited : Promise.reject(error)),
  );
  return Promise.race([exited, acted]);
}

/** All that the app writes to its standard output, once it has ended. */
export function outputOf(app: ElectronApplication): Promise<string> {
  const { stdout } = app.process();
  if (stdout === null) throw new Error('The app was started without a pipe for its output.');
  return text(stdout);
}

/** Whether Playwright could not bring the answer since the app was already on its way out. */
const isOver = (error: unknown) =>
  error instanceof Error && /has been closed|context was destroyed/.test(error.message);

/** An Electron in the place of {@link ownExecutable}, whose start waits for Playwright; see `hold-ready.cjs`. */
const attendedElectron = join(import.meta.dirname, 'electron-runtime', 'attended-electron.sh');

/** Whether it takes `-r`: Electron with its default application, or with the loader. A packaged app has neither. */
function canPreload(executable: string): boolean {
  const resources = join(dirname(executable), 'resources');
  return ['default_app.asar', 'app', 'product.asar'].some((name) => existsSync(join(resources, name)));
}

async function ownExecutable(): Promise<string> {
  const runtime =
    process.env['NBWSS_TEST_ELECTRON'] ??
    (await electronRuntime().then((found) => ('folder' in found ? found.folder : undefined)));
  if (runtime === undefined) throw new Error('There is no Electron runtime');
  return join(runtime, 'electron');
}
