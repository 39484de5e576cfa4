import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { CertificateFacts, PresentedCertificate, Trust } from '../../shared/certificate.ts';
import type { ClientCertificateInput } from '../../shared/client-certificate.ts';
import { type CommandPolicy, defaultCommandPolicy } from '../../shared/command-policy.ts';
import type { EndpointState, EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import {
  checkEndpointDetails,
  type EndpointDetails,
  type ReadDetails,
  readEndpointDetails,
} from '../../shared/endpoint-details.ts';
import { asNbwssError, type ErrorReport, NbwssError } from '../../shared/error-catalogue.ts';
import type { Envelope } from '../../shared/messages.ts';
import type { Properties } from '../../shared/properties.ts';
import type { ProxyInput } from '../../shared/proxy.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import { ActivityFeed } from './activity.ts';
import type { Clock } from './clock.ts';
import { CommandRelay } from './command/command-relay.ts';
import { ConnectionProcess, type Reply } from './connection/connection-process.ts';
import { EndpointConnection, type Remark } from './connection/endpoint-connection.ts';
import type { Change } from './console-feed.ts';
import { ConfigFile, type OpenConfigStore } from './credentials/config-file.ts';
import { EndpointStore } from './credentials/endpoint-store.ts';
import { type Sealer, TokenVault } from './credentials/token-vault.ts';
import { TrustStore } from './credentials/trust-store.ts';
import {
  confirmCertificate,
  presentedCertificate,
  type UrlValidation,
  type ValidatedDetails,
  type ValidationOptions,
  validateDetails,
  validateUrl,
} from './credentials/validation.ts';
import type { DataFolder } from './data-folder.ts';
import { HistoryAdministration } from './history/history-administration.ts';
import type { Log } from './log.ts';
import { NetBackupAdministration } from './netbackup-administration.ts';
import { NetBackupConnection, type NetBackupSettings } from './netbackup-connection.ts';
import { NotificationAdministration } from './notification-administration.ts';
import { OutboundProxy } from './outbound-proxy.ts';
import { PropertiesFile } from './properties-file.ts';
import {
  type ClientCertificate,
  type GivenClientCertificate,
  readClientCertificate,
} from './tls/client-certificate.ts';
import { certificateFacts } from './tls/present-certificate.ts';
import type { Environment } from './tls/proxy.ts';
import { WakeWatch } from './wake-watch.ts';

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
  /** Instead of the saved NetBackup server, for this run. */
  netBackup?: NetBackupSettings;
  changed: (change: Change) => void;
}

/** What adding leads to: the connection is attempted within this many seconds at the latest (D-16). */
export interface AddedEndpoint {
  hostName: string;
  priority: number;
  withinSeconds: number;
}

/** The accepted certificate of an endpoint, and what its server presents now. */
export interface PresentedNow {
  /** null when the trust store cannot give it. */
  accepted: { trust: Trust; certificate: CertificateFacts } | null;
  presented: PresentedCertificate;
}

/** NBWSS itself: saved credentials, the connection process and the relay of REST calls, wired together. */
export class NbwssService {
  readonly #options: ServiceOptions;
  readonly #vault: TokenVault;
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
  #config: ConfigFile | undefined;
  #store: EndpointStore | undefined;
  #failure: ErrorReport | undefined;
  #isReady = false;
  readonly #propertiesFile: PropertiesFile;
  #wakeWatch: WakeWatch | undefined;

  constructor(options: ServiceOptions) {
    const { folder, sealers, clock, log, changed } = options;
    this.#options = options;
    this.#vault = new TokenVault(sealers);
    this.#propertiesFile = new PropertiesFile({
      file: folder.properties,
      clock,
      log,
      changed: (former) => this.#propertiesChanged(former),
    });
    this.#trustStore = new TrustStore(folder.trustStore);
    this.#proxy = new OutboundProxy(options.environment, this.#vault);
    this.#netBackup = new NetBackupConnection({ clock, log, changed: () => changed('frame') });
    this.netBackup = new NetBackupAdministration({ connection: this.#netBackup, vault: this.#vault, clock, log });
    const historyFile = join(folder.path, 'history.sqlite');
    this.history = new HistoryAdministration({ file: historyFile, clock, log, changed: () => changed('frame') });
    this.activity = new ActivityFeed({ clock, log, token: (hostName) => this.#knownToken(hostName) });
    this.#relay = new CommandRelay({
      clock,
      log,
      netBackup: () => this.#netBackup.client,
      endpoint: (hostName) => {
        const { groupId = '', commandPolicy = defaultCommandPolicy } = this.#store?.find(hostName) ?? {};
        return { groupId, commandPolicy };
      },
      record: (record) => this.history.record(record),
      outcome: (reached, detail) => this.#netBackup.outcome(reached, detail),
    });
    this.notifications = new NotificationAdministration({
      folder: folder.path,
      clock,
      log,
      newId: options.newId,
      properties: () => this.#properties,
      session: () => this.#netBackup.session,
      send: (groupId, message, written) => this.#process.sendToGroup(groupId, message, written),
    });
    this.#process = new ConnectionProcess({
      credentials: {
        list: () => this.#store?.list() ?? [],
        token: (hostName) => this.#saved.token(hostName),
        anchor: (hostName) => this.#saved.anchor(hostName),
        clientCertificate: (hostName) => this.#saved.clientCertificate(hostName),
      },
      open: (target, connection) => new EndpointConnection(target, { ...connection, route: this.#proxy.route }),
      clock,
      log,
      jitter: options.jitter,
      newId: options.newId,
      properties: () => this.#properties,
      received: (hostName, message, reply, remark) => this.#received(hostName, message, reply, remark),
      served: (groupId, isServed) => this.notifications.served(groupId, isServed),
      activity: this.activity,
      changed: (hostName) => changed(hostName === undefined ? 'frame' : { hostName }),
    });
  }

  /** The token of an endpoint, to be masked; `undefined` when there is none that could be read, and so none that was sent. */
  #knownToken(hostName: string): string | undefined {
    try {
      return this.#store?.token(hostName);
    } catch (error) {
      if (error instanceof NbwssError) return undefined;
      throw error;
    }
  }

  /** Reads the files and starts the connection process. A store that cannot be opened leaves the service failed (T-22). */
  start(): void {
    const { folder, openConfigStore, log, changed, netBackup } = this.#options;
    try {
      this.#propertiesFile.start();
      this.#config = new ConfigFile(openConfigStore, folder.path);
      this.#proxy.load(this.#config);
      this.#store = new EndpointStore(this.#config, this.#vault, this.#trustStore);
    } catch (error) {
      this.#failure = asNbwssError(error).report;
      log.error('service failed', { detail: this.#failure.causes.join(' ') }, error);
      changed('frame');
      return;
    }
    this.#failure = undefined;
    this.#isReady = true;
    this.history.start(this.#config);
    this.netBackup.start(this.#config, netBackup);
    this.notifications.start(this.#groupIds());
    this.#process.start();
    this.#wakeWatch = new WakeWatch(this.#options.clock, () => {
      log.info('woke from sleep');
      this.runNow();
    });
    log.info('service started', { detail: `${this.#store.list().length} endpoints` });
    changed('frame');
  }

  /** The groups that have endpoints, also deactivated ones (decision 20). */
  #groupIds(): Set<string> {
    return new Set(this.#store?.list().map(({ groupId }) => groupId));
  }

  /** The values of nbwss.properties that are in force. */
  get #properties(): Properties {
    return this.#propertiesFile.properties;
  }

  /** R-5, decision 45: an edit applies at once, and no connection is dropped for it. */
  #propertiesChanged(former: Properties): void {
    this.#process.propertiesChanged(former);
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
    if (this.#failure) throw new NbwssError(this.#failure.code, { causes: this.#failure.causes });
  }

  /** Closes every connection with 1001. */
  async stop(): Promise<void> {
    this.#propertiesFile.stop();
    this.#wakeWatch?.stop();
    this.netBackup.stop();
    this.notifications.stop();
    // Both say farewell, each within a limit of its own.
    await Promise.all([this.#process.stop(), this.#netBackup.close()]);
    this.activity.close();
    await this.history.stop();
    this.#options.log.info('service stopped');
  }

  /** What the console shows beside the endpoints, but for what its host adds. */
  frame(): Omit<ConsoleFrame, 'version' | 'practice'> {
    const failure = this.#failure;
    return {
      service: failure ? { state: 'failed', error: failure } : { state: this.#isReady ? 'ready' : 'starting' },
      dataFolder: this.#options.folder.path,
      protection: this.#vault.protection,
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
        ...this.#propertiesFile.warnings,
        ...this.netBackup.warnings,
        ...this.#proxy.warnings,
        ...this.history.warnings,
        ...this.notifications.warnings,
      ],
    };
  }

  /** P-3: a row for each endpoint, in the order in which they were added. */
  rows(): EndpointStatus[] {
    return (this.#store?.list() ?? []).map((endpoint) => this.#row(endpoint));
  }

  row(hostName: string): EndpointStatus | undefined {
    const endpoint = this.#store?.find(hostName);
    return endpoint && this.#row(endpoint);
  }

  #row(endpoint: SavedEndpoint): EndpointStatus {
    const { sha256Fingerprint, validTo, trust } = endpoint.acceptance;
    const certificate = this.#trustStore.has(endpoint.hostName) ? { sha256Fingerprint, validTo, trust } : null;
    return { ...this.#process.status(endpoint), certificate };
  }

  /** The opened store. @throws NbwssError `storeNotOpened` (T-12) */
  get #saved(): EndpointStore {
    if (!this.#store) throw this.#notOpened();
    return this.#store;
  }

  #notOpened(): NbwssError {
    return new NbwssError('storeNotOpened', { causes: this.#failure?.causes ?? ['The service is starting.'] });
  }

  /** D-4, D-7: reads a details file. */
  readDetailsFile(contents: Uint8Array, renews?: string): ReadDetails {
    return this.#withTakenWarning(readEndpointDetails(contents, 'file'), renews);
  }

  /** D-9 for FILE. @throws NbwssError T-1, T-2, T-3 */
  async validateFile(
    details: EndpointDetails,
    renews?: string,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<ValidatedDetails> {
    const checked = checkEndpointDetails(details, 'file');
    const clientCertificate = this.#shownFor(renews, readGiven(client));
    return this.#withTakenWarning(await validateDetails(checked, this.#asking(signal, clientCertificate)), renews);
  }

  /** D-8, D-9 for URL. @throws NbwssError T-2, T-4 to T-7 */
  async validateUrl(
    url: string,
    detailsServer: string | undefined,
    renews?: string,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<UrlValidation> {
    const clientCertificate = this.#shownFor(renews, readGiven(client));
    const result = await validateUrl(url, detailsServer, this.#asking(signal, clientCertificate));
    if (result.kind !== 'validated') return result;
    return { ...result, validation: this.#withTakenWarning(result.validation, renews) };
  }

  /** How a server is asked for its certificate. */
  #asking(signal: AbortSignal | undefined, clientCertificate: ClientCertificate | undefined): ValidationOptions {
    return { clock: this.#options.clock, route: this.#proxy.route, clientCertificate, signal };
  }

  /** The client certificate that was given, else the saved one of the endpoint that is renewed. @throws NbwssError `credentialsNotRead` */
  #shownFor(
    renews: string | undefined,
    given: GivenClientCertificate | null | undefined,
  ): ClientCertificate | undefined {
    if (given !== undefined || renews === undefined) return given ?? undefined;
    return this.#saved.find(renews) && this.#saved.clientCertificate(renews);
  }

  /** That an endpoint exists already, or is not the one to renew, is a warning here, and an error when it is saved. */
  #withTakenWarning<T extends ReadDetails>(read: T, renews: string | undefined): T {
    const { hostName } = read.details;
    if (renews !== undefined && this.#saved.find(hostName) !== this.#saved.find(renews)) {
      const isOther = `These are the details of ${hostName}: they cannot renew the credentials of ${renews}.`;
      return { ...read, warnings: [...read.warnings, isOther] };
    }
    try {
      this.#saved.assertFree(read.details, renews);
      return read;
    } catch (error) {
      const { report } = asNbwssError(error);
      if (report.code !== 'alreadyExists') throw error;
      return {
        ...read,
        warnings: [
          ...read.warnings,
          `${report.causes.join(' ')} To replace its credentials, use Renew credentials… in the menu of its row.`,
        ],
      };
    }
  }

  /** D-15 to D-17. @throws NbwssError T-8 to T-18 */
  async addEndpoint(
    details: EndpointDetails,
    certificate: string,
    trust: Trust,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<AddedEndpoint> {
    const { clock, log } = this.#options;
    const checked = checkEndpointDetails(details, 'file');
    const fields = { endpoint: checked.hostName, group: checked.groupId };
    try {
      const given = readGiven(client) ?? undefined;
      this.#saved.assertFree(checked);
      const { acceptance, anchor } = await confirmCertificate(checked, certificate, trust, this.#asking(signal, given));
      this.#saved.add(checked, acceptance, anchor, clock.now(), given);
    } catch (error) {
      log.warn('endpoint not added', { ...fields, detail: asNbwssError(error).message });
      throw error;
    }
    log.info('endpoint added', fields);
    this.#changed(checked.hostName, checked.groupId);
    return this.#added(checked);
  }

  #added({ hostName, priority }: EndpointDetails): AddedEndpoint {
    return { hostName, priority, withinSeconds: this.#properties['connectionInfo.period'] };
  }

  /**
   * C-10, decision 38: replaces the credentials of a saved endpoint after the same validation; a live connection is closed
   * (1000) and an early run follows.
   * @param client instead of the saved client certificate; `null` removes it, `undefined` keeps it
   * @throws NbwssError T-8 to T-18, T-21
   */
  async renewEndpoint(
    hostName: string,
    details: EndpointDetails,
    certificate: string,
    trust: Trust,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<AddedEndpoint> {
    const { clock, log } = this.#options;
    const saved = this.#saved.get(hostName);
    const fields = { endpoint: saved.hostName, group: saved.groupId };
    try {
      const checked = checkEndpointDetails(details, 'file');
      if (this.#saved.find(checked.hostName) !== saved) {
        const why = `is ${checked.hostName}, but the credentials of ${saved.hostName} are to be renewed`;
        throw new NbwssError('detailsNotValid', { fields: { hostName: why } });
      }
      const given = readGiven(client);
      this.#saved.assertFree(checked, saved.hostName);
      const asking = this.#asking(signal, this.#shownFor(saved.hostName, given));
      const { acceptance, anchor } = await confirmCertificate(checked, certificate, trust, asking);
      const renewed = this.#saved.renew(checked, acceptance, anchor, clock.now(), given);
      log.info('endpoint renewed', { endpoint: renewed.hostName, group: renewed.groupId });
      this.#changed(renewed.hostName, renewed.groupId, saved.groupId);
      return this.#added(checked);
    } catch (error) {
      log.warn('endpoint not renewed', { ...fields, detail: asNbwssError(error).message });
      throw error;
    }
  }

  /** Decision 35: what was accepted for an endpoint, and what its server presents now. @throws NbwssError T-3, T-21 */
  async presentedCertificate(hostName: string, signal?: AbortSignal): Promise<PresentedNow> {
    const saved = this.#saved.get(hostName);
    const asking = this.#asking(signal, this.#saved.clientCertificate(saved.hostName));
    const presented = await presentedCertificate(saved, asking);
    return { accepted: this.#acceptedCertificate(saved), presented };
  }

  #acceptedCertificate({ hostName, acceptance }: SavedEndpoint): PresentedNow['accepted'] {
    try {
      const certificate = certificateFacts(new X509Certificate(this.#saved.anchor(hostName)));
      return { trust: acceptance.trust, certificate };
    } catch (error) {
      if (asNbwssError(error).code === 'trustStoreNotRead') return null;
      throw error;
    }
  }

  /** Decision 35: accepts another certificate for a saved endpoint. @throws NbwssError T-11, T-15 to T-18, T-21 */
  async acceptCertificate(hostName: string, certificate: string, trust: Trust, signal?: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const saved = this.#saved.get(hostName);
    const asking = this.#asking(signal, this.#saved.clientCertificate(saved.hostName));
    const { acceptance, anchor } = await confirmCertificate(saved, certificate, trust, asking);
    this.#saved.accept(saved.hostName, acceptance, anchor, clock.now());
    log.info('certificate accepted', { endpoint: saved.hostName, group: saved.groupId });
    this.#changed(saved.hostName, saved.groupId);
  }

  /** Decision 8: closes the connections of the groups of these hosts and walks each from the highest priority. @throws NbwssError T-21 */
  reconnect(hostNames: readonly string[]): void {
    for (const groupId of new Set(hostNames.map((hostName) => this.#saved.get(hostName).groupId))) {
      this.#options.log.info('reconnect by priority', { group: groupId });
      this.#process
        .reconnect(groupId)
        .catch((error: unknown) => this.#options.log.error('run failed', { group: groupId }, error));
    }
  }

  /**
   * P-7: saves the state, then waits for the attempt that follows, if one does.
   * @throws NbwssError `noConnection` (T-23) when that attempt failed: the state is saved all the same (decision 31)
   */
  async activate(hostNames: readonly string[]): Promise<void> {
    const changed = this.#setState(hostNames, 'ACTIVATED');
    await Promise.all(changed.map(({ hostName, groupId }) => this.#process.endpointChanged(hostName, groupId)));
    const failed = changed
      .map(({ hostName }) => this.#saved.find(hostName))
      .filter((endpoint) => endpoint !== undefined && endpoint.state === 'ACTIVATED')
      .map((endpoint) => this.#process.status(endpoint as SavedEndpoint))
      .filter(({ detail }) => detail.kind === 'failed');
    const [first] = failed;
    if (!first) return;
    const causes = failed.map(({ hostName, lastError }) =>
      failed.length === 1 ? (lastError ?? '') : `${hostName}: ${lastError ?? ''}`,
    );
    throw new NbwssError('noConnection', { parameter: first.hostName, causes });
  }

  /** P-7: a live connection is closed at once (decision 9). */
  deactivate(hostNames: readonly string[]): void {
    for (const { hostName, groupId } of this.#setState(hostNames, 'DEACTIVATED')) this.#changed(hostName, groupId);
  }

  #setState(hostNames: readonly string[], state: EndpointState): SavedEndpoint[] {
    const changed = this.#saved.setState(hostNames, state);
    for (const { hostName, groupId } of changed)
      this.#options.log.info(`endpoint ${state.toLowerCase()}`, { endpoint: hostName, group: groupId });
    return changed;
  }

  /** Decision 19: which commands of these endpoints are carried out, from the next one on. @throws NbwssError T-21 */
  setCommandPolicy(hostNames: readonly string[], policy: CommandPolicy): void {
    this.#saved.setCommandPolicy(hostNames, policy);
    for (const hostName of hostNames) {
      this.#options.log.info('command policy changed', { endpoint: hostName, detail: policy.kind });
      this.#options.changed({ hostName });
    }
  }

  /** Z-1, Z-2: a live connection is closed at once. @throws NbwssError T-19 (the row stays), T-21 */
  delete(hostNames: readonly string[]): void {
    const endpoints = new Set(hostNames.map((hostName) => this.#saved.get(hostName)));
    for (const { hostName, groupId } of endpoints) {
      this.#saved.remove(hostName);
      this.#relay.forget(hostName);
      this.#options.log.info('endpoint deleted', { endpoint: hostName, group: groupId });
      this.#changed(hostName, groupId);
    }
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
    if (!this.#config) throw this.#notOpened();
    this.#proxy.configure(input);
    this.#options.log.info('proxy changed', { detail: this.#proxy.status.inForce });
    this.#options.changed('frame');
  }

  #changed(hostName: string, groupId: string, formerGroupId?: string): void {
    this.#options.changed({ hostName });
    this.notifications.groupsChanged(this.#groupIds());
    this.#process
      .endpointChanged(hostName, groupId, formerGroupId)
      .catch((error: unknown) => this.#options.log.error('run failed', { group: groupId }, error));
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
      const groupId = this.#store?.find(hostName)?.groupId;
      if (groupId !== undefined && this.notifications.acknowledged(groupId, message)) return;
    }
    remark('message ignored', `${message.type} ${message.subType}`); // decision 11
  }
}

/** @throws NbwssError `detailsNotValid` with the field `clientCertificate` */
const readGiven = (input: ClientCertificateInput | null | undefined) => input && readClientCertificate(input);
