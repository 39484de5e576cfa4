import type { ConnectionNotice } from '../../shared/connection-notice.ts';
import type { Clock } from './clock.ts';
import type { Change } from './console-feed.ts';
import type { OpenConfigStore } from './credentials/config-file.ts';
import type { Sealer } from './credentials/key-sealer.ts';
import type { DataFolder } from './data-folder.ts';
import type { Log } from './log.ts';
import type { NetBackupSettings } from './netbackup-connection.ts';
import type { Lookup } from './tls/probe-server.ts';
import type { Environment } from './tls/proxy.ts';

/** What a host gives to its service. */
export interface ServiceOptions {
  folder: DataFolder;
  openConfigStore: OpenConfigStore;
  /** Ways to seal secrets; the first is used for new ones. */
  sealers: readonly [Sealer, ...Sealer[]];
  /** Where HTTPS_PROXY and NO_PROXY are read (decision 14); `no proxy` for practice mode, which stays on this computer. */
  environment: Environment | 'no proxy';
  clock: Clock;
  log: Log;
  /** From 0 to 1. */
  jitter: () => number;
  newId: () => string;
  /** What has to be said of how its host was started. */
  warnings?: readonly string[];
  /** Instead of the saved NetBackup server, for this run. */
  netBackup?: NetBackupSettings;
  changed: (change: Change) => void;
  /** Milliseconds between two looks at nbwss.properties; default: one second. */
  propertiesLookPeriod?: number;
  /** How Diagnose… resolves names; default: as the system does. */
  lookup?: Lookup;
  /** Groups lost their connection, or have one again: it is in the log already. */
  noticed?: (notice: ConnectionNotice) => void;
}
