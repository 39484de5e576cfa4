import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import { CrashLimit } from './crash-limit.ts';
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
  /** Its page has crashed. @param isReopened whether it is loaded again: not when that happens over and over */
  crashed: (reason: string, isReopened: boolean) => void;
  /** Where a problem is told. */
  report: (line: string) => void;
}

/** The console's window, made when it is first shown, or before that. It remembers place, size and zoom. */
export class ConsoleWindow {
  readonly #options: ConsoleWindowOptions;
  #window: BrowserWindow | undefined;
  /** What is still to come before the window is seen: its first picture, and somebody who shows it. */
  #awaited: { picture: boolean; show: boolean } | undefined;
  #startsMaximised = false;
  #zoom: number;
  #saving: NodeJS.Timeout | undefined;
  readonly #crashLimit = new CrashLimit();

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

  /** Makes the window and loads its page, for {@link show} to be quick. */
  prepare(): void {
    this.#window = this.#open ?? this.#make();
  }

  /** Brings the window to the front, from wherever it is; a new one is seen as soon as its first picture is ready. */
  show(): void {
    this.prepare();
    const awaited = this.#awaited;
    if (awaited?.picture && awaited.show) {
      awaited.show = false;
      return;
    }
    this.#reveal();
  }

  hide(): void {
    const window = this.#open;
    if (!window) return;
    if (this.#awaited) this.#awaited.show = true;
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

  /** Isolated, sandboxed, without Node; not shown yet. */
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
      backgroundColor: // as the page's own frame has it
        nativeTheme.shouldUseDarkColors ? '#14171c' : '#eef1f5',
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
    this.#awaited = { picture: true, show: true };
    this.#startsMaximised = saved?.isMaximised ?? false;
    window.once('ready-to-show', () => {
      if (!this.#awaited) return;
      this.#awaited.picture = false;
      if (!this.#awaited.show) this.#reveal();
    });
    window.on('close', (event) => {
      this.#save();
      if (!this.#options.closing()) event.preventDefault();
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason !== 'clean-exit') this.#crashed(`${reason}, exit code ${exitCode}`);
    });
    window.on('session-end', () => this.#options.sessionEnds());
    for (const change of ['resize', 'move', 'maximize', 'unmaximize'] as const)
      window.on(change as 'resize', () => this.#saveSoon());
    this.#zoomBy(window.webContents);
    void window.loadURL(`${consoleOrigin}/`);
    return window;
  }

  #reveal(): void {
    const window = this.#open;
    if (!window) return;
    if (this.#awaited && this.#startsMaximised) window.maximize(); // it shows it, too
    this.#awaited = undefined;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  #crashed(reason: string): void {
    const isReopened = this.#crashLimit.mayReload(performance.now());
    this.#options.crashed(reason, isReopened);
    const window = this.#open;
    if (isReopened) window?.webContents.reload();
    else window?.destroy(); // shown again, it is made anew
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
