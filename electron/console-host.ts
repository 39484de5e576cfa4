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
import type { Practice } from './practice/practice.ts';
import { connectPracticeApplication } from './practice-endpoint.ts';
import { type PracticeMode, practiceMode, startPracticeServers } from './practice-mode.ts';
import { type RunningService, runService, type ServicePlace } from './running-service.ts';
import { type Clock, systemClock } from './service/clock.ts';
import { ConsoleFeed } from './service/console-feed.ts';
import type { HostSettings } from './service/host-settings.ts';
import type { LogAdministration } from './service/log/log-administration.ts';
import type { Log } from './service/log.ts';
import type { NbwssService } from './service/nbwss-service.ts';

/** What this host runs on, by name. */
function runtimeVersions(): Record<string, string> {
  const { electron, chrome, node } = process.versions;
  return { ...(electron ? { Electron: electron } : {}), ...(chrome ? { Chromium: chrome } : {}), 'Node.js': node };
}

/**
 * What both hosts share: the service on the data folder, practice mode beside it, and the feed of what the console shows.
 * The real service goes on while practice mode is shown, since delivery must not stop.
 */
export class ConsoleHost implements ConsoleBackend {
  readonly #options: ConsoleHostOptions;
  readonly #clock: Clock = systemClock;
  readonly #feed: ConsoleFeed;
  #real: RunningService | undefined;
  #practice: PracticeMode | undefined;
  /** Aborted when another service is shown. */
  #shownEnds = new AbortController();
  /** Changes of practice mode come one after the other. */
  #switching: Promise<unknown> = Promise.resolve();
  readonly #notices = new NoticeBoard();
  /** This computer, and the master servers elsewhere. */
  readonly masters: MasterServers;

  constructor(options: ConsoleHostOptions) {
    this.#options = options;
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
        practice: this.#practice?.practice.status() ?? null,
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
    if (practice) await this.#startPractice('at work');
    else this.#real = this.#runReal();
  }

  get #shown(): RunningService {
    const shown = this.#practice ?? this.#real;
    if (!shown) throw new NbwssError('notPossible', { causes: ['The service is not running.'] });
    return shown;
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
    return (this.#real ?? this.#shown).service;
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
    return this.#practice !== undefined;
  }

  /** Groups that are connected now, also those of the service that goes on behind practice mode. */
  get connectedGroups(): number {
    return [this.#real, this.#practice]
      .map((running) => (running ? connectionsOf(running.service).connected : 0))
      .reduce((sum, connected) => sum + connected, 0);
  }

  /** What the desktop app shows has changed. */
  desktopChanged(): void {
    this.#feed.changed('frame');
  }

  get service(): NbwssService {
    return this.#shown.service;
  }

  get logs(): LogAdministration {
    return this.#shown.logs;
  }

  /** Of the data folder that is shown. */
  get dataFolder(): string {
    return this.#shown.folder.path;
  }

  /** For the bridges: follows what is shown. */
  readonly log: Log = {
    debug: (event, fields) => this.#shown.log.debug(event, fields),
    info: (event, fields) => this.#shown.log.info(event, fields),
    warn: (event, fields) => this.#shown.log.warn(event, fields),
    error: (event, fields, error) => this.#shown.log.error(event, fields, error),
    close: () => Promise.resolve(),
  };

  watch(signal: AbortSignal | undefined) {
    return this.#feed.watch(signal);
  }

  watchActivity(signal: AbortSignal | undefined) {
    return this.service.activity.watch(this.#whileShown(signal));
  }

  watchNotifications(groupIds: readonly string[] | undefined, signal: AbortSignal | undefined) {
    return this.service.notifications.watch(groupIds, this.#whileShown(signal));
  }

  watchLog(signal: AbortSignal | undefined) {
    return this.logs.watch(this.#whileShown(signal));
  }

  async *exportDiagnostics(): AsyncGenerator<{ piece: string }, void, void> {
    const { folder, service, logs } = this.#shown;
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

  /** Aborted also when another service is shown. */
  #whileShown(signal: AbortSignal | undefined): AbortSignal {
    const { signal: replaced } = this.#shownEnds;
    return signal ? AbortSignal.any([signal, replaced]) : replaced;
  }

  /** Another service is shown now. */
  #replaced(): void {
    this.#feed.replaced();
    this.masters.changed();
    this.#options.desktop?.connectionsChanged();
    this.#shownEnds.abort();
    this.#shownEnds = new AbortController();
  }

  /** Decision 6: the system says that the computer woke from sleep. */
  resumed(): void {
    for (const running of [this.#real, this.#practice]) running?.service.resumed();
  }

  /** Closes every connection with 1001, flushes and lets go of the folders. */
  async stop(): Promise<void> {
    this.#feed.close();
    await this.masters.stop();
    await this.#switching.catch(() => undefined);
    await this.#practice?.end();
    await this.#real?.end();
    this.#practice = undefined;
    this.#real = undefined;
  }

  startPractice(): Promise<void> {
    return this.#switch(async () => {
      if (!this.#practice) await this.#startPractice('empty');
    });
  }

  leavePractice(): Promise<void> {
    return this.#switch(async () => {
      const left = this.#practice;
      if (!left) return;
      this.#real ??= this.#runReal();
      this.#practice = undefined;
      this.#replaced();
      await left.end();
    });
  }

  connectPractice(): Promise<string> {
    return this.#switch(async () => connectPracticeApplication(this.service, this.#practiceServers));
  }

  async sendPracticeCommand(application: string, command: PracticeCommand): Promise<PracticeExchange> {
    return this.#practiceServers.sendCommand(application, command);
  }

  async setPracticeOnline(application: string | null, online: boolean): Promise<void> {
    await this.#practiceServers.setOnline(application, online);
  }

  async triggerPractice(scenario: GivenScenario): Promise<void> {
    await this.#practiceServers.trigger(scenario);
  }

  get #practiceServers(): Practice {
    if (!this.#practice) throw new NbwssError('notPossible', { causes: ['Practice mode is off.'] });
    return this.#practice.practice;
  }

  #switch<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#switching
      .catch(() => undefined)
      .then(change)
      .catch((error: unknown) => {
        if (error instanceof NbwssError) throw error;
        throw new NbwssError(
          'practiceFailed',
          { causes: [error instanceof Error ? error.message : String(error)] },
          { cause: error },
        );
      });
    this.#switching = done;
    return done;
  }

  /** @param scene `at work`: one endpoint added and connected, and a small backup now and then (decision 47) */
  async #startPractice(scene: 'empty' | 'at work'): Promise<void> {
    const servers = await startPracticeServers();
    try {
      // At once: what the start of the service has set going finds it shown.
      const mode = practiceMode(servers, this.#run(servers.place));
      this.#practice = mode;
      servers.practice.onChange(() => this.#feed.changed('frame'));
      this.#replaced();
      if (scene === 'at work') await connectPracticeApplication(mode.service, servers.practice);
    } catch (error) {
      await (this.#practice?.end() ?? servers.close());
      this.#practice = undefined;
      throw error;
    }
  }

  #runReal(): RunningService {
    const { dataFolder, environment, netBackup } = this.#options;
    return this.#run({ path: dataFolder, environment, netBackup });
  }

  #run(place: ServicePlace): RunningService {
    return runService(this.#options, this.#clock, place, {
      changed: (service, change) => {
        if ((this.#practice ?? this.#real)?.service !== service) return;
        this.#feed.changed(change);
        this.masters.changed();
        if (change === 'frame') this.#options.desktop?.connectionsChanged();
      },
      noticed: (service, notice) => this.#noticed(notice, this.#practice?.service === service),
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
