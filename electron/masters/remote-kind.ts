import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { noCapabilities } from '../../shared/every-capability.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import type { NetBackupStatus } from '../../shared/netbackup.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import type { Clock } from '../service/clock.ts';
import type { Log } from '../service/log.ts';
import type { Route } from '../service/tls/proxy.ts';
import type { HostList, SavedHost } from './host-objects.ts';
import type { HostStatus } from './host-status.ts';
import type { WssEndpoints } from './wss-endpoints.ts';

/** What one answer of a master server tells. */
export interface Polled {
  readonly list: HostList;
  /** Only of a headless host. */
  readonly status?: HostStatus;
}

/** What is different between the kinds of master servers elsewhere. */
export interface RemoteKind {
  readonly endpoints: WssEndpoints;
  /** Of its program or its API; empty while it is not known. */
  readonly version: string;
  /** Whether it is there. Sends no credentials. @throws NbwssError */
  ping(): Promise<void>;
  /** In which version of its API it is spoken with, for people; absent where that does not matter. */
  readonly apiVersion?: () => string;
  /** Whether the credentials are accepted. @returns that they are, for people. @throws NbwssError */
  signIn(): Promise<string>;
  /** @throws NbwssError */
  poll(): Promise<Polled>;
  /** How NetBackup stands there. @param problem of the last call; '' when it went well, undefined before the first */
  netBackup(problem: string | undefined, status: HostStatus | undefined): NetBackupStatus;
  /** Replaces the credentials of `former`. @throws NbwssError */
  renew(former: SavedHost, details: EndpointDetails, certificate: string): Promise<void>;
  /** The connection process, now. @throws NbwssError */
  run(): Promise<void>;
  /** An administrator wants it: a login that failed does not wait. */
  retryNow(): void;
  /** Logs out, best effort, and ends calls under way. */
  end(): Promise<void>;
}

/** What a kind is made of. */
export interface RemoteKindOptions {
  master: SavedMaster;
  secret: string;
  clock: Clock;
  log: Log;
  /** Decision 14 */
  route: Route;
}

/** What every master server elsewhere can do. */
export const remoteCapabilities: Capabilities = {
  ...noCapabilities,
  addFromFile: true,
  addFromUrl: true,
  activate: true,
  delete: true,
  viewCertificate: true,
};
