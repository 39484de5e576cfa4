import { join } from 'node:path';
import { defaultCommandPolicy } from '../../shared/command-policy.ts';
import type { ConnectionNotice } from '../../shared/connection-notice.ts';
import type { OwnEndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import type { Envelope } from '../../shared/messages.ts';
import type { Properties } from '../../shared/properties.ts';
import type { ProxyInput } from '../../shared/proxy.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import { ActivityFeed } from './activity.ts';
import { CommandRelay } from './command/command-relay.ts';
import type { Remark } from './connection/connection.ts';
import { ConnectionProcess } from './connection/connection-process.ts';
import type { Credentials, Reply } from './connection/connection-process-options.ts';
import { EndpointConnection } from './connection/endpoint-connection.ts';
import { ConnectionNotices } from './connection-notices.ts';
import { TokenVault } from './credentials/token-vault.ts';
import { TrustStore } from './credentials/trust-store.ts';
import { DetailsValidation } from './details-validation.ts';
import { EndpointDiagnosis } from './diagnosis/endpoint-diagnosis.ts';
import { EndpointAdministration } from './endpoint-administration.ts';
import { HistoryAdministration } from './history/history-administration.ts';
import { HostSettings } from './host-settings.ts';
import type { KnownSecrets } from './known-secret.ts';
import { MasterSettings } from './master-settings.ts';
import { secretOf } from './netbackup/credentials.ts';
import { NetBackupAdministration } from './netbackup-administration.ts';
import { NetBackupConnection } from './netbackup-connection.ts';
import { NotificationAdministration } from './notification-administration.ts';
import { OpenedTokens } from './opened-tokens.ts';
import { OutboundProxy } from './outbound-proxy.ts';
import { PropertiesFile } from './properties-file.ts';
import { SavedSecrets } from './saved-secrets.ts';
import { SavedState } from './saved-state.ts';
import type { ServiceObserver } from './service-observer.ts';
import type { ServiceOptions } from './service-options.ts';
import type { Route } from './tls/proxy.ts';
import { VaultAdministration } from './vault-administration.ts';
import { WakeWatch } from './wake-watch.ts';

/** What a host adds to the frame. */
export type HostPart = 'master' | 'capabilities' | 'version' | 'versions' | 'practice' | 'notices' | 'desktop';

/** NBWSS itself: saved credentials, the connection process and the relay of REST calls, wired together. */
export class NbwssService {
  readonly #options: ServiceOptions;
  readonly #vault: TokenVault;
  /** Decision 42: the protection of saved secrets. */
  readonly vault: VaultAdministration;
  readonly #secrets: SavedSecrets;
  readonly #trustStore: TrustStore;
  readonly #proxy: OutboundProxy;
  /** What an administrator does with the NetBackup connection. */
  readonly netBackup: NetBackupAdministration;
  readonly #netBackup: NetBackupConnection;
  /** Decision 19: the audit history of commands. */
  readonly history: HistoryAdministration;
  /** What happens on the connections, for those who watch. */
  readonly activity: ActivityFeed;
  readonly #relay: CommandRelay;
  /** N-15: what waits for each server group, and where it comes from. */
  readonly notifications: NotificationAdministration;
  readonly #process: ConnectionProcess;
  readonly #notices: ConnectionNotices;
  /** What the host of this service keeps in the same file. */
  readonly hostSettings = new HostSettings();
  /** Master servers elsewhere, which its host keeps in the same file. */
  readonly masterSettings: MasterSettings;
  /** Reads and validates endpoint details before they are saved. */
  readonly details: DetailsValidation;
  /** Decision 14: the way of outbound connections, as it is set when one is made. */
  readonly route: Route = (target) => this.#proxy.route(target);
  /** What an administrator does with the saved endpoints. */
  readonly endpoints: EndpointAdministration;
  /** Decision 41 */
  readonly diagnosis: EndpointDiagnosis;
  readonly #saved: SavedState;
  #isReady = false;
  readonly #propertiesFile: PropertiesFile;
  #wakeWatch: WakeWatch | undefined;
  #observer: ServiceObserver | undefined;

  constructor(options: ServiceOptions) {
    const { folder, sealers, openConfigStore, clock, log, changed } = options;
    this.#options = options;
    this.#vault = new TokenVault(sealers);
    this.#secrets = new SavedSecrets(this.#vault);
    this.masterSettings = new MasterSettings(this.#vault);
    this.vault = new VaultAdministration(this.#vault, log, () => changed('frame'));
    this.#propertiesFile = new PropertiesFile({
      file: folder.properties,
      ...(options.propertiesLookPeriod ? { lookPeriod: options.propertiesLookPeriod } : {}),
      clock,
      log,
      changed: (former) => this.#propertiesChanged(former),
    });
    this.#trustStore = new TrustStore(folder.trustStore, folder.problem);
    this.#saved = new SavedState({
      ...{ folder, openConfigStore, vault: this.#vault, trustStore: this.#trustStore, clock, log },
      warningsChanged: () => changed('frame'),
    });
    this.#proxy = new OutboundProxy(options.environment, this.#vault);
    this.#netBackup = new NetBackupConnection({
      clock,
      log,
      changed: () => {
        this.notifications.netBackupChanged();
        changed('frame');
      },
    });
    this.netBackup = new NetBackupAdministration({ connection: this.#netBackup, vault: this.#vault, clock, log });
    const historyFile = join(folder.path, 'history.sqlite');
    const store = () => this.#saved.openedEndpoints;
    const tokens = new OpenedTokens((hostName) => store().token(hostName));
    const token = (hostName: string) => tokens.of(this.#saved.config?.config, hostName);
    this.history = new HistoryAdministration({
      ...{ file: historyFile, clock, log, token, folderProblem: folder.problem },
      changed: () => changed('frame'),
    });
    this.activity = new ActivityFeed({ clock, log, token });
    this.#relay = new CommandRelay({
      clock,
      log,
      netBackup: () => this.#netBackup.client,
      endpoint: (hostName) => {
        const { groupId = '', commandPolicy = defaultCommandPolicy } = this.#saved.endpoints?.find(hostName) ?? {};
        return { groupId, commandPolicy };
      },
      record: (record, underWay) => {
        this.#observer?.commandAnswered(record);
        return this.history.record(record, underWay);
      },
      outcome: (reached, detail) => this.#netBackup.outcome(reached, detail),
    });
    this.notifications = new NotificationAdministration({
      folder: folder.path,
      folderProblem: folder.problem,
      clock,
      log,
      newId: options.newId,
      properties: () => this.#properties,
      session: () => this.#netBackup.session,
      server: () => this.#netBackup.settings?.baseUrl,
      send: (groupId, message, written) => this.#process.sendToGroup(groupId, message, written),
      warningsChanged: () => changed('frame'),
      observer: () => this.#observer,
    });
    const credentials: Credentials = {
      list: () => this.#saved.endpoints?.list() ?? [],
      token: (hostName) => store().token(hostName),
      anchor: (hostName) => store().anchor(hostName),
      clientCertificate: (hostName) => store().clientCertificate(hostName),
    };
    this.#process = new ConnectionProcess({
      credentials,
      open: (target, connection) => new EndpointConnection(target, { ...connection, route: this.#proxy.route }),
      clock,
      log,
      jitter: options.jitter,
      newId: options.newId,
      properties: () => this.#properties,
      received: (hostName, message, reply, remark) => this.#received(hostName, message, reply, remark),
      served: (groupId, hostName, end) => {
        this.notifications.served(groupId, end === undefined);
        if (end) this.#notices.lost(groupId, hostName, end.cause);
        else this.#notices.connected(groupId, hostName);
      },
      activity: this.activity,
      attempted: () => this.#observer?.connectionAttempted(),
      ended: (end) => this.#observer?.connectionEnded(end),
      changed: (hostName) => changed(hostName === undefined ? 'frame' : { hostName }),
    });
    this.#notices = new ConnectionNotices({
      clock,
      isAwaited: (groupId) => this.#process.isAwaited(groupId),
      tell: (notice) => this.#noticed(notice),
    });
    this.details = new DetailsValidation({ store, clock, route: this.#proxy.route });
    this.endpoints = new EndpointAdministration({
      store,
      validation: this.details,
      process: this.#process,
      relay: this.#relay,
      clock,
      log,
      properties: () => this.#properties,
      leftBehind: (groupId) => this.notifications.leftBehind(groupId),
      groupsChanged: () => {
        this.notifications.groupsChanged(this.#groupIds());
        this.#notices.endpointsChanged();
      },
      changed,
    });
    this.diagnosis = new EndpointDiagnosis({
      endpoint: (hostName) => store().get(hostName),
      credentials,
      process: this.#process,
      route: this.#proxy.route,
      clock,
      log,
      ...(options.lookup ? { lookup: options.lookup } : {}),
    });
  }

  /** Decision 43: every secret that this service knows, to be masked in texts that may hold any. */
  get knownSecrets(): KnownSecrets {
    const { credentials } = this.#netBackup.settings ?? {};
    return this.#secrets.of(this.#saved.config?.config, credentials && secretOf(credentials));
  }

  /** Has what happens from now on told to somebody who counts it. */
  observe(observer: ServiceObserver): void {
    this.#observer = observer;
  }

  /** Reads the files and starts the connection process. A store that cannot be opened leaves the service failed (T-22). */
  start(): void {
    const { clock, log, changed, netBackup, warnings } = this.#options;
    for (const detail of warnings ?? []) log.warn('secret file', { detail });
    this.#propertiesFile.start();
    const opened = this.#saved.open((config) => {
      this.vault.start(config);
      this.#proxy.load(config);
      this.hostSettings.start(config);
      this.masterSettings.start(config);
    });
    if (!opened) {
      changed('frame');
      return;
    }
    this.#isReady = true;
    this.history.start(opened.config);
    this.netBackup.start(opened.config, netBackup);
    this.notifications.start(this.#groupIds());
    this.#process.start();
    this.#wakeWatch = new WakeWatch(clock, () => {
      log.info('woke from sleep');
      this.runNow();
    });
    log.info('service started', { detail: `${opened.endpoints.list().length} endpoints` });
    changed('frame');
  }

  /** The groups that have endpoints, also deactivated ones (decision 20). */
  #groupIds(): Set<string> {
    return new Set(this.#saved.endpoints?.list().map(({ groupId }) => groupId));
  }

  /** The values of nbwss.properties that are in force. */
  get #properties(): Properties {
    return this.#propertiesFile.properties;
  }

  /** R-5, decision 45: an edit applies at once, and no connection is dropped for it. */
  #propertiesChanged(former: Properties): void {
    this.#process.propertiesChanged(former);
    this.notifications.propertiesChanged(former);
    this.#options.changed('frame');
  }

  /**
   * R-5, decision 45: sets values in nbwss.properties, leaving everything else of the file as it is, and applies them.
   * @throws NbwssError `propertiesNotValid`, `propertiesNotWritten`; nothing has changed then
   */
  setProperties(changes: Readonly<Record<string, string>>): void {
    this.#propertiesFile.set(changes);
  }

  /** Tries again after a failed start; does nothing when the service runs. */
  retry(): void {
    if (!this.#isReady) this.start();
    const { failure } = this.#saved;
    if (failure) throw new NbwssError(failure.code, { causes: failure.causes });
  }

  /** Closes every connection with 1001. */
  async stop(): Promise<void> {
    this.#propertiesFile.stop();
    this.#wakeWatch?.stop();
    this.netBackup.stop();
    this.diagnosis.stop();
    this.notifications.stop();
    // Both say farewell, each within a limit of its own.
    await Promise.all([this.#process.stop(), this.#netBackup.close()]);
    this.#notices.stop();
    this.activity.close();
    await this.history.stop();
    this.#options.log.info('service stopped');
  }

  /** What the console shows beside the endpoints, but for what its host adds. */
  frame(): Omit<ConsoleFrame, HostPart> {
    const { failure } = this.#saved;
    return {
      service: failure ? { state: 'failed', error: failure } : { state: this.#isReady ? 'ready' : 'starting' },
      dataFolder: this.#options.folder.path,
      protection: this.vault.protection,
      groups: [...this.#groupIds()].map((groupId) => ({
        groupId,
        connectedHost: this.#process.servedBy(groupId) ?? null,
      })),
      connectionProcess: {
        periodSeconds: this.#properties['connectionInfo.period'],
        earlyRun: this.#properties['connectionInfo.earlyRun'],
        nextRunAt: this.#process.nextRunAt,
      },
      netBackup: this.#netBackup.status,
      proxy: this.#proxy.status,
      properties: this.#propertiesFile.report,
      warnings: [
        ...this.#saved.warnings,
        ...this.vault.warnings,
        ...(this.#options.warnings ?? []),
        ...this.#propertiesFile.namedWarnings,
        ...this.netBackup.warnings,
        ...this.#proxy.warnings,
        ...this.history.warnings,
        ...this.notifications.warnings,
      ],
    };
  }

  /** P-3: a row for each endpoint, in the order in which they were added. */
  rows(): OwnEndpointStatus[] {
    return (this.#saved.endpoints?.list() ?? []).map((endpoint) => this.#row(endpoint));
  }

  row(hostName: string): OwnEndpointStatus | undefined {
    const endpoint = this.#saved.endpoints?.find(hostName);
    return endpoint && this.#row(endpoint);
  }

  #row(endpoint: SavedEndpoint): OwnEndpointStatus {
    const { sha256Fingerprint, validTo, trust } = endpoint.acceptance;
    const certificate = this.#trustStore.has(endpoint.hostName) ? { sha256Fingerprint, validTo, trust } : null;
    return { ...this.#process.status(endpoint), certificate };
  }

  /** Decision 6: the computer woke from sleep, as the system says: one run starts at once. */
  resumed(): void {
    this.#wakeWatch?.resumed();
  }

  /** A run of the connection process for every group now; it goes on by itself. */
  runNow(): void {
    this.#process.runNow().catch((error: unknown) => this.#options.log.error('run failed', {}, error));
  }

  /** Decision 14: sets and saves the proxy for the connections that come. @throws NbwssError `proxyNotValid`, `notPossible`, T-10 */
  configureProxy(input: ProxyInput): void {
    this.#saved.assertSettings();
    this.#proxy.configure(input);
    this.#options.log.info('proxy changed', { detail: this.#proxy.status.inForce });
    this.#options.changed('frame');
  }

  /** Whether the data folder is there and can be written to. */
  get isFolderUsable(): boolean {
    return this.#options.folder.isUsable();
  }

  /** How many groups should have a connection and have none. */
  get unserved(): number {
    return [...this.#groupIds()].filter(
      (groupId) => this.#process.isAwaited(groupId) && !this.#process.servedBy(groupId),
    ).length;
  }

  #noticed(notice: ConnectionNotice): void {
    const { kind, count, groupId, title, body } = notice;
    const group = count === 1 ? { group: groupId } : {};
    this.#options.log[kind === 'lost' ? 'warn' : 'info']('notice', { ...group, detail: `${title}. ${body}` });
    this.#options.noticed?.(notice);
  }

  #received(hostName: string, message: Envelope, reply: Reply, remark: Remark): void {
    const { log } = this.#options;
    if (message.type === 'COMMAND' && message.subType === 'REQUEST') {
      this.#process.countCommand(hostName);
      this.#relay
        .answer(hostName, message, reply)
        .catch((error: unknown) => log.error('command not answered', { endpoint: hostName }, error));
      return;
    }
    if (message.type === 'NOTIFICATION' && message.subType === 'RESPONSE') {
      const groupId = this.#saved.endpoints?.find(hostName)?.groupId;
      if (groupId !== undefined && this.notifications.acknowledged(groupId, message)) return;
    }
    remark('message ignored', `${message.type} ${message.subType}`); // decision 11
  }
}
