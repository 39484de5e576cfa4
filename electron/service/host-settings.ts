import type { DesktopSettings } from '../../shared/desktop.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import type { ConfigFile } from './credentials/config-file.ts';

/** What holds until it is changed. */
const preset: DesktopSettings = { closeToTray: true, notifications: true, closeWasExplained: false };

/** Settings of the desktop app, as `config.json` has them; the service itself does not use them. */
export class HostSettings {
  #file: ConfigFile | undefined;

  start(file: ConfigFile): void {
    this.#file = file;
  }

  get desktop(): DesktopSettings {
    return this.#file?.config.desktop ?? preset;
  }

  /** @throws NbwssError `storeNotWritten` (T-10); `notPossible` while config.json is not open */
  save(desktop: DesktopSettings): void {
    if (!this.#file) throw new NbwssError('notPossible', { causes: ['The service is not running.'] });
    this.#file.save({ ...this.#file.config, desktop });
  }
}
