import type { MenuItemConstructorOptions } from 'electron';
import type { Connections } from '../connections.ts';
import type { Clock, Timer } from '../service/clock.ts';

/** The icon is looked at, not watched: it follows at most so often, in milliseconds. */
const refreshing = 500;

/** Three pictures that differ by their shape. */
export type TrayPicture = 'connected' | 'disconnected' | 'practice';

/** What the icon shows. */
export interface TrayFace {
  readonly picture: TrayPicture;
  /** Such as `2 of 3 groups connected`: the tooltip, and the first line of the menu. */
  readonly text: string;
}

export function trayFace({ connected, all, unserved }: Connections, isPractice: boolean): TrayFace {
  const text = `${connected} of ${all} groups connected`;
  if (isPractice) return { picture: 'practice', text: `Practice mode: ${text}` };
  return { picture: unserved > 0 ? 'disconnected' : 'connected', text };
}

/** The icon of the system: Electron's, or a test's. */
export interface SystemTray {
  show(face: TrayFace, menu: MenuItemConstructorOptions[]): void;
}

export interface TrayIconOptions {
  clock: Clock;
  /** `undefined` where there is no tray. */
  tray: SystemTray | undefined;
  name: string;
  face: () => TrayFace;
  showWindow: () => void;
  askQuit: () => void;
}

/** The tray icon: how connections stand, a way to the window, and Quit. */
export class TrayIcon {
  readonly #options: TrayIconOptions;
  #shown: TrayFace | undefined;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(options: TrayIconOptions) {
    this.#options = options;
  }

  /** What it shows may have changed; may be called often. */
  changed(): void {
    const { tray, clock } = this.#options;
    if (!tray || this.#stopped) return;
    this.#timer ??= clock.setTimeout(() => {
      this.#timer = undefined;
      this.#refresh(tray);
    }, refreshing);
  }

  /** From now on nothing is looked at any more. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #refresh(tray: SystemTray): void {
    const { name, face, showWindow, askQuit } = this.#options;
    const next = face();
    if (this.#shown?.picture === next.picture && this.#shown.text === next.text) return;
    this.#shown = next;
    tray.show(next, [
      { label: next.text, enabled: false },
      { type: 'separator' },
      { label: `Open ${name}`, click: showWindow },
      { label: 'Quit', click: askQuit },
    ]);
  }
}
