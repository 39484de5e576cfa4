import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { configStoreOptions } from '../../electron/service/credentials/config-file.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { openDataFolder } from '../../electron/service/data-folder.ts';
import type { AddedEndpoint } from '../../electron/service/endpoint-administration.ts';
import type { Log, LogFields } from '../../electron/service/log.ts';
import { NbwssService } from '../../electron/service/nbwss-service.ts';
import type { NetBackupSettings } from '../../electron/service/netbackup-connection.ts';
import type { Lookup } from '../../electron/service/tls/probe-server.ts';
import type { Environment } from '../../electron/service/tls/proxy.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { ManualClock } from './manual-clock.ts';

/** Real milliseconds after which something that does not happen fails a test. */
const patience = 10_000;

export interface ServiceBenchOptions {
  /** Text of nbwss.properties; default: the shipped file. */
  properties?: string;
  /** Milliseconds between two looks at it; default: as in the product. A test in which days pass has no use for 86,400 of them. */
  propertiesLookPeriod?: number;
  netBackup?: NetBackupSettings;
  /** Where HTTPS_PROXY and NO_PROXY are read; default: they are not set. */
  environment?: Environment | 'no proxy';
  /** A folder of an earlier bench; it is kept when this one is closed. */
  dataFolder?: string;
  /** How Diagnose… resolves names; default: as the system does. */
  lookup?: Lookup;
}

/** The real service on a data folder of its own and a clock that stands still, for tests with real sockets. */
export class ServiceBench {
  readonly clock = new ManualClock(Date.now()); // certificates made now are valid now
  readonly dataFolder: string;
  readonly service: NbwssService;
  readonly logged: { level: string; event: string; fields: LogFields }[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #release: () => void;
  readonly #temporary: string | undefined;

  constructor(options: ServiceBenchOptions = {}) {
    this.#temporary = options.dataFolder === undefined ? mkdtempSync(join(tmpdir(), 'nbwss-test-')) : undefined;
    this.dataFolder = options.dataFolder ?? join(this.#temporary ?? '', 'data');
    const folder = openDataFolder(this.dataFolder);
    this.#release = folder.release;
    if (options.properties !== undefined) writeFileSync(folder.properties, options.properties);
    let id = 0;
    this.service = new NbwssService({
      folder,
      openConfigStore: (cwd) => new Conf({ ...configStoreOptions, cwd }),
      sealers: [new KeyFileSealer(folder.vaultKey)],
      environment: options.environment ?? {},
      clock: this.clock,
      log: this.#log(),
      jitter: () => 0.5,
      newId: () => `00000000-0000-4000-8000-${String(++id).padStart(12, '0')}`,
      ...(options.propertiesLookPeriod ? { propertiesLookPeriod: options.propertiesLookPeriod } : {}),
      ...(options.netBackup ? { netBackup: options.netBackup } : {}),
      ...(options.lookup ? { lookup: options.lookup } : {}),
      changed: () => this.look(),
    });
    this.service.start();
  }

  #log(): Log {
    const take =
      (level: string) =>
      (event: string, fields: LogFields = {}) => {
        this.logged.push({ level, event, fields });
        this.look();
      };
    return {
      debug: take('debug'),
      info: take('info'),
      warn: take('warn'),
      error: take('error'),
      close: () => Promise.resolve(),
    };
  }

  /** Has the conditions that are waited for looked at again; for changes outside the service. */
  look(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** Waits until a condition holds that every change of the service is checked against. */
  until(what: string, condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!condition()) return;
        clearTimeout(late);
        this.#waiting.delete(check);
        resolve();
      };
      const late = setTimeout(() => {
        this.#waiting.delete(check);
        const rows = this.service
          .rows()
          .map(({ hostName, connectionState, detail }) => `${hostName} ${connectionState} ${JSON.stringify(detail)}`);
        reject(new Error(`Did not happen within ${patience} ms: ${what}. Rows: ${rows.join('; ')}`));
      }, patience);
      this.#waiting.add(check);
      check();
    });
  }

  row(hostName: string): EndpointStatus {
    const row = this.service.row(hostName);
    if (!row) throw new Error(`There is no row ${hostName}`);
    return row;
  }

  connected(hostName: string): Promise<void> {
    return this.until(`${hostName} is CONNECTED`, () => this.service.row(hostName)?.connectionState === 'CONNECTED');
  }

  failed(hostName: string): Promise<void> {
    return this.until(`an attempt to ${hostName} failed`, () => this.service.row(hostName)?.detail.kind === 'failed');
  }

  /** Adds a practice cloud application as an administrator would: details, Validate, accept, Add Host. */
  async add(application: Pick<PracticeCloudApplication, 'details'>): Promise<AddedEndpoint> {
    const { details } = this.service.details.readDetailsFile(Buffer.from(JSON.stringify(application.details)));
    const { certificate } = await this.service.details.validateFile(details);
    return this.service.endpoints.add(details, certificate.pem, 'certificate');
  }

  /** Everything in the data folder that an error must leave as it was, byte for byte. */
  savedFiles(): Record<string, string> {
    const files: Record<string, string> = { 'config.json': readFileSync(join(this.dataFolder, 'config.json'), 'utf8') };
    for (const { hostName } of this.service.rows()) {
      const file = join('truststore', `${encodeURIComponent(hostName)}.pem`);
      files[file] = readFileSync(join(this.dataFolder, file), 'utf8');
    }
    return files;
  }

  async close(): Promise<void> {
    await this.service.stop();
    this.#release();
    if (this.#temporary !== undefined) rmSync(this.#temporary, { recursive: true, force: true });
  }
}
