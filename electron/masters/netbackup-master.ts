import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import type { NetBackupStatus } from '../../shared/netbackup.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import { type NetBackupCredentials, withoutSecret } from '../service/netbackup/credentials.ts';
import { NetBackupSession } from '../service/netbackup/session.ts';
import { answerError, failureError } from './call-problems.ts';
import { deleteAndAdd } from './delete-and-add.ts';
import type { SavedHost } from './host-objects.ts';
import { MasterHttp } from './master-http.ts';
import { notOffered } from './not-offered.ts';
import { type Polled, type RemoteKind, type RemoteKindOptions, remoteCapabilities } from './remote-kind.ts';
import { acceptedBy, WssEndpoints } from './wss-endpoints.ts';

/** An account with its secret. A headless host's token is none of NetBackup's. */
export function netBackupCredentials(saved: SavedMaster['credentials'], secret: string): NetBackupCredentials {
  switch (saved.kind) {
    case 'api-key':
      return { ...saved, apiKey: secret };
    case 'password':
      return { ...saved, password: secret };
    default:
      return { kind: 'none' };
  }
}

/** NetBackup's own WebSocket service: it knows its list, and what the administrator wants of it. */
export class NetBackupMaster implements RemoteKind {
  /** There is no call for a renewal. */
  static readonly capabilities: Capabilities = { ...remoteCapabilities, renew: 'delete and add' };
  readonly endpoints: WssEndpoints;
  readonly #origin: string;
  readonly #credentials: NetBackupCredentials;
  readonly #http: MasterHttp;
  readonly #session: NetBackupSession;

  constructor({ master, secret, clock, log, route }: RemoteKindOptions) {
    this.#origin = master.origin;
    this.#credentials = netBackupCredentials(master.credentials, secret);
    this.#http = new MasterHttp(master, { clock, route });
    const credentials = this.#credentials;
    this.#session = new NetBackupSession({ client: this.#http, credentials, clock, log, caller: master.id });
    this.endpoints = new WssEndpoints({
      ask: (call) => this.#session.ask(call),
      trouble: () => this.#http.trouble,
      secret,
      isOurs: false,
      now: () => clock.now(),
    });
  }

  get version(): string {
    const { text } = this.#session.apiVersion;
    return text === null ? '' : `API ${text}`;
  }

  async ping(): Promise<void> {
    const result = await this.#session.ping();
    if (result.kind === 'failure') throw failureError(result, this.#http.trouble);
    if (result.status !== 200) throw answerError(result, [], false);
  }

  readonly apiVersion = () => {
    const { current, server } = this.#session.apiVersion;
    return server === undefined ? 'NetBackup does not say which version of its API it speaks' : `${current}.0`;
  };

  async signIn(): Promise<string> {
    if (this.#credentials.kind !== 'password') {
      await acceptedBy(this.endpoints);
      return 'The API key was accepted';
    }
    const authorization = await this.#session.authorize();
    if (authorization.kind === 'failure') throw failureError(authorization, this.#http.trouble);
    return `Logged in as ${this.#credentials.userName}`;
  }

  async poll(): Promise<Polled> {
    return { list: await this.endpoints.list() };
  }

  netBackup(problem: string | undefined): NetBackupStatus {
    return {
      baseUrl: this.#origin,
      state: problem === undefined ? 'unknown' : problem === '' ? 'ok' : 'failing',
      detail: problem ?? 'Not asked yet',
      caCertificates: [],
      credentials: withoutSecret(this.#credentials),
      apiVersion: this.#session.apiVersion.text,
    };
  }

  renew(former: SavedHost, details: EndpointDetails, certificate: string): Promise<void> {
    return deleteAndAdd(this.endpoints, former, details, certificate);
  }

  run(): Promise<void> {
    return Promise.reject(notOffered());
  }

  retryNow(): void {
    this.#session.retryNow();
  }

  async end(): Promise<void> {
    await this.#session.end();
    await this.#http.close();
  }
}
