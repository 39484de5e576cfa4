import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { appIcon } from './system.ts';
import { consoleOrigin } from './window.ts';
import { minSize, placeOnScreens, readWindowState, saveWindowState, type WindowState } from './window-state.ts';
import { type ZoomChange, zoomed, zoomKey } from './zoom.ts';

/** How long after the last move or change of size the window's place is saved, in milliseconds. */
const settling = 500;

export interface ConsoleWindowOptions {
  /** Where place and zoom are kept. */
  file: string;
  /** Somebody closes the window. @returns whether it may close */
  closing: () => boolean;
  /** The system's session ends (Windows). */
  sessionEnds: () => void;
  /** Where a problem is told. */
  report: (line: string) => void;
}

/** The console's window, made when it is first shown. It remembers place, size and zoom. */
export class ConsoleWindow {
  readonly #options: ConsoleWindowOptions;
  #window: BrowserWindow | undefined;
  #zoom: number;
  #saving: NodeJS.Timeout | undefined;

  constructor(options: ConsoleWindowOptions) {
    this.#options = options;
    this.#zoom = readWindowState(options.file, options.report)?.zoom ?? 1;
  }

  /** The page's; `undefined` while there is no window. */
  get contents(): WebContents | undefined {
    return this.#open?.webContents;
  }

  /** Whether the page can ask something: it is there and has not crashed, or comes when the window is shown. */
  get canAsk(): boolean {
    return !(this.contents?.isCrashed() ?? false);
  }

  /** Brings the window to the front, from wherever it is. */
  show(): void {
    const window = this.#open;
    if (!window) {
      this.#window = this.#make();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  hide(): void {
    const window = this.#open;
    if (!window) return;
    this.#save();
    if (window.isFullScreen()) {
      window.once('leave-full-screen', () => window.hide()); // macOS would leave an empty screen behind
      window.setFullScreen(false);
    } else window.hide();
  }

  zoom(change: ZoomChange): void {
    this.#zoom = zoomed(this.#zoom, change);
    this.contents?.setZoomFactor(this.#zoom);
    this.#saveSoon();
  }

  get #open(): BrowserWindow | undefined {
    return this.#window?.isDestroyed() ? undefined : this.#window;
  }

  /** Isolated, sandboxed, without Node; shown when its first picture is ready. */
  #make(): BrowserWindow {
    const saved = readWindowState(this.#options.file, this.#options.report);
    const main = screen.getPrimaryDisplay();
    const screens = [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)];
    const window = new BrowserWindow({
      ...placeOnScreens(
        saved?.bounds,
        screens.map(({ workArea }) => workArea),
      ),
      minWidth: minSize.width,
      minHeight: minSize.height,
      show: false,
      title: app.getName(),
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#121417' : '#ffffff',
      autoHideMenuBar: true,
      icon: appIcon(),
      webPreferences: {
        preload: join(app.getAppPath(), 'dist', 'electron', 'preload.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
      },
    });
    if (saved?.isMaximised) window.maximize();
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      this.#save();
      if (!this.#options.closing()) event.preventDefault();
    });
    window.on('session-end', () => this.#options.sessionEnds());
    for (const change of ['resize', 'move', 'maximize', 'unmaximize'] as const)
      window.on(change as 'resize', () => this.#saveSoon());
    this.#zoomBy(window.webContents);
    void window.loadURL(`${consoleOrigin}/`);
    return window;
  }

  /** Ctrl with plus, minus, zero or the wheel. */
  #zoomBy(contents: WebContents): void {
    contents.on('dom-ready', () => contents.setZoomFactor(this.#zoom));
    contents.on('before-input-event', (event, input) => {
      const change = zoomKey(input, process.platform);
      if (!change) return;
      event.preventDefault();
      this.zoom(change);
    });
    contents.on('zoom-changed', (_event, direction) => this.zoom(direction));
  }

  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#save(), settling);
  }

  #save(): void {
    clearTimeout(this.#saving);
    const window = this.#open;
    if (!window) return;
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      isMaximised: window.isMaximized(),
      zoom: this.#zoom,
    };
    try {
      saveWindowState(this.#options.file, state);
    } catch (error) {
      this.#options.report(`The window's place was not saved (${(error as NodeJS.ErrnoException).code}).`);
    }
  }
}
