import { isDeepStrictEqual } from 'node:util';
import type { CertificateFacts } from '../../shared/certificate.ts';
import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import type { FetchedCa, GivenNetBackup, NetBackupTestStep } from '../../shared/netbackup.ts';
import type { Clock } from './clock.ts';
import type { ConfigFile } from './credentials/config-file.ts';
import type { TokenVault } from './credentials/token-vault.ts';
import type { Log } from './log.ts';
import { readCaCertificates } from './netbackup/ca-certificate.ts';
import { fetchCaCertificate } from './netbackup/ca-fetch.ts';
import { testConnection } from './netbackup/connection-test.ts';
import { completeSettings, NetBackupSettingsStore } from './netbackup/settings.ts';
import type { NetBackupConnection, NetBackupSettings } from './netbackup-connection.ts';
import { certificateFacts } from './tls/certificate-facts.ts';

export interface NetBackupAdministrationOptions {
  connection: NetBackupConnection;
  vault: TokenVault;
  clock: Clock;
  log: Log;
}

/** What an administrator does with the NetBackup connection: its settings, its CA certificate, and the test. */
export class NetBackupAdministration {
  readonly #options: NetBackupAdministrationOptions;
  #store: NetBackupSettingsStore | undefined;
  #warnings: string[] = [];
  #test: AbortController | undefined;

  constructor(options: NetBackupAdministrationOptions) {
    this.#options = options;
  }

  /** Why saved settings are not in force. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /**
   * Puts the saved settings in force. They may have been edited by hand: what cannot be used is told, and the rest of the
   * service runs.
   * @param instead settings of this run, from flags or of practice mode
   */
  start(config: ConfigFile, instead: NetBackupSettings | undefined): void {
    const { connection, vault, log } = this.#options;
    this.#store = new NetBackupSettingsStore(config, vault);
    this.#warnings = [];
    try {
      const settings = instead ?? this.#store.load();
      if (settings) connection.configure(settings);
    } catch (error) {
      const { report } = asNbwssError(error);
      this.#warnings = [[...report.lines, ...report.causes].join(': ')];
      log.warn('NetBackup connection not valid', { detail: report.causes.join(' ') });
    }
  }

  /**
   * Saves settings and puts them in force; what is left empty is kept as it is in force.
   * @returns the base URL as it was saved
   * @throws NbwssError `netBackupNotValid`, T-10, T-12: everything stays as it was
   */
  configure(given: GivenNetBackup): { baseUrl: string } {
    const { connection, log } = this.#options;
    if (!this.#store) throw new NbwssError('storeNotOpened', { causes: ['The service has not read config.json.'] });
    const settings = completeSettings(given, connection.settings);
    this.#store.save(settings);
    this.#warnings = [];
    log.info('NetBackup connection changed', { detail: `${settings.baseUrl}, ${given.credentials.kind}` });
    connection.configure(settings);
    return { baseUrl: settings.baseUrl };
  }

  /** What a CA file or a pasted text holds. @throws NbwssError `netBackupNotValid` */
  readCaCertificates(text: string): CertificateFacts[] {
    return readCaCertificates(text).map(certificateFacts);
  }

  /** Asks the server at a base URL for its CA certificate. @throws NbwssError `netBackupNotValid`, `caNotFetched` */
  async fetchCaCertificate(baseUrl: string, signal?: AbortSignal): Promise<FetchedCa> {
    const { clock, log } = this.#options;
    const fetched = await fetchCaCertificate(baseUrl, { clock, signal });
    log.info('NetBackup CA certificate fetched', {
      detail: `${fetched.baseUrl}: ${fetched.certificate.sha256Fingerprint}`,
    });
    return fetched;
  }

  /**
   * "Test connection" with settings that need not be saved; one at a time, a new one ends the one before. When the settings in
   * force pass, they are used again at once, also where a failed login would still have to wait.
   * @throws NbwssError `netBackupNotValid`, before anything is tried
   */
  test(given: GivenNetBackup, signal?: AbortSignal): AsyncGenerator<NetBackupTestStep, void, void> {
    const { connection } = this.#options;
    const settings = completeSettings(given, connection.settings);
    this.#test?.abort(new Error('another test was started'));
    const test = new AbortController();
    this.#test = test;
    return this.#run(settings, signal ? AbortSignal.any([signal, test.signal]) : test.signal);
  }

  async *#run(settings: NetBackupSettings, signal: AbortSignal): AsyncGenerator<NetBackupTestStep, void, void> {
    const { connection, clock, log } = this.#options;
    let hasFailed = false;
    for await (const step of testConnection(settings, { clock, log, signal })) {
      hasFailed ||= step.verdict === 'failed';
      yield step;
    }
    if (!hasFailed && isSame(settings, connection.settings)) connection.checkNow();
  }

  /** Ends a test that is under way. */
  stop(): void {
    this.#test?.abort(new Error('the service stops'));
  }
}

const isSame = (one: NetBackupSettings, other: NetBackupSettings | undefined) =>
  other?.baseUrl === one.baseUrl &&
  other.caCertificate === one.caCertificate &&
  isDeepStrictEqual(other.credentials ?? { kind: 'none' }, one.credentials);
