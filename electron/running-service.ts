import { randomUUID } from 'node:crypto';
import type { ConnectionNotice } from '../shared/connection-notice.ts';
import type { ConsoleHostOptions } from './console-host-options.ts';
import { openHostLog } from './host-log.ts';
import type { Clock } from './service/clock.ts';
import type { Change } from './service/console-feed.ts';
import { KeyFileSealer } from './service/credentials/key-file-sealer.ts';
import { type DataFolder, openDataFolder } from './service/data-folder.ts';
import { LogAdministration } from './service/log/log-administration.ts';
import type { Log } from './service/log.ts';
import { NbwssService } from './service/nbwss-service.ts';
import type { NetBackupSettings } from './service/netbackup-connection.ts';
import type { Environment } from './service/tls/proxy.ts';

/** Where a service is at work: the real one, or that of practice mode. */
export interface ServicePlace {
  /** Of its data folder. */
  path: string;
  /** `no proxy` for practice mode, whose secrets are sealed with a key file of its own. */
  environment: Environment | 'no proxy';
  /** Instead of the saved NetBackup server, for this run. */
  netBackup: NetBackupSettings | undefined;
}

/** Who is told of what a service does, by the service itself: several are at work beside each other. */
export interface ServiceAudience {
  changed(service: NbwssService, change: Change): void;
  noticed(service: NbwssService, notice: ConnectionNotice): void;
}

/** A service on its data folder. */
export interface RunningService {
  readonly folder: DataFolder;
  readonly log: Log;
  readonly logs: LogAdministration;
  readonly service: NbwssService;
  /** Closes every connection with 1001, flushes and lets go of the folder. */
  end(): Promise<void>;
}

/**
 * Opens a data folder and starts a service on it.
 * @throws DataFolderError when the folder cannot be used
 */
export function runService(
  options: ConsoleHostOptions,
  clock: Clock,
  { path, environment, netBackup }: ServicePlace,
  audience: ServiceAudience,
): RunningService {
  const { openConfigStore, sealers, report, version, openFolder, desktop, logLevel, warnings = [] } = options;
  const folder = openDataFolder(path, { host: desktop ? 'desktop' : 'headless', now: clock.now() });
  try {
    const log = openHostLog(folder, clock, logLevel, report);
    const service: NbwssService = new NbwssService({
      folder,
      openConfigStore,
      sealers: environment === 'no proxy' ? [new KeyFileSealer(folder.vaultKey)] : sealers(folder),
      environment,
      warnings: environment === 'no proxy' ? [] : warnings,
      clock,
      log,
      jitter: Math.random,
      newId: () => randomUUID().toUpperCase(),
      ...(netBackup ? { netBackup } : {}),
      changed: (change) => audience.changed(service, change),
      noticed: (notice) => audience.noticed(service, notice),
    });
    options.created?.(service);
    service.start();
    const logs = new LogAdministration({ clock, log, secrets: () => service.knownSecrets, version, openFolder });
    const end = async () => {
      await service.stop();
      logs.close();
      await log.close();
      folder.release();
    };
    return { folder, log, logs, service, end };
  } catch (error) {
    folder.release();
    throw error;
  }
}
