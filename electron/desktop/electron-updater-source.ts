import type { UpdateSource } from './updates.ts';

/** Reads `latest-linux.yml` and the like, as electron-builder wrote it, from a plain web server; nothing is downloaded. */
export const electronUpdaterSource: UpdateSource = {
  async laterVersion(url) {
    const { autoUpdater } = (await import('electron-updater')).default; // not before somebody wants to know
    autoUpdater.logger = null;
    autoUpdater.autoDownload = false;
    autoUpdater.autoInstallOnAppQuit = false;
    autoUpdater.forceDevUpdateConfig = true; // also where this app was not installed by a package that could be replaced
    autoUpdater.setFeedURL({ provider: 'generic', url });
    const found = await autoUpdater.checkForUpdates();
    return found?.isUpdateAvailable ? found.updateInfo.version : null;
  },
};
