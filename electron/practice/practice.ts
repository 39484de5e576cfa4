import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PracticeApplication, PracticeCommand, PracticeExchange, PracticeStatus } from '../../shared/practice.ts';
import type { GivenScenario } from '../../shared/practice-scenarios.ts';
import { type Clock, systemClock } from './clock.ts';
import { PracticeCloudApplication } from './cloud-application.ts';
import { PracticeNetBackup } from './netbackup-server.ts';
import { PracticeScenarios } from './practice-scenarios.ts';

export interface PracticeOptions {
  /** An existing folder (0700) for the CA and the details files, which hold tokens. */
  readonly folder: string;
  readonly clock?: Clock;
}

/** A practice cloud application with its id (`1`, `2`) and its details file. */
export interface NumberedApplication {
  readonly id: string;
  readonly detailsFile: string;
  readonly application: PracticeCloudApplication;
}

const groupId = 'practice-group';
/** Decision 36: each endpoint needs a host name of its own; these two both mean this computer. */
const hostNames = ['localhost', '127.0.0.1'];
const backupIntervalMilliseconds = 60_000;
/** So many images are let be before a backup now and then is followed by an expiry. */
const manyImages = 40;

/** Decision 47: a NetBackup master server and two cloud applications of one group, on loopback. */
export class Practice {
  readonly netBackup: PracticeNetBackup;
  readonly applications: readonly NumberedApplication[];
  readonly caFile: string;
  readonly #clock: Clock;
  readonly #scenarios: PracticeScenarios;
  readonly #listeners = new Set<() => void>();
  readonly #unsubscribe: (() => void)[];
  #backupTimer: { cancel(): void } | undefined;
  #closed: Promise<void> | undefined;

  constructor(
    netBackup: PracticeNetBackup,
    applications: readonly NumberedApplication[],
    caFile: string,
    clock: Clock,
  ) {
    this.netBackup = netBackup;
    this.applications = applications;
    this.caFile = caFile;
    this.#clock = clock;
    this.#scenarios = new PracticeScenarios({
      clock,
      netBackup,
      writeDetails: async (changed) => {
        const entry = applications.find(({ application }) => application === changed);
        if (entry) await writeDetails(entry);
      },
    });
    const announce = () => {
      for (const listener of [...this.#listeners]) listener();
    };
    this.#unsubscribe = [netBackup.changes, ...applications.map(({ application }) => application.changes)].map(
      (changes) => changes.onChange(announce),
    );
  }

  status(): PracticeStatus {
    const { origin, account, online, master } = this.netBackup;
    return {
      netBackup: { origin, caFile: this.caFile, ...account, online, ...master.counts },
      applications: this.applications.map((entry) => ({
        ...statusOf(entry),
        scenarios: this.#scenarios.inForce(entry.application),
      })),
    };
  }

  /**
   * Called after every change, often many times in a row.
   * @returns a function that ends the listening
   */
  onChange(listener: () => void): () => void {
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** @throws RangeError for an id that there is not */
  application(applicationId: string): PracticeCloudApplication {
    const found = this.applications.find(({ id }) => id === applicationId);
    if (!found)
      throw new RangeError(`There is no practice cloud application ${JSON.stringify(applicationId.slice(0, 40))}`);
    return found.application;
  }

  /** Resolves in every case; why no answer came is the exchange's `problem`. */
  async sendCommand(applicationId: string, command: PracticeCommand): Promise<PracticeExchange> {
    return this.application(applicationId).sendCommand(command);
  }

  /** An outage and its end; `null` is the NetBackup server. */
  async setOnline(applicationId: string | null, online: boolean): Promise<void> {
    const server = applicationId === null ? this.netBackup : this.application(applicationId);
    this.#scenarios.forgetOutage(server);
    await server.setOnline(online);
  }

  /**
   * Resolves when the scenario has begun.
   * @throws RangeError for an application that there is not; else as {@link PracticeScenarios.run} does
   */
  async trigger(given: GivenScenario): Promise<void> {
    await this.#scenarios.run(given, this.application(given.application ?? '1'));
  }

  /** A small backup at once and then every minute until {@link close}. Images do not pile up: old ones expire. */
  runBackupsNowAndThen(): void {
    if (this.#backupTimer || this.#closed) return;
    const { scenarios, master } = this.netBackup;
    scenarios.startBackup();
    if (master.counts.images > manyImages) scenarios.startExpiry();
    this.#backupTimer = this.#clock.setTimeout(() => {
      this.#backupTimer = undefined;
      this.runBackupsNowAndThen();
    }, backupIntervalMilliseconds);
  }

  /** Everything is closed when it resolves; the folder's files stay. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#backupTimer?.cancel();
    this.#backupTimer = undefined;
    this.#scenarios.stop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#listeners.clear();
    await Promise.all([this.netBackup.close(), ...this.applications.map(({ application }) => application.close())]);
  }
}

function statusOf({ id, detailsFile, application }: NumberedApplication): Omit<PracticeApplication, 'scenarios'> {
  const { name, hostName, groupId, priority, endpointUrl, detailsUrl, online, connected, exchanges } = application;
  return {
    id,
    name,
    hostName,
    groupId,
    priority,
    endpointUrl,
    detailsFile,
    detailsUrl,
    sha256Fingerprint: application.listener.identity.sha256Fingerprint,
    online,
    connected,
    exchanges: [...exchanges],
    notifications: application.inbox.total,
    notificationMessages: [...application.inbox.latest],
  };
}

/** E-16: only for this user. */
const writeDetails = ({ detailsFile, application }: NumberedApplication) =>
  writeFile(detailsFile, `${JSON.stringify(application.details, undefined, 2)}\n`, { mode: 0o600 });

/**
 * Starts everything and writes the CA and the details files (mode 0600) into the folder.
 * @throws the system's error when the folder cannot be written or loopback cannot be listened on; nothing runs then
 */
export async function startPractice({ folder, clock = systemClock }: PracticeOptions): Promise<Practice> {
  const started: { close(): Promise<void> }[] = [];
  try {
    const netBackup = await PracticeNetBackup.start({ clock });
    started.push(netBackup);
    const { userName, password } = netBackup.account;
    const applications: NumberedApplication[] = [];
    for (const [index, hostName] of hostNames.entries()) {
      const id = String(index + 1);
      const application = await PracticeCloudApplication.start({
        clock,
        name: `Practice cloud application ${id}`,
        hostName,
        groupId,
        priority: index + 1,
        netBackupUser: { userName, password },
      });
      started.push(application);
      applications.push({ id, application, detailsFile: join(folder, `cloud-application-${id}.json`) });
    }
    const caFile = join(folder, 'netbackup-ca.pem');
    await writeFile(caFile, netBackup.caCertificate, { mode: 0o600 });
    for (const entry of applications) await writeDetails(entry);
    return new Practice(netBackup, applications, caFile, clock);
  } catch (error) {
    await Promise.all(started.map((server) => server.close()));
    throw error;
  }
}
