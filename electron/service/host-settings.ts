import type { DesktopSettings } from '../../shared/desktop.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { defaultRestApiSettings, type RestApiSettings } from '../../shared/rest-api-settings.ts';
import type { ConfigFile } from './credentials/config-file.ts';

/** What holds until it is changed. */
const preset: DesktopSettings = { closeToTray: true, notifications: true, closeWasExplained: false };

/** Settings of the desktop app, as `config.json` has them; the service itself does not use them. */
export class HostSettings {
  #file: ConfigFile | undefined;
  #opened: (() => void) | undefined;

  start(file: ConfigFile): void {
    this.#file = file;
    this.#opened?.();
  }

  /** @param opened is called when config.json has been read, which may be at a later try */
  whenOpened(opened: () => void): void {
    this.#opened = opened;
  }

  get desktop(): DesktopSettings {
    return this.#file?.config.desktop ?? preset;
  }

  get restApi(): RestApiSettings {
    return this.#file?.config.restApi ?? defaultRestApiSettings;
  }

  /** @throws NbwssError `storeNotWritten` (T-10); `notPossible` while config.json is not open */
  save(desktop: DesktopSettings): void {
    this.#save({ desktop });
  }

  /** @throws NbwssError `storeNotWritten` (T-10); `notPossible` while config.json is not open */
  saveRestApi(restApi: RestApiSettings): void {
    this.#save({ restApi });
  }

  #save(change: { desktop: DesktopSettings } | { restApi: RestApiSettings }): void {
    if (!this.#file) throw new NbwssError('notPossible', { causes: ['The service is not running.'] });
    this.#file.save({ ...this.#file.config, ...change });
  }
}
