import { X509Certificate } from 'node:crypto';
import type { AcceptedCertificate, CertificateFacts, PresentedCertificate, Trust } from '../../shared/certificate.ts';
import type { ClientCertificateInput } from '../../shared/client-certificate.ts';
import type { CommandPolicy } from '../../shared/command-policy.ts';
import type { EndpointState } from '../../shared/connection-status.ts';
import { checkEndpointDetails, type EndpointDetails } from '../../shared/endpoint-details.ts';
import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import type { Properties } from '../../shared/properties.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import type { Clock } from './clock.ts';
import type { CommandRelay } from './command/command-relay.ts';
import type { ConnectionProcess } from './connection/connection-process.ts';
import type { Change } from './console-feed.ts';
import { acceptedCertificate } from './credentials/accepted-certificate.ts';
import type { EndpointStore } from './credentials/endpoint-store.ts';
import { confirmCertificate, presentedCertificate } from './credentials/validation.ts';
import { type DetailsValidation, readGiven } from './details-validation.ts';
import type { Log } from './log.ts';
import { certificateFacts } from './tls/certificate-facts.ts';

export interface EndpointAdministrationOptions {
  /** @throws NbwssError `storeNotOpened` (T-12) */
  store: () => EndpointStore;
  validation: DetailsValidation;
  process: ConnectionProcess;
  relay: CommandRelay;
  clock: Clock;
  log: Log;
  properties: () => Properties;
  /** Notifications that wait for a group without endpoint. */
  leftBehind: (groupId: string) => number;
  /** An endpoint was added, deleted, or moved to another group. */
  groupsChanged: () => void;
  changed: (change: Change) => void;
}

/** What adding leads to: the connection is attempted within this many seconds at the latest (D-16); null where it is not known. */
export interface AddedEndpoint {
  hostName: string;
  priority: number;
  withinSeconds: number | null;
  /** Notifications that waited for the group without endpoint, and that this endpoint takes over (decision 20). */
  takenOver: number;
}

/** The accepted certificate of an endpoint, and what its server presents now. */
export interface PresentedNow {
  /** null when the trust store cannot give it. */
  accepted: { trust: Trust; certificate: CertificateFacts } | null;
  presented: PresentedCertificate;
}

/** What an administrator does with the saved endpoints; the connection process follows. */
export class EndpointAdministration {
  readonly #options: EndpointAdministrationOptions;

  constructor(options: EndpointAdministrationOptions) {
    this.#options = options;
  }

  get #saved(): EndpointStore {
    return this.#options.store();
  }

  /** D-15 to D-17. @throws NbwssError T-8 to T-18 */
  async add(
    details: EndpointDetails,
    certificate: string,
    trust: Trust,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<AddedEndpoint> {
    const { clock, log, validation } = this.#options;
    const checked = checkEndpointDetails(details, 'file');
    const fields = { endpoint: checked.hostName, group: checked.groupId };
    try {
      const given = readGiven(client) ?? undefined;
      this.#saved.assertFree(checked);
      const { acceptance, anchor } = await confirmCertificate(
        checked,
        certificate,
        trust,
        validation.asking(signal, given),
      );
      this.#saved.add(checked, acceptance, anchor, clock.now(), given);
    } catch (error) {
      log.warn('endpoint not added', { ...fields, detail: asNbwssError(error).message });
      throw error;
    }
    log.info('endpoint added', fields);
    const takenOver = this.#leftBehind(checked.groupId);
    this.#changed(checked.hostName, checked.groupId);
    return this.#added(checked, takenOver);
  }

  /** How many notifications wait for the group; a log that cannot be read does not undo what was saved. */
  #leftBehind(groupId: string): number {
    try {
      return this.#options.leftBehind(groupId);
    } catch (error) {
      this.#options.log.error('backlog not read', { group: groupId }, error);
      return 0;
    }
  }

  #added({ hostName, priority }: EndpointDetails, takenOver: number): AddedEndpoint {
    return { hostName, priority, withinSeconds: this.#options.properties()['connectionInfo.period'], takenOver };
  }

  /**
   * C-10, decision 38: replaces the credentials of a saved endpoint after the same validation; a live connection is closed
   * (1000) and an early run follows.
   * @param client instead of the saved client certificate; `null` removes it, `undefined` keeps it
   * @throws NbwssError T-8 to T-18, T-21
   */
  async renew(
    hostName: string,
    details: EndpointDetails,
    certificate: string,
    trust: Trust,
    client?: ClientCertificateInput | null,
    signal?: AbortSignal,
  ): Promise<AddedEndpoint> {
    const { clock, log, validation } = this.#options;
    const saved = this.#saved.get(hostName);
    const fields = { endpoint: saved.hostName, group: saved.groupId };
    // Before anything is logged: what is wrong with them may quote a password in their URL.
    const checked = checkEndpointDetails(details, 'file');
    try {
      if (this.#saved.find(checked.hostName) !== saved) {
        const why = `is ${checked.hostName}, but the credentials of ${saved.hostName} are to be renewed`;
        throw new NbwssError('detailsNotValid', { fields: { hostName: why } });
      }
      const given = readGiven(client);
      this.#saved.assertFree(checked, saved.hostName);
      const asking = validation.asking(signal, validation.shownFor(saved.hostName, given));
      const { acceptance, anchor } = await confirmCertificate(checked, certificate, trust, asking);
      // While the certificate was fetched another window may have renewed it, to another group.
      const former = this.#saved.get(saved.hostName);
      const renewed = this.#saved.renew(checked, acceptance, anchor, clock.now(), given);
      log.info('endpoint renewed', { endpoint: renewed.hostName, group: renewed.groupId });
      const takenOver = this.#leftBehind(renewed.groupId);
      this.#changed(renewed.hostName, renewed.groupId, former.groupId);
      return this.#added(checked, takenOver);
    } catch (error) {
      log.warn('endpoint not renewed', { ...fields, detail: asNbwssError(error).message });
      throw error;
    }
  }

  /**
   * Decision 35: what the trust store holds for an endpoint as PEM: the accepted certificate, or its issuer's; null when it cannot
   * give it. @throws NbwssError T-21
   */
  trustAnchor(hostName: string): string | null {
    try {
      return this.#saved.anchor(hostName);
    } catch (error) {
      if (asNbwssError(error).code === 'trustStoreNotRead') return null;
      throw error;
    }
  }

  /** Decision 35: what was accepted for an endpoint, and what its server presents now. @throws NbwssError T-3, T-21 */
  async presentedCertificate(hostName: string, signal?: AbortSignal): Promise<PresentedNow> {
    const saved = this.#saved.get(hostName);
    const asking = this.#options.validation.asking(signal, this.#saved.clientCertificate(saved.hostName));
    const presented = await presentedCertificate(saved, asking);
    return { accepted: this.#acceptedCertificate(saved), presented };
  }

  /** Decision 35: the accepted certificate in full. @throws NbwssError T-18, T-21 */
  acceptedCertificate(hostName: string): AcceptedCertificate {
    const saved = this.#saved.get(hostName);
    return acceptedCertificate(saved, this.#saved.anchor(hostName), this.#options.clock.now());
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
    const { clock, log, validation } = this.#options;
    const saved = this.#saved.get(hostName);
    const asking = validation.asking(signal, this.#saved.clientCertificate(saved.hostName));
    const { acceptance, anchor } = await confirmCertificate(saved, certificate, trust, asking);
    if (this.#saved.get(saved.hostName).url !== saved.url)
      throw new NbwssError('notPossible', { causes: [`${saved.hostName} was renewed meanwhile.`] });
    this.#saved.accept(saved.hostName, acceptance, anchor, clock.now());
    log.info('certificate accepted', { endpoint: saved.hostName, group: saved.groupId });
    this.#changed(saved.hostName, saved.groupId);
  }

  /** Decision 8: closes the connections of the groups of these hosts and walks each from the highest priority. @throws NbwssError T-21 */
  reconnect(hostNames: readonly string[]): void {
    for (const groupId of new Set(hostNames.map((hostName) => this.#saved.get(hostName).groupId))) {
      this.#options.log.info('reconnect by priority', { group: groupId });
      this.#options.process
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
    await Promise.all(changed.map(({ hostName, groupId }) => this.#options.process.endpointChanged(hostName, groupId)));
    // A later endpoint of the group may have been connected in the same walk: then the one that failed stands by, with its error.
    const failed = changed
      .map(({ hostName }) => this.#saved.find(hostName))
      .filter((endpoint) => endpoint !== undefined && endpoint.state === 'ACTIVATED')
      .map((endpoint) => this.#options.process.status(endpoint as SavedEndpoint))
      .filter(({ lastError }) => lastError !== null);
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
      this.#options.relay.forget(hostName);
      this.#options.log.info('endpoint deleted', { endpoint: hostName, group: groupId });
      this.#changed(hostName, groupId);
    }
  }

  #changed(hostName: string, groupId: string, formerGroupId?: string): void {
    this.#options.changed({ hostName });
    this.#options.groupsChanged();
    this.#options.process
      .endpointChanged(hostName, groupId, formerGroupId)
      .catch((error: unknown) => this.#options.log.error('run failed', { group: groupId }, error));
  }
}
