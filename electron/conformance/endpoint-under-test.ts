import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { Clock } from '../service/clock.ts';
import { connectResponseTimeLimit } from '../service/connection/connection.ts';
import { connectTimeLimit } from '../service/tls/open-tls.ts';
import type { Route } from '../service/tls/proxy.ts';
import type { AcceptedCertificate } from './certificate.ts';
import type { Limits } from './limits.ts';
import { Session } from './session.ts';

export interface EndpointUnderTestOptions {
  details: EndpointDetails;
  certificate: AcceptedCertificate;
  clock: Clock;
  route: Route;
  limits: Limits;
}

/** Opens connections to the endpoint, one at a time (C-4), each pinned to the accepted certificate. */
export class EndpointUnderTest {
  /** All that were opened. */
  readonly sessions: Session[] = [];
  readonly #options: EndpointUnderTestOptions;

  constructor(options: EndpointUnderTestOptions) {
    this.#options = options;
  }

  /** Begins a connection with the token of the details, or with another one. */
  open(token = this.#options.details.token): Session {
    const { details, certificate, clock, route, limits } = this.#options;
    const session = new Session({ url: details.url, token, ...certificate }, { clock, route, pongLimit: limits.pong });
    this.sessions.push(session);
    return session;
  }

  /** Opens one, and waits until it was accepted or has ended; a slow endpoint has as long as NBWSS gives it. */
  async connect(): Promise<Session> {
    const session = this.open();
    const accepted = () => (session.isConnected ? true : undefined);
    await session.until(accepted, connectTimeLimit + connectResponseTimeLimit + 1_000);
    return session;
  }

  /** The connection itself while it lasts, else another one; that one may not be accepted. */
  async alive(session: Session): Promise<Session> {
    return session.isConnected ? session : this.connect();
  }
}
