import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { projectFolder } from '../../electron/launch/project.mjs';
import { ConsolePage } from './console-page.ts';
import { electronRuntime } from './electron-runtime/runtime.mjs';

export interface DesktopAppOptions {
  /** Arguments after the data folder, such as `--practice`. */
  args?: string[];
  /** Instead of the project's own build: the executable of a packaged app. */
  executable?: string;
}

/** The desktop app in a real Electron, on a data folder of its own; closed with `await using`. */
export interface DesktopApp extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly console: ConsolePage;
  readonly dataFolder: string;
}

/** @param shots folder under test/results/ for the screenshots */
export async function openDesktopApp(
  shots: string,
  { args = [], executable }: DesktopAppOptions = {},
): Promise<DesktopApp> {
  const temporary = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  const dataFolder = join(temporary, 'data');
  const app = await _electron.launch({
    executablePath: executable ?? (await ownExecutable()),
    args: ['--no-sandbox', '--disable-gpu', ...(executable ? [] : [projectFolder]), '--data', dataFolder, ...args],
    env: { ...process.env } as Record<string, string>,
  });
  const page = await app.firstWindow();
  return {
    app,
    dataFolder,
    console: new ConsolePage(page, shots),
    async [Symbol.asyncDispose]() {
      await app.close();
      rmSync(temporary, { recursive: true, force: true });
    },
  };
}

async function ownExecutable(): Promise<string> {
  const runtime =
    process.env['NBWSS_TEST_ELECTRON'] ??
    (await electronRuntime().then((found) => ('folder' in found ? found.folder : undefined)));
  if (runtime === undefined) throw new Error('There is no Electron runtime');
  return join(runtime, 'electron');
}
