import type { ConnectionNotice } from '../../shared/connection-notice.ts';
import type { DesktopChange, DesktopRequest, DesktopStatus, TakenFiles } from '../../shared/desktop.ts';
import { asNbwssError } from '../../shared/error-catalogue.ts';
import type { DesktopPart } from '../console-host-options.ts';
import type { HostSettings } from '../service/host-settings.ts';
import type { Log } from '../service/log.ts';
import type { DesktopRestApi } from './desktop-rest-api.ts';
import { GivenFiles } from './given-files.ts';
import type { LoginItem } from './login-item.ts';
import type { Updates } from './updates.ts';

/** A text that the system shows. */
export interface SystemNotice {
  readonly title: string;
  readonly body: string;
}

/** What the desktop app's manners need of its other parts, and of the system. */
export interface DesktopOptions {
  name: string;
  log: Pick<Log, 'info' | 'warn'>;
  settings: () => HostSettings;
  loginItem: LoginItem;
  restApi: Pick<DesktopRestApi, 'status' | 'warnings' | 'configure' | 'newToken'>;
  updates: Pick<Updates, 'status' | 'warnings' | 'configure' | 'check'>;
  /** How many groups are connected now. */
  connectedGroups: () => number;
  /** The status has changed. */
  changed: () => void;
  /** Something that the tray icon shows may have changed. */
  connectionsChanged: () => void;
  window: {
    show(): void;
    hide(): void;
    /** Whether its page is there to ask, or comes when the window is shown. */
    readonly canAsk: boolean;
  };
  system: {
    /** Shows a notification of the system. @returns whether there is a way to show one */
    notify(notice: SystemNotice, clicked: () => void): boolean;
    /** Says something in a box of the system's own, without waiting. */
    tell(notice: SystemNotice): void;
    /** Ends the app: connections are closed with 1001 first. */
    quit(): void;
  };
}

/** The manners of the desktop app: what closing and quitting do, what the system is told, and the settings for it. */
export class Desktop implements DesktopPart {
  readonly #options: DesktopOptions;
  readonly #files = new GivenFiles();
  #request: DesktopRequest | null = null;
  #startsAtLogin: boolean;
  #isQuitting = false;

  constructor(options: DesktopOptions) {
    this.#options = options;
    this.#startsAtLogin = options.loginItem.isOn;
  }

  get status(): DesktopStatus {
    const { closeToTray, notifications } = this.#options.settings().desktop;
    const { restApi, updates } = this.#options;
    return {
      closeToTray,
      notifications,
      startAtLogin: this.#startsAtLogin,
      restApi: restApi.status,
      updates: updates.status,
      request: this.#asked,
    };
  }

  get #asked(): DesktopRequest | null {
    return this.#request ?? (this.#files.count > 0 ? { kind: 'import' } : null);
  }

  /** The system opened endpoint files: they are imported in the window. */
  filesOpened(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#files.add(paths);
    this.#options.window.show();
    this.#options.changed();
  }

  takeFiles(): TakenFiles {
    const taken = this.#files.take();
    this.#options.changed();
    return taken;
  }

  /** The window has crashed. @param isReopened whether it comes back by itself; else the system says that the service goes on */
  windowCrashed(isReopened: boolean): void {
    const { system, name, changed } = this.#options;
    if (isReopened) {
      this.#request = { kind: 'window-crashed' };
      changed();
    } else
      system.tell({
        title: `The window of ${name} has crashed several times`,
        body: `The service goes on. For the window, start ${name} again. The log says more.`,
      });
  }

  get restApi(): DesktopOptions['restApi'] {
    return this.#options.restApi;
  }

  get updates(): DesktopOptions['updates'] {
    return this.#options.updates;
  }

  get warnings(): readonly string[] {
    const { restApi, updates } = this.#options;
    return [...restApi.warnings, ...updates.warnings];
  }

  configure({ setting, isOn }: DesktopChange): void {
    const { settings, loginItem, log, changed } = this.#options;
    if (setting === 'startAtLogin') {
      loginItem.switch(isOn);
      this.#startsAtLogin = isOn;
    } else settings().save({ ...settings().desktop, [setting]: isOn });
    log.info('desktop setting changed', { detail: `${setting}: ${isOn}` });
    changed();
  }

  /** Quits at once while nothing is connected, and where nobody can be asked. */
  askQuit(): void {
    const { connectedGroups, window } = this.#options;
    const connected = connectedGroups();
    if (connected === 0 || !window.canAsk) this.quit();
    else this.#ask({ kind: 'quit', connected });
  }

  quit(): void {
    this.#options.system.quit();
  }

  done(request: DesktopRequest['kind']): void {
    if (this.#request?.kind !== request) return;
    this.#request = null;
    this.#options.changed();
  }

  /** The app ends, whoever asked for it: from now on closing the window means closing it. */
  quitting(): void {
    this.#isQuitting = true;
  }

  /**
   * Somebody closes the window. A closed window must not stop delivery: it is hidden, and what that means is said the first time.
   * @returns whether it may close
   */
  closing(): boolean {
    if (this.#isQuitting) return true;
    if (this.#options.settings().desktop.closeToTray) {
      this.#options.window.hide();
      this.#explainClose();
    } else this.askQuit();
    return false;
  }

  noticed({ title, body, groupId }: ConnectionNotice): void {
    const { settings, system } = this.#options;
    if (settings().desktop.notifications)
      system.notify({ title, body }, () => this.#ask({ kind: 'show-group', groupId }));
  }

  connectionsChanged(): void {
    this.#options.connectionsChanged();
  }

  #ask(request: DesktopRequest): void {
    this.#request = request;
    this.#options.window.show();
    this.#options.changed();
  }

  #explainClose(): void {
    const { settings, system, window, name, log } = this.#options;
    const { desktop } = settings();
    if (desktop.closeWasExplained) return;
    const explanation = {
      title: `${name} goes on in the background`,
      body: `Connections stay up and notifications are delivered. For the window, use the icon in the tray or start ${name} again. Quit (menu File) ends it.`,
    };
    const wasShown = desktop.notifications && system.notify(explanation, () => window.show());
    if (!wasShown) system.tell(explanation);
    try {
      settings().save({ ...desktop, closeWasExplained: true });
    } catch (error) {
      log.warn('desktop setting not saved', { detail: asNbwssError(error).message }); // it is said again the next time
    }
  }
}
