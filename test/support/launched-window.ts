import type { ElectronApplication, Page } from 'playwright-core';
import { type DesktopApp, openDesktopApp } from './desktop-app.ts';

/** What the launched window was made with, as Electron says itself. */
type Preferences = Record<string, unknown>;

/** The window of the desktop app in a real Electron, looked at from the page and from the main process. */
export class LaunchedWindow implements AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** All that the page asked for since it was opened. */
  readonly requests: string[] = [];
  /** What the app wrote on stderr. */
  stderr = '';
  readonly #opened: DesktopApp;

  private constructor(opened: DesktopApp) {
    this.#opened = opened;
    this.app = opened.app;
    this.page = opened.console.page;
    this.page.on('request', (request) => this.requests.push(request.url()));
    this.app
      .process()
      .stderr?.setEncoding('utf8')
      .on('data', (text: string) => {
        this.stderr += text;
      });
  }

  /** @param appFolder holds package.json and the built app */
  static async open(appFolder: string): Promise<LaunchedWindow> {
    const window = new LaunchedWindow(await openDesktopApp('electron-checklist', { appFolder, args: ['--practice'] }));
    await window.#opened.console.grid().waitFor();
    return window;
  }

  preferences(): Promise<Preferences> {
    return this.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Preferences;
      };
      return contents.getLastWebPreferences();
    });
  }

  /**
   * Brings the console back where a test has led elsewhere. Electron is asked where the window is: Playwright hears of it later.
   * @param surely also where it seems to be there, and alone
   */
  async backToConsole(surely: boolean): Promise<void> {
    const isLoaded = await this.app.evaluate(async ({ BrowserWindow }, always) => {
      const [first, ...others] = BrowserWindow.getAllWindows().sort((one, other) => one.id - other.id);
      for (const other of others) other.destroy();
      if (!always && first?.webContents.getURL() === 'app://console/') return false;
      await first?.loadURL('app://console/');
      return true;
    }, surely);
    if (isLoaded) await this.#opened.console.grid().waitFor(); // else Playwright may wait for a navigation that was refused
  }

  async goTo(pane: string): Promise<void> {
    await this.#opened.console.goTo(pane);
  }

  /** Whether the page is given a module or a picture from this address. */
  isGiven(kind: 'module' | 'img', address: string): Promise<boolean> {
    return this.page.evaluate(
      ([tag, source]) =>
        new Promise<boolean>((resolve) => {
          const element = document.createElement(tag === 'img' ? 'img' : 'script');
          if (tag === 'module') element.setAttribute('type', 'module');
          element.addEventListener('load', () => resolve(true));
          element.addEventListener('error', () => resolve(false));
          element.src = source ?? '';
          document.head.append(element);
        }),
      [kind, address] as const,
    );
  }

  /** Clicks a link to this address, as markup that got into the page could have it. */
  clickLink(address: string, target = ''): Promise<void> {
    return this.page.evaluate(
      ([href, frame]) => {
        const link = document.createElement('a');
        link.href = href ?? '';
        link.target = frame ?? '';
        document.body.append(link);
        link.click();
        link.remove();
      },
      [address, target] as const,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened[Symbol.asyncDispose]();
  }
}
