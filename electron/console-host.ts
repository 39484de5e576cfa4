import { randomUUID } from 'node:crypto';
import type { ConnectionNotice } from '../shared/connection-notice.ts';
import { NbwssError } from '../shared/error-catalogue.ts';
import type { Capabilities } from '../shared/master-capabilities.ts';
import type { MasterStatus } from '../shared/masters.ts';
import type { PracticeCommand, PracticeExchange } from '../shared/practice.ts';
import type { GivenScenario } from '../shared/practice-scenarios.ts';
import type { ConsoleBackend, DesktopBackend } from './bridge/console-backend.ts';
import { connectionsOf } from './connections.ts';
import type { ConsoleHostOptions } from './console-host-options.ts';
import { MasterServers } from './masters/master-servers.ts';
import { countsOf, thisComputerCapabilities, thisComputerHeader } from './masters/this-computer.ts';
import { NoticeBoard } from './notice-board.ts';
import { type RunningService, runService, type ServicePlace } from './running-service.ts';
import { type Clock, systemClock } from './service/clock.ts';
import { ConsoleFeed } from './service/console-feed.ts';
import type { HostSettings } from './service/host-settings.ts';
import type { LogAdministration } from './service/log/log-administration.ts';
import type { Log } from './service/log.ts';
import type { NbwssService } from './service/nbwss-service.ts';
import { ShownService } from './shown-service.ts';

/** What this host runs on, by name. */
function runtimeVersions(): Record<string, string> {
  const { electron, chrome, node } = process.versions;
  return { ...(electron ? { Electron: electron } : {}), ...(chrome ? { Chromium: chrome } : {}), 'Node.js': node };
}

/**
 * What both hosts share: the service that is shown, the master servers, and the feed of what the console shows.
 */
export class ConsoleHost implements ConsoleBackend {
  readonly #options: ConsoleHostOptions;
  readonly #clock: Clock = systemClock;
  readonly #feed: ConsoleFeed;
  readonly #services: ShownService;
  readonly #notices = new NoticeBoard();
  /** This computer, and the master servers elsewhere. */
  readonly masters: MasterServers;

  constructor(options: ConsoleHostOptions) {
    this.#options = options;
    const { dataFolder, environment, netBackup } = options;
    this.#services = new ShownService({
      place: { path: dataFolder, environment, netBackup },
      run: (place) => this.#run(place),
      replaced: () => this.#replaced(),
      practiceChanged: () => this.#feed.changed('frame'),
    });
    this.masters = new MasterServers({
      clock: this.#clock,
      log: this.log,
      newId: randomUUID,
      settings: () => this.ownService.masterSettings,
      route: (target) => this.ownService.route(target),
      thisComputer: () => this.#status,
    });
    this.#feed = new ConsoleFeed(this.#clock, {
      frame: () => ({
        ...this.#serviceFrame(),
        capabilities: this.#capabilities,
        version: options.version,
        versions: runtimeVersions(),
        practice: this.#services.practice?.status() ?? null,
        notices: this.#notices.latest,
        desktop: options.desktop?.status ?? null,
      }),
      rows: () => this.service.rows(),
      row: (hostName) => this.service.row(hostName),
    });
  }

  /**
   * Starts the service, or with `practice` practice mode alone: the data folder is then left alone until practice is left.
   * @throws DataFolderError when the folder cannot be used
   */
  async start(practice: boolean): Promise<void> {
    await this.#services.start(practice);
  }

  get desktop(): DesktopBackend {
    const { desktop } = this.#options;
    if (desktop) return desktop;
    throw new NbwssError('notPossible', { causes: ['Only the desktop app can do this.'] });
  }

  /** Of the desktop app: those of the data folder, or while it is left alone those of practice mode, which go with it. */
  get hostSettings(): HostSettings {
    return this.ownService.hostSettings;
  }

  /** The service whose settings {@link hostSettings} are: what scripts ask for does not change while somebody practises. */
  get ownService(): NbwssService {
    return this.#services.own.service;
  }

  #serviceFrame() {
    const frame = ownFrame(this.service, this.#options.version);
    return { ...frame, warnings: [...frame.warnings, ...(this.#options.desktop?.warnings ?? [])] };
  }

  get #capabilities(): Capabilities {
    return thisComputerCapabilities({ practice: true, desktop: this.#options.desktop !== undefined });
  }

  /** This computer as a line of the overview. */
  get #status(): MasterStatus {
    const { service } = this;
    const undelivered = service.notifications.groups().reduce((sum, group) => sum + group.undelivered, 0);
    return {
      ...ownFrame(service, this.#options.version).master,
      capabilities: this.#capabilities,
      counts: countsOf(service.rows(), service.unserved, undelivered),
    };
  }

  get isPractice(): boolean {
    return this.#services.practice !== undefined;
  }

  /** Groups that are connected now, also those of the service that goes on behind practice mode. */
  get connectedGroups(): number {
    return this.#services.running.reduce((sum, { service }) => sum + connectionsOf(service).connected, 0);
  }

  /** What the desktop app shows has changed. */
  desktopChanged(): void {
    this.#feed.changed('frame');
  }

  get service(): NbwssService {
    return this.#services.shown.service;
  }

  get logs(): LogAdministration {
    return this.#services.shown.logs;
  }

  /** Of the data folder that is shown. */
  get dataFolder(): string {
    return this.#services.shown.folder.path;
  }

  /** For the bridges: follows what is shown. */
  readonly log: Log = {
    debug: (event, fields) => this.#services.shown.log.debug(event, fields),
    info: (event, fields) => this.#services.shown.log.info(event, fields),
    warn: (event, fields) => this.#services.shown.log.warn(event, fields),
    error: (event, fields, error) => this.#services.shown.log.error(event, fields, error),
    close: () => Promise.resolve(),
  };

  watch(signal: AbortSignal | undefined) {
    return this.#feed.watch(signal);
  }

  watchActivity(signal: AbortSignal | undefined) {
    return this.service.activity.watch(this.#services.whileShown(signal));
  }

  watchNotifications(groupIds: readonly string[] | undefined, signal: AbortSignal | undefined) {
    return this.service.notifications.watch(groupIds, this.#services.whileShown(signal));
  }

  watchLog(signal: AbortSignal | undefined) {
    return this.logs.watch(this.#services.whileShown(signal));
  }

  async *exportDiagnostics(): AsyncGenerator<{ piece: string }, void, void> {
    const { folder, service, logs } = this.#services.shown;
    const { exportDiagnostics } = await import('./service/diagnostics/diagnostics.ts');
    const bytes = exportDiagnostics({
      folder: folder.path,
      version: this.#options.version,
      versions: runtimeVersions(),
      now: this.#clock.now(),
      secrets: service.knownSecrets,
      frame: () => service.frame(),
      rows: () => service.rows(),
      logTail: () => logs.tail(),
    });
    for await (const piece of bytes) yield { piece: Buffer.from(piece).toString('base64') };
  }

  /** Another service is shown now. */
  #replaced(): void {
    this.#feed.replaced();
    this.masters.changed();
    this.#options.desktop?.connectionsChanged();
  }

  /** Decision 6: the system says that the computer woke from sleep. */
  resumed(): void {
    for (const { service } of this.#services.running) service.resumed();
  }

  /** Closes every connection with 1001, flushes and lets go of the folders. */
  async stop(): Promise<void> {
    this.#feed.close();
    await this.masters.stop();
    await this.#services.stop();
  }

  startPractice(): Promise<void> {
    return this.#services.startPractice();
  }

  leavePractice(): Promise<void> {
    return this.#services.leavePractice();
  }

  connectPractice(): Promise<string> {
    return this.#services.connectPractice();
  }

  async sendPracticeCommand(application: string, command: PracticeCommand): Promise<PracticeExchange> {
    return this.#services.practiceServers.sendCommand(application, command);
  }

  async setPracticeOnline(application: string | null, online: boolean): Promise<void> {
    await this.#services.practiceServers.setOnline(application, online);
  }

  async triggerPractice(scenario: GivenScenario): Promise<void> {
    await this.#services.practiceServers.trigger(scenario);
  }

  #run(place: ServicePlace): RunningService {
    return runService(this.#options, this.#clock, place, {
      changed: (service, change) => {
        if (!this.#services.isShown(service)) return;
        this.#feed.changed(change);
        this.masters.changed();
        if (change === 'frame') this.#options.desktop?.connectionsChanged();
      },
      noticed: (service, notice) => this.#noticed(notice, this.#services.isOfPractice(service)),
    });
  }

  /** Told to every console and, in the desktop app, by the system; also while practice mode is shown. */
  #noticed(notice: ConnectionNotice, isPractice: boolean): void {
    const told = this.#notices.add(notice, isPractice);
    this.#feed.changed('frame');
    this.#options.desktop?.noticed(told);
  }
}

function ownFrame(service: NbwssService, version: string) {
  const frame = service.frame();
  return { ...frame, master: thisComputerHeader(frame, version) };
}
