import type { ConnectionNotice } from '../shared/connection-notice.ts';
import type { DesktopBackend } from './bridge/console-backend.ts';
import type { OpenConfigStore } from './service/credentials/config-file.ts';
import type { Sealer } from './service/credentials/key-sealer.ts';
import type { DataFolder } from './service/data-folder.ts';
import type { NbwssService } from './service/nbwss-service.ts';
import type { NetBackupSettings } from './service/netbackup-connection.ts';
import type { Environment } from './service/tls/proxy.ts';

/** What a host gives to the service and the console. */
export interface ConsoleHostOptions {
  version: string;
  dataFolder: string;
  openConfigStore: OpenConfigStore;
  /** Ways to seal secrets, the one in force first. Practice mode has a key file of its own. */
  sealers: (folder: DataFolder) => readonly [Sealer, ...Sealer[]];
  /** The process's environment: HTTPS_PROXY and NO_PROXY are read there (decision 14). */
  environment: Environment;
  /** Instead of the saved NetBackup server, for this run. */
  netBackup?: NetBackupSettings;
  /** What has to be said of how the host was started: sentences for the list of warnings. */
  warnings?: readonly string[];
  /** How much the log tells: `NBWSS_LOG_LEVEL`, as it was given. */
  logLevel: string | undefined;
  /** Where a problem of the log itself is told. */
  report: (line: string) => void;
  /** Shows a folder in the system's file manager, where the host can. Rejects with what the system says. */
  openFolder?: (folder: string) => Promise<void>;
  /** A service was made, the real one or that of practice mode, and is about to start. */
  created?: (service: NbwssService) => void;
  /** What the desktop app adds; absent in the headless host. */
  desktop?: DesktopPart;
}

/** What the desktop app does for the console, and is told. */
export interface DesktopPart extends DesktopBackend {
  /** Sentences for the list of warnings. */
  readonly warnings: readonly string[];
  noticed(notice: ConnectionNotice): void;
  /** How groups stand may have changed; called often. */
  connectionsChanged(): void;
}
