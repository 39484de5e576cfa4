import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import type { NetBackupStatus } from '../../shared/netbackup.ts';
import { isHealth } from '../service/health.ts';
import type { OwnCall } from '../service/netbackup/own-call.ts';
import { answerError, failureError, jsonOf, notUnderstood } from './call-problems.ts';
import type { SavedHost } from './host-objects.ts';
import { type HostStatus, statusReader } from './host-status.ts';
import { MasterHttp } from './master-http.ts';
import { type Polled, type RemoteKind, type RemoteKindOptions, remoteCapabilities } from './remote-kind.ts';
import { TokenSession } from './token-session.ts';
import { acceptedBy, WssEndpoints } from './wss-endpoints.ts';

/** This service on another computer, without a screen: the vendor's calls with our extensions. */
export class HeadlessMaster implements RemoteKind {
  static readonly capabilities: Capabilities = {
    ...remoteCapabilities,
    renew: 'one step',
    run: true,
    notifications: 'status',
  };
  readonly endpoints: WssEndpoints;
  readonly #http: MasterHttp;
  readonly #session: TokenSession;
  readonly #token: string;
  readonly #read: ReturnType<typeof statusReader>;
  #version = '';

  constructor({ master, secret, clock, route }: RemoteKindOptions) {
    this.#token = secret;
    this.#read = statusReader(secret);
    this.#http = new MasterHttp(master, { clock, route });
    this.#session = new TokenSession(this.#http, secret);
    this.endpoints = new WssEndpoints({
      ask: (call) => this.#session.ask(call),
      trouble: () => this.#http.trouble,
      secret,
      isOurs: true,
      now: () => clock.now(),
    });
  }

  get version(): string {
    return this.#version;
  }

  /** Without the token, which nobody needs to know for that. A host that cannot use its files answers, too. */
  async ping(): Promise<void> {
    const result = await new TokenSession(this.#http, undefined).ask({ method: 'GET', uri: '/healthz' });
    if (result.kind === 'failure') throw failureError(result, this.#http.trouble);
    if (isHealth(result.status, result.body)) return;
    if (result.status !== 200) throw answerError(result, [], true);
    throw notUnderstood('what answers is not a headless host');
  }

  async signIn(): Promise<string> {
    await acceptedBy(this.endpoints);
    return 'The token was accepted';
  }

  async poll(): Promise<Polled> {
    const [list, status] = await Promise.all([this.endpoints.list(), this.#status()]);
    this.#version = status.version;
    return { list, status };
  }

  async #status(): Promise<HostStatus> {
    const status = this.#read(await this.#ask({ method: 'GET', uri: '/nbwss/status' }));
    if (!status) throw notUnderstood('what came is not the status of a headless host');
    return status;
  }

  async #ask(call: OwnCall): Promise<unknown> {
    const result = await this.#session.ask(call);
    if (result.kind === 'failure') throw failureError(result, this.#http.trouble);
    if (result.status !== 200) throw answerError(result, [this.#token], true);
    return jsonOf(result);
  }

  netBackup(_problem: string | undefined, status: HostStatus | undefined): NetBackupStatus {
    return {
      baseUrl: null,
      state: status?.netbackup.state ?? 'unknown',
      detail: status?.netbackup.detail ?? 'Not asked yet',
      caCertificates: [],
      credentials: { kind: 'none' },
      apiVersion: null,
    };
  }

  renew(_former: SavedHost, details: EndpointDetails, certificate: string): Promise<void> {
    return this.endpoints.renew(details, certificate);
  }

  async run(): Promise<void> {
    await this.#ask({ method: 'POST', uri: '/nbwss/run' });
  }

  retryNow(): void {
    // Its token is the same each time: there is no login that waits.
  }

  end(): Promise<void> {
    return this.#http.close();
  }
}
