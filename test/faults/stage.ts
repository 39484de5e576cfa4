import { existsSync, mkdirSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { Changes } from '../../electron/practice/changes.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { ApiAnswer } from '../../electron/practice/netbackup/api.ts';
import { type OddAnswer, PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import type { Random } from '../fuzz/random.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import type { Arrival, CampaignRecord } from './campaign-record.ts';
import { type Disk, openDisk } from './disk.ts';
import { EndpointRecorder } from './group-recorder.ts';
import { NetBackupRecord } from './netbackup-record.ts';
import { Production } from './production.ts';
import { ServiceProcess } from './service-process.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** Host names of the endpoints, which stand for themselves in the log, and their groups. */
const endpoints = [
  { hostName: 'first.g1.example', groupId: 'G1', priority: 1 },
  { hostName: 'second.g1.example', groupId: 'G1', priority: 2 },
  { hostName: 'only.g2.example', groupId: 'G2', priority: 1 },
  { hostName: 'only.g3.example', groupId: 'G3', priority: 1 },
] as const;

/** Everything as often as it can be, so that a short time holds much. */
const properties = `${shippedPropertiesFile
  .replace('notification.sendTimeout=2000', 'notification.sendTimeout=500')
  .replace('notification.scheduledRate=5', 'notification.scheduledRate=1')
  .replace('keepAlive.scheduledRate=30', 'keepAlive.scheduledRate=1')
  .replace('keepAlive.maxPongMissAllowed=10', 'keepAlive.maxPongMissAllowed=2')
  .replace('connectionInfo.period=60', 'connectionInfo.period=1')}
notification.imageScanPeriod=1
`;

/** Bytes of a piece of data in which there may be a notification; a ping or a pong is shorter. */
const notificationBytes = 150;

/** Moments in which a process is killed. */
export interface Moments {
  /** A cloud application has a NOTIFICATION REQUEST, and has not acknowledged it. */
  readonly received: Changes;
  /** It has just acknowledged one. */
  readonly acknowledged: Changes;
  /** Data of the service is on its way. */
  readonly sent: Changes;
  /** The log of notifications has just been written. */
  readonly stored: Changes;
  /** NetBackup has been asked, and answers now. */
  readonly polled: Changes;
  /** The log was written for the first time after an answer of NetBackup with something new: what was found is being stored. */
  readonly found: Changes;
}

/** A cloud application, what it notes, and the network before it. */
export interface Site {
  readonly recorder: EndpointRecorder;
  readonly proxy: TcpProxy;
  readonly groupId: string;
}

/** All that takes part: NetBackup and its production, the cloud applications with their proxies, the service, its disk. */
export class Stage {
  readonly folder: string;
  readonly disk: Disk;
  readonly netBackup: PracticeNetBackup;
  readonly production: Production;
  readonly service: ServiceProcess;
  readonly sites: readonly Site[];
  readonly moments: Moments;
  readonly netBackupRecord: NetBackupRecord;
  /** There is room on the disk again. */
  readonly diskChanges = new Changes();
  #isDiskFull = false;
  #answer: ApiAnswer | undefined;
  #held: PromiseWithResolvers<OddAnswer | undefined> | undefined;
  readonly #groups: ReadonlyMap<string, readonly Arrival[]>;
  readonly #closeLater: readonly (() => Promise<void> | void)[];

  #closing: Promise<void> | undefined;

  private constructor(
    parts: Pick<
      Stage,
      'folder' | 'disk' | 'netBackup' | 'production' | 'service' | 'sites' | 'moments' | 'netBackupRecord'
    >,
    groups: ReadonlyMap<string, readonly Arrival[]>,
    closeLater: readonly (() => Promise<void> | void)[],
  ) {
    this.folder = parts.folder;
    this.disk = parts.disk;
    this.netBackup = parts.netBackup;
    this.production = parts.production;
    this.service = parts.service;
    this.sites = parts.sites;
    this.moments = parts.moments;
    this.netBackupRecord = parts.netBackupRecord;
    this.#groups = groups;
    this.#closeLater = closeLater;
    this.netBackup.intercept = async (request) => {
      const odd = this.#held ? await this.#held.promise : this.#answer;
      if (odd !== undefined) return odd;
      this.netBackupRecord.asked(request);
      this.moments.polled.announce();
      return undefined;
    };
  }

  /** Sets everything up in an empty folder. The service does not run yet. */
  static async set(folder: string, random: Random): Promise<Stage> {
    const moments: Moments = {
      received: new Changes(),
      acknowledged: new Changes(),
      sent: new Changes(),
      stored: new Changes(),
      polled: new Changes(),
      found: new Changes(),
    };
    const closeLater: (() => Promise<void> | void)[] = [];
    try {
      const netBackup = await PracticeNetBackup.start({ limit: 1_000_000 });
      closeLater.push(() => netBackup.close());
      const netBackupRecord = new NetBackupRecord(netBackup);
      const production = new Production(netBackup, random);
      closeLater.push(() => production.abandon());
      const groups = new Map<string, Arrival[]>();
      const sites: Site[] = [];
      const identity = await makeCertificate({ commonName: 'localhost' });
      for (const { hostName, groupId, priority } of endpoints) {
        const { account: netBackupUser } = netBackup;
        const application = await PracticeCloudApplication.start({ groupId, priority, identity, netBackupUser });
        closeLater.push(() => application.close());
        const proxy = await TcpProxy.start(application.listener.port, (bytes) => {
          if (bytes >= notificationBytes) moments.sent.announce();
        });
        closeLater.push(() => proxy.close());
        const arrivals = groups.get(groupId) ?? [];
        groups.set(groupId, arrivals);
        const recorder = new EndpointRecorder(hostName, application, arrivals, {
          received: () => moments.received.announce(),
          acknowledged: () => moments.acknowledged.announce(),
        });
        sites.push({ recorder, proxy, groupId });
      }
      const disk = openDisk(folder);
      closeLater.push(() => disk.close());
      const data = join(disk.folder, 'data');
      await saveEndpoints(data, sites);
      const watcher = watch(data, (_event, file) => {
        if (!file?.startsWith('notifications.sqlite')) return;
        moments.stored.announce();
        if (netBackupRecord.takeNews()) moments.found.announce();
      });
      closeLater.push(() => watcher.close());
      const service = new ServiceProcess({
        args: ['--data', data, ...netBackupFlags(folder, netBackup)],
        outputFile: join(folder, 'service-output.txt'),
        disturbed: () => netBackupRecord.disturb(),
      });
      closeLater.push(async () => {
        service.kill();
        await service.ended();
      });
      const parts = { folder, disk, netBackup, production, service, sites, moments, netBackupRecord };
      return new Stage(parts, groups, closeLater);
    } catch (error) {
      for (const close of closeLater.reverse()) await close();
      throw error;
    }
  }

  /** What happened so far. */
  get record(): CampaignRecord {
    const { changes, firstImages, jobPolls, imagePasses } = this.netBackupRecord;
    return { changes, firstImages, jobPolls, imagePasses, groups: this.#groups };
  }

  get isDiskFull(): boolean {
    return this.#isDiskFull;
  }

  fillDisk(kind: 'full' | 'short'): void {
    this.netBackupRecord.disturb();
    this.#isDiskFull = true;
    this.disk.fill(kind);
  }

  freeDisk(): void {
    this.disk.free();
    this.#isDiskFull = false;
    this.netBackupRecord.disturb();
    this.diskChanges.announce();
  }

  /** NetBackup answers everything like this; `undefined`: as it should. */
  answerWith(answer: ApiAnswer | undefined): void {
    this.#answer = answer;
  }

  /** NetBackup answers nothing until {@link releaseHeld}. */
  hold(): void {
    this.#held ??= Promise.withResolvers();
  }

  /** @param how what was held is cut, or else answered now */
  releaseHeld(how: 'cut' | undefined): void {
    this.#held?.resolve(how);
    this.#held = undefined;
  }

  get dataFolder(): string {
    return join(this.disk.folder, 'data');
  }

  /** Sites of the group with two endpoints. */
  get failOverSites(): Site[] {
    return this.sites.filter(({ groupId }) => groupId === 'G1');
  }

  /** Closes everything, once. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (const close of [...this.#closeLater].reverse()) await close();
  }
}

/** As an administrator would have before. */
async function saveEndpoints(data: string, sites: readonly Site[]): Promise<void> {
  const [first] = sites;
  if (!first) return;
  const saved = sites.map(({ recorder: { hostName, application }, proxy }) => {
    const { priority, groupId, token, endpointUrl } = application;
    const url = endpointUrl.replace(/:\d+\//, `:${proxy.port}/`);
    return { hostName, groupId, priority, token, url };
  });
  await seedEndpoints(data, first.recorder.application, saved);
  if (!existsSync(data)) mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(data, 'nbwss.properties'), properties);
}

function netBackupFlags(folder: string, { origin, caCertificate, account }: PracticeNetBackup): string[] {
  const [caFile, keyFile] = [join(folder, 'netbackup-ca.pem'), join(folder, 'netbackup-api-key')];
  writeFileSync(caFile, caCertificate);
  writeFileSync(keyFile, account.apiKey, { mode: 0o600 });
  return ['--netbackup', origin, '--netbackup-ca', caFile, '--netbackup-api-key-file', keyFile];
}
