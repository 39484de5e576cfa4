import type { AcceptedCertificate, Trust } from '../../shared/certificate.ts';
import type { EndpointState, EndpointStatus } from '../../shared/connection-status.ts';
import {
  canonicalUrl,
  checkEndpointDetails,
  detailsWarnings,
  type EndpointDetails,
  type ReadDetails,
  readEndpointDetails,
} from '../../shared/endpoint-details.ts';
import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import { canonicalHostName } from '../../shared/host-name.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import type { Clock } from '../service/clock.ts';
import type { UrlValidation, ValidatedDetails } from '../service/credentials/validation.ts';
import type { AddedEndpoint } from '../service/endpoint-administration.ts';
import type { Log } from '../service/log.ts';
import { readCertificate } from '../service/tls/read-certificate.ts';
import { unlessAborted } from '../service/unless-aborted.ts';
import type { SavedHost, ValidatedHost } from './host-objects.ts';
import type { MasterService } from './master-backend.ts';
import { notOffered, refusedOfEndpoints, refusedOfService } from './not-offered.ts';
import type { RemoteKind } from './remote-kind.ts';
import type { RemoteRows } from './remote-rows.ts';

/** Calls about several endpoints that are under way at the same time. */
const maxAtOnce = 4;

export interface RemoteServiceOptions {
  clock: Clock;
  log: Log;
  /** Its name, for the log. */
  master: () => string;
  /** @throws NbwssError why it cannot be called */
  kind: () => RemoteKind;
  rows: RemoteRows;
  capabilities: Capabilities;
  /** Asks for the list. */
  askNow: () => Promise<void>;
  /** The same, also where a failed login would have to wait. */
  retryNow: () => Promise<void>;
  /** @throws NbwssError why the last question was not answered */
  answered: () => void;
}

/** What an administrator does with the endpoints of a master server elsewhere. After each change the list is asked for. */
export class RemoteService implements MasterService {
  readonly #options: RemoteServiceOptions;
  /** Hosts that a renewal deleted and did not add again: to renew them goes on with adding. */
  readonly #halfRenewed = new Map<string, SavedHost>();

  constructor(options: RemoteServiceOptions) {
    this.#options = options;
  }

  readonly setProperties = refusedOfService.setProperties;
  readonly configureProxy = refusedOfService.configureProxy;
  readonly vault = refusedOfService.vault;
  readonly diagnosis = refusedOfService.diagnosis;
  readonly netBackup = refusedOfService.netBackup;
  readonly history = refusedOfService.history;
  readonly notifications = refusedOfService.notifications;

  readonly details: MasterService['details'] = {
    readDetailsFile: (contents, renews) => this.#withTaken(readEndpointDetails(contents, 'file'), renews),
    validateFile: (details, renews, client, signal) =>
      this.#until(signal, this.#validateFile(details, renews, client != null)),
    validateUrl: (url, detailsServer, renews, client, signal) =>
      this.#until(signal, this.#validateUrl(url, detailsServer, renews, client != null)),
  };

  readonly endpoints: MasterService['endpoints'] = {
    ...refusedOfEndpoints,
    add: (details, certificate, trust, client) => this.#add(details, certificate, trust, client != null),
    renew: (hostName, details, certificate, trust, client) =>
      this.#renew(hostName, details, certificate, trust, client != null),
    acceptedCertificate: (hostName) => this.#acceptedCertificate(hostName),
    activate: (hostNames) => this.#setState(hostNames, 'ACTIVATED'),
    deactivate: (hostNames) => this.#setState(hostNames, 'DEACTIVATED'),
    delete: (hostNames) => this.#delete(hostNames),
  };

  row(hostName: string): EndpointStatus | undefined {
    return this.#options.rows.row(hostName);
  }

  /** Asks it now. @throws NbwssError why it did not answer */
  async retry(): Promise<void> {
    await this.#options.retryNow();
    this.#options.answered();
  }

  async runNow(): Promise<void> {
    if (!this.#options.capabilities.run) throw notOffered();
    await this.#kind.run();
    this.#logged('connection process run');
    await this.#options.askNow();
  }

  get #kind(): RemoteKind {
    return this.#options.kind();
  }

  #logged(event: string, hostName?: string): void {
    const { log, master } = this.#options;
    log.info(event, { ...(hostName === undefined ? {} : { endpoint: hostName }), detail: `master server ${master()}` });
  }

  /** Who gives up waits no longer; what was asked goes on, and has changed nothing there. */
  #until<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
    return signal ? unlessAborted(work, signal) : work;
  }

  async #validateFile(
    details: EndpointDetails,
    renews: string | undefined,
    hasClient: boolean,
  ): Promise<ValidatedDetails> {
    const checked = checkGiven(details, hasClient);
    return this.#validation(await this.#kind.endpoints.validateHost(checked), renews);
  }

  async #validateUrl(
    url: string,
    accepted: string | undefined,
    renews: string | undefined,
    hasClient: boolean,
  ): Promise<UrlValidation> {
    if (hasClient) throw noClientCertificate();
    const found = await this.#kind.endpoints.validateUrl(url, accepted);
    return found.kind === 'validated' ? { kind: found.kind, validation: this.#validation(found, renews) } : found;
  }

  #validation({ details, certificate, warnings }: ValidatedHost, renews: string | undefined): ValidatedDetails {
    const all = [...new Set([...detailsWarnings(details), ...warnings])];
    return { ...this.#withTaken({ details, warnings: all }, renews), certificate };
  }

  /** That an endpoint exists already, or is not the one to renew, is a warning here, and an error when it is saved. */
  #withTaken(read: ReadDetails, renews: string | undefined): ReadDetails {
    const { hostName, url } = read.details;
    const warn = (warning: string) => ({ ...read, warnings: [...read.warnings, warning] });
    if (renews !== undefined && canonicalHostName(renews) !== canonicalHostName(hostName))
      return warn(`These are the details of ${hostName}: they cannot renew the credentials of ${renews}.`);
    const taken = this.#options.rows.row(hostName);
    if (taken && renews === undefined) {
      const canRenew = this.#options.capabilities.renew !== 'none';
      const warning = `An endpoint with the host name ${taken.hostName} is saved already.`;
      return {
        ...warn(
          canRenew ? `${warning} To replace its credentials, use Renew credentials… in the menu of its row.` : warning,
        ),
        ...(canRenew ? { renewable: taken.hostName } : {}),
      };
    }
    const same = this.#options.rows.all().find((row) => row !== taken && isSameUrl(row.url, url));
    return same ? warn(`The endpoint ${same.hostName} has the same URL.`) : read;
  }

  async #add(details: EndpointDetails, certificate: string, trust: Trust, hasClient: boolean): Promise<AddedEndpoint> {
    const checked = checkGiven(details, hasClient, trust);
    await this.#changing(() => this.#kind.endpoints.save(checked, readPem(certificate)));
    this.#halfRenewed.delete(canonicalHostName(checked.hostName));
    this.#logged('endpoint added', checked.hostName);
    return saved(checked);
  }

  async #renew(
    hostName: string,
    details: EndpointDetails,
    certificate: string,
    trust: Trust,
    hasClient: boolean,
  ): Promise<AddedEndpoint> {
    const name = canonicalHostName(hostName);
    const former = this.#options.rows.host(hostName) ?? this.#halfRenewed.get(name);
    if (!former) throw notListed(hostName);
    const checked = checkGiven(details, hasClient, trust);
    if (canonicalHostName(checked.hostName) !== name) {
      const why = `is ${checked.hostName}, but the credentials of ${former.hostName} are to be renewed`;
      throw new NbwssError('detailsNotValid', { fields: { hostName: why } });
    }
    try {
      await this.#changing(() => this.#kind.renew(former, checked, readPem(certificate)));
    } catch (error) {
      if (asNbwssError(error).code === 'renewNotFinished') this.#halfRenewed.set(name, former);
      throw error;
    }
    this.#halfRenewed.delete(name);
    this.#logged('endpoint renewed', checked.hostName);
    return saved(checked);
  }

  #acceptedCertificate(hostName: string): AcceptedCertificate {
    const { rows, clock } = this.#options;
    if (!rows.host(hostName)) throw notListed(hostName);
    const found = rows.acceptedCertificate(hostName, clock.now());
    if (!found)
      throw new NbwssError('trustStoreNotRead', { causes: ['The master server does not tell the certificate.'] });
    return found;
  }

  #setState(hostNames: readonly string[], state: EndpointState): Promise<void> {
    return this.#each(hostNames, `endpoint ${state.toLowerCase()}`, (hostName) =>
      this.#kind.endpoints.setState(hostName, state),
    );
  }

  #delete(hostNames: readonly string[]): Promise<void> {
    return this.#each(hostNames, 'endpoint deleted', (hostName) => this.#kind.endpoints.delete(hostName));
  }

  /** Each host for itself: what could not be changed is named, and does not hold up the others. */
  #each(hostNames: readonly string[], done: string, change: (hostName: string) => Promise<void>): Promise<void> {
    return this.#changing(async () => {
      const failed: { hostName: string; error: NbwssError }[] = [];
      const left = [...new Set(hostNames)];
      const work = async () => {
        for (let hostName = left.shift(); hostName !== undefined; hostName = left.shift()) {
          try {
            await change(hostName);
            this.#logged(done, hostName);
          } catch (error) {
            failed.push({ hostName, error: asNbwssError(error) });
          }
        }
      };
      await Promise.all(Array.from({ length: maxAtOnce }, work));
      const [first] = failed;
      if (!first) return;
      if (hostNames.length === 1) throw first.error;
      const { code, lines, actions } = first.error.report;
      throw new NbwssError(code, {
        parameter: code === 'masterRefused' ? lines.join(': ') : first.hostName,
        causes: failed.map(
          ({ hostName, error }) => `${hostName}: ${[error.message, ...error.report.causes].join(' ')}`,
        ),
        actions,
      });
    });
  }

  /** After a change, and after one that failed, the list is asked for, and waited for. */
  async #changing<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } finally {
      await this.#options.askNow();
    }
  }
}

const saved = ({ hostName, priority }: EndpointDetails): AddedEndpoint => ({
  hostName,
  priority,
  withinSeconds: null,
  takenOver: 0,
});

const notListed = (hostName: string) =>
  new NbwssError('notFound', { causes: [`There is no endpoint with the host name ${hostName}.`] });

const noClientCertificate = () =>
  new NbwssError('detailsNotValid', {
    fields: { clientCertificate: 'cannot be given to this master server' },
  });

function checkGiven(details: EndpointDetails, hasClient: boolean, trust: Trust = 'certificate'): EndpointDetails {
  if (hasClient) throw noClientCertificate();
  if (trust !== 'certificate')
    throw new NbwssError('notPossible', {
      causes: ['This master server trusts one certificate only, not its issuer.'],
    });
  return checkEndpointDetails(details, 'file');
}

/** @throws NbwssError `certificateDiffers` (T-16) for what is no certificate */
function readPem(text: string): string {
  try {
    return readCertificate(text).toString();
  } catch (error) {
    throw new NbwssError(
      'certificateDiffers',
      { causes: ['What was accepted is not a certificate.'] },
      { cause: error },
    );
  }
}

/** What a master server lists may be no URL at all. */
const isSameUrl = (one: string, other: string) =>
  one === other || (URL.canParse(one) && URL.canParse(other) && canonicalUrl(one) === canonicalUrl(other));
