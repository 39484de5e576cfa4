import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dialog, Menu, type NativeImage, Notification, nativeImage, Tray } from 'electron';
import appPicture from '../icons/128x128.png?inline';
import connected16 from '../icons/tray/connected-16.png?inline';
import connected32 from '../icons/tray/connected-32.png?inline';
import disconnected16 from '../icons/tray/disconnected-16.png?inline';
import disconnected32 from '../icons/tray/disconnected-32.png?inline';
import practice16 from '../icons/tray/practice-16.png?inline';
import practice32 from '../icons/tray/practice-32.png?inline';
import type { SystemNotice } from './desktop.ts';
import type { SystemTray, TrayPicture } from './tray-icon.ts';

/** Tray, notifications and message boxes as the system has them. */

/** The picture of the app. */
export const appIcon = (): NativeImage => nativeImage.createFromDataURL(appPicture);

const trayPictures: Record<TrayPicture, readonly [string, string]> = {
  connected: [connected16, connected32],
  disconnected: [disconnected16, disconnected32],
  practice: [practice16, practice32],
};

/** Panels of Linux scale pictures to sizes of their own; Windows and macOS want 16 pixels, and twice as many on fine screens. */
function trayImage(picture: TrayPicture): NativeImage {
  const [plain, fine] = trayPictures[picture];
  if (process.platform === 'linux') return nativeImage.createFromDataURL(fine);
  const image = nativeImage.createFromDataURL(plain);
  image.addRepresentation({ scaleFactor: 2, dataURL: fine });
  return image;
}

/** A tray of Linux is reached over the session's bus: without one there is none. With one there may be none either. */
function mayHaveTray(): boolean {
  if (process.platform !== 'linux') return true;
  const { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR } = process.env;
  return (
    Boolean(DBUS_SESSION_BUS_ADDRESS) || (XDG_RUNTIME_DIR !== undefined && existsSync(join(XDG_RUNTIME_DIR, 'bus')))
  );
}

/**
 * The app's icon in the tray, made when it is first shown; `undefined` where there can be no tray.
 * @param clicked where a click is not the menu's
 */
export function systemTray(clicked: () => void): SystemTray | undefined {
  if (!mayHaveTray()) return undefined;
  let tray: Tray | undefined;
  return {
    show({ picture, text }, menu) {
      if (!tray) {
        tray = new Tray(trayImage(picture));
        if (process.platform !== 'darwin') tray.on('click', clicked);
      } else tray.setImage(trayImage(picture));
      tray.setToolTip(text);
      tray.setContextMenu(Menu.buildFromTemplate(menu));
    },
  };
}

/** Notifications that may be on the screen, oldest first: one that nobody holds loses its click. */
const shown = new Set<Notification>();
const maxShown = 20;

/** @returns whether the system has notifications */
export function showNotification({ title, body }: SystemNotice, clicked: () => void): boolean {
  if (!Notification.isSupported()) return false;
  const notification = new Notification({ title, body, icon: appIcon() });
  shown.add(notification);
  const [oldest] = shown;
  if (oldest && shown.size > maxShown) shown.delete(oldest);
  notification.on('click', () => {
    shown.delete(notification);
    clicked();
  });
  notification.on('close', () => shown.delete(notification));
  notification.show();
  return true;
}

/** A box of the system's own, which no window waits for. */
export function showBox({ title, body }: SystemNotice): void {
  void dialog.showMessageBox({ type: 'info', title, message: title, detail: body, buttons: ['OK'] });
}
