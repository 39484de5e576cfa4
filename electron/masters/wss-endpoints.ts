import type { PresentedCertificate } from '../../shared/certificate.ts';
import type { EndpointState } from '../../shared/connection-status.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import type { NetBackupAnswer, NetBackupResult, OwnCall } from '../service/netbackup/own-call.ts';
import { answerError, failureError, jsonOf, notUnderstood } from './call-problems.ts';
import {
  type HostList,
  readDetailsServer,
  readHostList,
  readValidatedHost,
  type ValidatedHost,
} from './host-objects.ts';
import type { MasterCallFailed } from './master-http.ts';

const base = '/netbackup/config/servers/wssendpoints';

export interface WssEndpointsOptions {
  /** A call with the credentials of this master server. */
  ask: (call: OwnCall) => Promise<NetBackupResult>;
  /** What the last call ended with. */
  trouble: () => MasterCallFailed | undefined;
  /** To be taken out of what the server says. */
  secret: string | undefined;
  /** It is a service like this one. */
  isOurs: boolean;
  /** Epoch milliseconds. */
  now: () => number;
}

/** The vendor's calls for WebSocket servers (netbackup-api.md). Each fails with an error of the catalogue. */
export class WssEndpoints {
  readonly #options: WssEndpointsOptions;

  constructor(options: WssEndpointsOptions) {
    this.#options = options;
  }

  async list(): Promise<HostList> {
    const answer = await this.#ask({ method: 'GET', uri: base });
    if (answer.status !== 200) throw this.#listProblem(answer);
    const list = await readHostList(jsonOf(answer));
    if (!list) throw notUnderstood('what came is not a list of WebSocket servers');
    return list;
  }

  /** D-9 for FILE */
  async validateHost(details: EndpointDetails): Promise<ValidatedHost> {
    return this.#validated(await this.#post('validatehost', details, [200], details.token), details);
  }

  /** D-8, D-9 for URL; decision 33 where the master server asks for it. @param accepted PEM of the details server */
  async validateUrl(
    url: string,
    accepted: string | undefined,
  ): Promise<
    { kind: 'details-server'; url: string; certificate: PresentedCertificate } | ({ kind: 'validated' } & ValidatedHost)
  > {
    const given = accepted === undefined ? { url } : { url, certificate: accepted };
    const body = await this.#post('validateurl', given, [200], undefined);
    const server = readDetailsServer(body, this.#options.now());
    return server ? { kind: 'details-server', ...server } : { kind: 'validated', ...this.#validated(body) };
  }

  /** D-15: `certificate` (PEM) is accepted thereby. */
  async save(details: EndpointDetails, certificate: string): Promise<void> {
    await this.#post('save', { ...details, certificate }, [200, 201], details.token);
  }

  /** Decision 38; an extension of the headless host. */
  async renew(details: EndpointDetails, certificate: string): Promise<void> {
    await this.#post('renew', { ...details, certificate }, [200], details.token);
  }

  async setState(hostName: string, state: EndpointState): Promise<void> {
    await this.#post('update', { hostName, state }, [200], undefined);
  }

  async delete(hostName: string): Promise<void> {
    const answer = await this.#ask({ method: 'DELETE', uri: `${base}/${encodeURIComponent(hostName)}` });
    if (answer.status !== 200 && answer.status !== 204) throw this.#refusal(answer);
  }

  async #post(action: string, body: object, wanted: readonly number[], token: string | undefined): Promise<unknown> {
    const answer = await this.#ask({ method: 'POST', uri: `${base}/${action}`, body: JSON.stringify(body) });
    if (!wanted.includes(answer.status)) throw this.#refusal(answer, token);
    return jsonOf(answer);
  }

  async #ask(call: OwnCall): Promise<NetBackupAnswer> {
    const result = await this.#options.ask(call);
    if (result.kind === 'failure') throw failureError(result, this.#options.trouble());
    return result;
  }

  #refusal(answer: NetBackupAnswer, token?: string): NbwssError {
    const { secret, isOurs } = this.#options;
    return answerError(answer, [secret, token], isOurs);
  }

  /** That the list cannot be had is about the master server, whatever its words. */
  #listProblem(answer: NetBackupAnswer): NbwssError {
    const refusal = this.#refusal(answer);
    if (refusal.code !== 'masterRefused') return refusal;
    const causes = [...refusal.report.lines, ...refusal.report.causes];
    return new NbwssError(answer.status >= 500 ? 'masterFailed' : 'masterNotUnderstood', { causes });
  }

  #validated(body: unknown, given?: EndpointDetails): ValidatedHost {
    const validated = readValidatedHost(body, given, this.#options.now());
    if (typeof validated === 'string') throw notUnderstood(validated);
    return validated;
  }
}

/** @throws NbwssError `masterNotSignedIn`: anything else that a list fails with comes after the credentials */
export async function acceptedBy(endpoints: WssEndpoints): Promise<void> {
  try {
    await endpoints.list();
  } catch (error) {
    if (asNbwssError(error).code === 'masterNotSignedIn' || !(error instanceof NbwssError)) throw error;
  }
}
