import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BoundedLog } from './bounded-log.ts';
import { makeCertificate } from './certificates.ts';
import type { Changes } from './changes.ts';
import { type Clock, systemClock } from './clock.ts';
import { BodyTooLargeError, headerTexts, readBody, sendAnswer } from './http-exchange.ts';
import type { ApiAnswer } from './netbackup/api.ts';
import { ApiError } from './netbackup/api-error.ts';
import { imageRoutes } from './netbackup/images.ts';
import { jobRoutes } from './netbackup/jobs.ts';
import { MasterServer } from './netbackup/master-server.ts';
import { type ReceivedRequest, Router } from './netbackup/router.ts';
import { Scenarios } from './netbackup/scenarios.ts';
import { type Account, Sessions } from './netbackup/sessions.ts';
import { vmServerRoutes } from './netbackup/vm-servers.ts';
import { PracticeWssEndpoints } from './netbackup/wss-endpoints.ts';
import { Serial } from './serial.ts';
import { TlsListener } from './tls-listener.ts';

/** A way to answer that no honest server has: silence, or a cut connection. */
export type OddAnswer = 'never' | 'cut';

export interface NetBackupOptions {
  readonly clock?: Clock;
  /** Newest API version that it speaks; default 12 (release 10.5). */
  readonly apiVersion?: number;
  /** The master server's own name, as in `clientName` of a parent job. */
  readonly masterName?: string;
  /** Factor on the waits of scenarios; default 1. */
  readonly pace?: number;
  /** Most jobs and most images that are kept; default 5,000. */
  readonly limit?: number;
  readonly account?: Partial<Account>;
  /** Seconds that the token of a login lasts; default a day. */
  readonly tokenValidity?: number;
}

const maxBodyBytes = 1024 * 1024;
/** For the log of requests, in characters; a request counts some for itself. */
const logSize = 8 * 1024 * 1024;
const sizeOf = ({ target, body }: ReceivedRequest) => 500 + target.length + body.length;
const addresses = ['127.0.0.1', '::1'] as const;

/** A NetBackup master server for learning and for tests: its REST API over TLS on loopback, with a CA of its own. */
export class PracticeNetBackup {
  readonly master: MasterServer;
  readonly scenarios: Scenarios;
  readonly sessions: Sessions;
  readonly wssEndpoints: PracticeWssEndpoints;
  readonly changes: Changes;
  /** PEM */
  readonly caCertificate: string;
  /** Tests put an answer of their own here; `undefined` leaves the request to the server. */
  intercept: (
    request: ReceivedRequest,
  ) => ApiAnswer | OddAnswer | undefined | Promise<ApiAnswer | OddAnswer | undefined> = () => undefined;
  readonly #received = new BoundedLog<ReceivedRequest>(logSize, sizeOf);
  readonly #router: Router;
  readonly #listener: TlsListener;
  readonly #serial = new Serial();
  readonly #clock: Clock;
  #online = false;

  private constructor(options: NetBackupOptions, clock: Clock, certificates: Certificates) {
    this.#clock = clock;
    this.master = new MasterServer(options.masterName ?? 'practice-master', options.limit);
    this.changes = this.master.changes;
    this.scenarios = new Scenarios(this.master, clock, options.pace ?? 1);
    const secret = () => randomBytes(24).toString('base64url');
    this.sessions = new Sessions(
      { userName: 'practice-administrator', password: secret(), apiKey: `A${secret()}${secret()}`, ...options.account },
      clock,
      options.tokenValidity,
    );
    this.wssEndpoints = new PracticeWssEndpoints(clock, () => this.changes.announce());
    this.caCertificate = certificates.authority.certificate;
    this.#router = new Router({
      apiVersion: options.apiVersion ?? 12,
      sessions: this.sessions,
      clock,
      routes: [
        ...this.sessions.routes(),
        {
          method: 'GET',
          path: '/netbackup/security/cacert',
          access: 'anyone',
          answer: () => ({ status: 200, body: { webRootCert: this.caCertificate, cacert: [this.caCertificate] } }),
        },
        ...vmServerRoutes(),
        ...this.wssEndpoints.routes(),
        ...jobRoutes(this.master),
        ...imageRoutes(this.master, () => clock.now()),
      ],
    });
    this.#listener = new TlsListener({
      addresses,
      identity: certificates.server,
      changes: this.changes,
      onRequest: (request, response) => void this.#handle(request, response),
    });
  }

  /** Starts one on a free port. */
  static async start(options: NetBackupOptions = {}): Promise<PracticeNetBackup> {
    const clock = options.clock ?? systemClock;
    const netBackup = new PracticeNetBackup(options, clock, await makeCertificates());
    netBackup.master.addHistory(clock.now());
    await netBackup.setOnline(true);
    return netBackup;
  }

  /** Such as `https://localhost:1556`. */
  get origin(): string {
    return `https://localhost:${this.#listener.port}`;
  }

  get account(): Account {
    return this.sessions.account;
  }

  get online(): boolean {
    return this.#online;
  }

  /** The latest requests (8 MiB of them), oldest first, secrets included: for tests. */
  get received(): readonly ReceivedRequest[] {
    return this.#received.entries;
  }

  get listener(): TlsListener {
    return this.#listener;
  }

  /** Outage: connections are cut and none are taken, until it comes back on the same port. */
  setOnline(online: boolean): Promise<void> {
    return this.#serial.run(async () => {
      if (online) await this.#listener.open();
      this.#online = online;
      this.changes.announce();
      if (!online) await this.#listener.close('abruptly');
    });
  }

  async close(): Promise<void> {
    this.scenarios.stop();
    this.wssEndpoints.close();
    await this.setOnline(false);
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = (await readBody(request, maxBodyBytes)).toString('utf8');
      const received: ReceivedRequest = {
        time: this.#clock.now(),
        method: request.method ?? '',
        target: request.url ?? '',
        headers: headerTexts(request),
        body,
      };
      this.#received.add(received);
      this.changes.announce();
      const odd = await this.intercept(received);
      if (odd === 'never') return;
      if (odd === 'cut') {
        request.socket.destroy();
        return;
      }
      this.#send(response, odd ?? (await this.#router.answer(received, this.origin)));
    } catch (error) {
      if (response.destroyed || response.headersSent) return;
      const refusal =
        error instanceof BodyTooLargeError
          ? new ApiError(413, 'The request body is too large.')
          : new ApiError(500, 'The practice server failed.', {}, [String(error)]);
      this.#send(response, { status: refusal.status, body: refusal });
    }
  }

  #send(response: ServerResponse, { status, headers, body }: ApiAnswer): void {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const type = text === '' ? {} : { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' };
    sendAnswer(response, status, { ...type, ...headers }, text);
  }
}

type Certificates = Awaited<ReturnType<typeof makeCertificates>>;

async function makeCertificates() {
  const authority = await makeCertificate({
    commonName: 'Practice NetBackup CA',
    alternativeNames: [],
    purpose: 'authority',
  });
  const alternativeNames = ['localhost', ...addresses];
  return { authority, server: await makeCertificate({ commonName: 'localhost', alternativeNames, issuer: authority }) };
}
