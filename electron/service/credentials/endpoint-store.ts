import type { Acceptance } from '../../../shared/certificate.ts';
import type { CommandPolicy } from '../../../shared/command-policy.ts';
import type { EndpointState } from '../../../shared/connection-status.ts';
import { canonicalUrl, type EndpointDetails } from '../../../shared/endpoint-details.ts';
import { asNbwssError, NbwssError } from '../../../shared/error-catalogue.ts';
import { canonicalHostName } from '../../../shared/host-name.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { ClientCertificate, GivenClientCertificate } from '../tls/client-certificate.ts';
import type { Config, ConfigFile } from './config-file.ts';
import type { TokenVault } from './token-vault.ts';
import type { TrustStore } from './trust-store.ts';

/** Of the certificate that the trust store holds for what was accepted. */
const anchorFingerprint = ({ trust, sha256Fingerprint, anchorFingerprint: issuer }: Acceptance) =>
  trust === 'certificate' ? sha256Fingerprint : issuer;

const tokenName = (hostName: string) => `token of ${canonicalHostName(hostName)}`;
const clientKeyName = (hostName: string) => `client key of ${canonicalHostName(hostName)}`;

/** Without the sealed secrets of these names. */
const without = (vault: Config['vault'], ...names: readonly string[]): Config['vault'] =>
  Object.fromEntries(Object.entries(vault).filter(([name]) => !names.includes(name)));

/** The saved credentials: details in `config.json`, tokens sealed beside them, certificates in the trust store. */
export class EndpointStore {
  readonly #file: ConfigFile;
  readonly #vault: TokenVault;
  readonly #trustStore: TrustStore;
  /** The list by host name, so that thousands of endpoints are not searched for each. */
  #index: { list: readonly SavedEndpoint[]; byHost: ReadonlyMap<string, SavedEndpoint> } | undefined;
  /** The last time that credentials were given, epoch milliseconds. */
  #lastGivenAt = 0;

  constructor(file: ConfigFile, vault: TokenVault, trustStore: TrustStore) {
    this.#file = file;
    this.#vault = vault;
    this.#trustStore = trustStore;
  }

  /** In the order in which they were added. */
  list(): readonly SavedEndpoint[] {
    return this.#file.config.endpoints;
  }

  find(hostName: string): SavedEndpoint | undefined {
    const list = this.list();
    if (this.#index?.list !== list) {
      const byHost = new Map(list.map((endpoint) => [canonicalHostName(endpoint.hostName), endpoint]));
      this.#index = { list, byHost };
    }
    return this.#index.byHost.get(canonicalHostName(hostName));
  }

  /** @throws NbwssError `notFound` (T-21) */
  get(hostName: string): SavedEndpoint {
    const endpoint = this.find(hostName);
    if (!endpoint)
      throw new NbwssError('notFound', { causes: [`There is no endpoint with the host name ${hostName}.`] });
    return endpoint;
  }

  /**
   * D-11, decision 36: a host name and a URL are saved once.
   * @param renewed host whose credentials the details replace: its own name and URL are not taken
   * @throws NbwssError `alreadyExists` (T-13)
   */
  assertFree({ hostName, url }: EndpointDetails, renewed?: string): void {
    const own = renewed === undefined ? undefined : this.find(renewed);
    const taken = this.find(hostName);
    if (taken && taken !== own)
      throw new NbwssError('alreadyExists', {
        causes: [`An endpoint with the host name ${taken.hostName} is saved already.`],
      });
    const same = this.list().find((endpoint) => endpoint !== own && canonicalUrl(endpoint.url) === canonicalUrl(url));
    if (same) throw new NbwssError('alreadyExists', { causes: [`The endpoint ${same.hostName} has the same URL.`] });
  }

  /**
   * D-15, D-17: saves certificate, then details and token in one write. When that write fails the certificate is taken away
   * again, so that both are as they were.
   * @param anchor PEM for the trust store: the accepted certificate, or its issuer's
   * @param client its private key is sealed like the token
   */
  add(
    details: EndpointDetails,
    acceptance: Acceptance,
    anchor: string,
    now: number,
    client?: GivenClientCertificate,
  ): SavedEndpoint {
    this.assertFree(details);
    const { token, hostName, groupId, url, priority } = details;
    const endpoint: SavedEndpoint = {
      ...{ hostName, groupId, url, priority, state: 'ACTIVATED', acceptance, addedAt: this.#givenAt(now) },
      ...(client ? { clientCertificate: client.saved } : {}),
    };
    const { config } = this.#file;
    const vault = { ...config.vault, ...this.#sealed(hostName, token, client) };
    this.#trustStore.save(hostName, anchor);
    try {
      this.#file.save({ ...config, endpoints: [...config.endpoints, endpoint], vault });
    } catch (error) {
      this.#trustStore.remove(hostName);
      throw error;
    }
    return endpoint;
  }

  /**
   * Decision 38: replaces token, certificate, group, priority and URL in one step; state and place in the list stay. What was
   * there stays when a write fails.
   * @param client instead of the saved client certificate; `null` removes it, `undefined` keeps it
   */
  renew(
    details: EndpointDetails,
    acceptance: Acceptance,
    anchor: string,
    now: number,
    client?: GivenClientCertificate | null,
  ): SavedEndpoint {
    const { token, hostName, groupId, url, priority } = details;
    const saved = this.get(hostName);
    this.assertFree(details, saved.hostName);
    const { clientCertificate: former, ...others } = saved;
    const clientCertificate = client === undefined ? former : client?.saved;
    const renewed: SavedEndpoint = {
      ...{ ...others, groupId, url, priority, acceptance, renewedAt: this.#givenAt(now) },
      ...(clientCertificate ? { clientCertificate } : {}),
    };
    const removed = client === null ? [clientKeyName(saved.hostName)] : [];
    this.#replace(saved, renewed, anchor, this.#sealed(saved.hostName, token, client ?? undefined), removed);
    return renewed;
  }

  /** Decision 35: replaces the accepted certificate alone. */
  accept(hostName: string, acceptance: Acceptance, anchor: string, now: number): SavedEndpoint {
    const saved = this.get(hostName);
    const renewed: SavedEndpoint = { ...saved, acceptance, renewedAt: this.#givenAt(now) };
    this.#replace(saved, renewed, anchor, {});
    return renewed;
  }

  /**
   * C-17: by this time a connection tells whether its credentials are still the saved ones, so no two are the same, not even
   * within one millisecond or after the clock was set back.
   */
  #givenAt(now: number): number {
    this.#lastGivenAt = Math.max(now, this.#lastGivenAt + 1);
    return this.#lastGivenAt;
  }

  /** Certificate, then config.json; between the two writes the trust store holds both certificates. */
  #replace(
    saved: SavedEndpoint,
    renewed: SavedEndpoint,
    anchor: string,
    sealed: Config['vault'],
    removed: readonly string[] = [],
  ): void {
    const { hostName } = saved;
    const { config } = this.#file;
    const former = this.#trustStore.has(hostName) ? this.#readAnchor(hostName) : undefined;
    const others = former === undefined || former.trim() === anchor.trim() ? '' : `\n${former}`;
    this.#trustStore.save(hostName, `${anchor.trimEnd()}${others}`);
    try {
      const endpoints = config.endpoints.map((endpoint) => (endpoint === saved ? renewed : endpoint));
      this.#file.save({ ...config, endpoints, vault: { ...without(config.vault, ...removed), ...sealed } });
    } catch (error) {
      if (former === undefined) this.#trustStore.remove(hostName);
      else this.#trustStore.save(hostName, former);
      throw error;
    }
    if (others !== '') this.#trustStore.save(hostName, anchor);
  }

  /** The secrets of an endpoint, sealed, by name. */
  #sealed(hostName: string, token: string, client: GivenClientCertificate | undefined): Config['vault'] {
    const key = clientKeyName(hostName);
    const sealed = { [tokenName(hostName)]: this.#seal(tokenName(hostName), token, 'token') };
    return client ? { ...sealed, [key]: this.#seal(key, client.key, 'key of the client certificate') } : sealed;
  }

  #seal(name: string, secret: string, what: string): string {
    try {
      return this.#vault.seal(name, secret);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new NbwssError(
        'storeNotWritten',
        { causes: [`The ${what} could not be encrypted: ${why}`] },
        { cause: error },
      );
    }
  }

  /** Decision 19: sets the command policy of all in one write. */
  setCommandPolicy(hostNames: readonly string[], commandPolicy: CommandPolicy): void {
    const named = new Set(hostNames.map((hostName) => this.get(hostName)));
    const { config } = this.#file;
    const endpoints = config.endpoints.map((endpoint) =>
      named.has(endpoint) ? { ...endpoint, commandPolicy } : endpoint,
    );
    this.#file.save({ ...config, endpoints });
  }

  /** P-7: sets the state of all in one write. @returns those that had another before */
  setState(hostNames: readonly string[], state: EndpointState): SavedEndpoint[] {
    const others = new Set(
      hostNames.map((hostName) => this.get(hostName)).filter((endpoint) => endpoint.state !== state),
    );
    if (others.size === 0) return [];
    const { config } = this.#file;
    const endpoints = config.endpoints.map((endpoint) => (others.has(endpoint) ? { ...endpoint, state } : endpoint));
    this.#file.save({ ...config, endpoints });
    return [...others];
  }

  /**
   * Z-2: removes details and token, then the certificate. The other way round, a process that is killed in between would leave an
   * endpoint that cannot connect any more. A certificate that cannot be removed keeps the row (decision 31).
   */
  remove(hostName: string): void {
    const endpoint = this.get(hostName);
    const { config } = this.#file;
    const vault = without(config.vault, tokenName(hostName), clientKeyName(hostName));
    this.#file.save({ ...config, endpoints: config.endpoints.filter((other) => other !== endpoint), vault });
    try {
      this.#trustStore.remove(hostName);
    } catch (error) {
      this.#file.save(config);
      throw error;
    }
  }

  #readAnchor(hostName: string): string | undefined {
    try {
      return this.#trustStore.load(hostName, anchorFingerprint(this.get(hostName).acceptance));
    } catch {
      return undefined; // a damaged certificate is replaced; there is nothing to put back
    }
  }

  /** C-17: @throws NbwssError `credentialsNotRead` */
  token(hostName: string): string {
    const sealed = this.#file.config.vault[tokenName(hostName)];
    if (sealed === undefined) throw new NbwssError('credentialsNotRead', { causes: ['There is no saved token.'] });
    return this.#vault.open(tokenName(hostName), sealed);
  }

  /**
   * What this side shows to the endpoint's server; `undefined` when nothing was given for it.
   * @throws NbwssError `credentialsNotRead`: its key cannot be opened
   */
  clientCertificate(hostName: string): ClientCertificate | undefined {
    const { clientCertificate } = this.get(hostName);
    if (!clientCertificate) return undefined;
    const name = clientKeyName(hostName);
    const sealed = this.#file.config.vault[name];
    const why = 'The key of the client certificate cannot be read: give the client certificate again.';
    if (sealed === undefined) throw new NbwssError('credentialsNotRead', { causes: [why] });
    try {
      return { chain: clientCertificate.chain, key: this.#vault.open(name, sealed) };
    } catch (error) {
      const { causes } = asNbwssError(error).report;
      throw new NbwssError('credentialsNotRead', { causes: [why, ...causes] }, { cause: error });
    }
  }

  /** PEM of the anchor for this endpoint. @throws NbwssError `trustStoreNotRead` */
  anchor(hostName: string): string {
    return this.#trustStore.load(hostName, anchorFingerprint(this.get(hostName).acceptance));
  }
}
