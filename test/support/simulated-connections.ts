import type { Clock, Timer } from '../../electron/service/clock.ts';
import {
  type Connection,
  type ConnectionOptions,
  type ConnectionTarget,
  closeTimeLimit,
  connectResponseTimeLimit,
} from '../../electron/service/connection/connection.ts';
import type { ConnectionEnd } from '../../electron/service/connection/connection-failure.ts';
import { connectTimeLimit } from '../../electron/service/tls/open-tls.ts';
import type { Message } from '../../shared/messages.ts';

/** A server of the simulation. All times are in milliseconds. */
export interface SimulatedServer {
  /** `silent` never answers the upgrade, `mute` never answers the CONNECT REQUEST. */
  mode: 'up' | 'down' | 'silent' | 'mute';
  /** Until the upgrade is answered, or, when it is down, until the connection is refused. */
  upgradeAfter: number;
  /** Until CONNECT is answered. */
  answerAfter: number;
  /** Until a close is answered; over 5 s is never. */
  closeAfter: number;
  /** The one token that it accepts. */
  accepts: string;
}

/** How long an attempt at a server may take at the most, until its socket is gone. */
export function attemptLimit({ mode, upgradeAfter, answerAfter, closeAfter }: SimulatedServer): number {
  const upgrade = mode === 'silent' ? connectTimeLimit : Math.min(upgradeAfter, connectTimeLimit);
  if (mode === 'down' || upgrade === connectTimeLimit) return upgrade;
  const answer = mode === 'mute' ? connectResponseTimeLimit : Math.min(answerAfter, connectResponseTimeLimit);
  return upgrade + answer + Math.min(closeAfter, closeTimeLimit);
}

/** Whether a server accepts a connection with this token. */
export const isReachable = ({ mode, upgradeAfter, answerAfter, accepts }: SimulatedServer, token: string): boolean =>
  mode === 'up' && upgradeAfter < connectTimeLimit && answerAfter < connectResponseTimeLimit && accepts === token;

export interface SimulationObserver {
  accepted(connection: SimulatedConnection): void;
  /** It was closed from our side, in the state that it had before. */
  closing(connection: SimulatedConnection, code: number): void;
  ended(connection: SimulatedConnection, end: ConnectionEnd, was: SimulatedConnection['state']): void;
}

/**
 * Stands in for an EndpointConnection, without sockets: the same states, time limits and promises, in the same order.
 * Everything goes by the clock that is passed in; a time of 0 is over in the same turn's microtasks.
 */
export class SimulatedConnection implements Connection {
  readonly target: ConnectionTarget;
  readonly roundTrip = undefined;
  readonly missedPongs = 0;
  readonly ping = () => Promise.resolve(undefined);
  state: 'connecting' | 'waiting' | 'connected' | 'ended' = 'connecting';
  /** Monotonic time of the end; only when it has ended. */
  endedAt: number | undefined;
  readonly #options: ConnectionOptions;
  readonly #server: SimulatedServer;
  readonly #observer: SimulationObserver;
  readonly #ended = Promise.withResolvers<ConnectionEnd>();
  readonly #accepted = Promise.withResolvers<boolean>();
  readonly #gone = Promise.withResolvers<void>();
  #since = 0;
  #how: ConnectionEnd | undefined;
  #timer: Timer | undefined;

  constructor(
    target: ConnectionTarget,
    options: ConnectionOptions,
    server: SimulatedServer,
    observer: SimulationObserver,
  ) {
    this.target = target;
    this.#options = options;
    this.#server = server;
    this.#observer = observer;
    this.#tell('connecting', 'START');
    const { mode, upgradeAfter } = server;
    if (mode === 'silent' || upgradeAfter >= connectTimeLimit) {
      this.#after(connectTimeLimit, () => this.#finish({ cause: 'no-upgrade', reason: 'no upgrade' }));
    } else if (mode === 'down') this.#after(upgradeAfter, () => this.#finish({ cause: 'refused', reason: 'refused' }));
    else this.#after(upgradeAfter, () => this.#upgraded());
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  get accepted(): Promise<boolean> {
    return this.#accepted.promise;
  }

  get ended(): Promise<ConnectionEnd> {
    return this.#ended.promise;
  }

  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  get isConnected(): boolean {
    return this.state === 'connected';
  }

  /** Neither accepted nor ended. */
  get isAttempt(): boolean {
    return this.state === 'connecting' || this.state === 'waiting';
  }

  send(_message: Message, written?: () => void): boolean {
    if (this.isConnected) written?.();
    return this.isConnected;
  }

  pingRateChanged(): void {}

  close(code: number, reason: string): void {
    if (this.state === 'ended') return;
    this.#observer.closing(this, code);
    const established = this.isConnected ? { closeStatus: 'NORMAL_CLOSURE' } : {};
    this.#finish({ cause: 'closed-by-us', reason, ...established }, true);
  }

  /** The network breaks, or (`closes`) the cloud application closes. */
  lose(closes: boolean): void {
    if (this.state === 'connected')
      this.#finish({ cause: closes ? 'closed-by-peer' : 'connection-lost', reason: 'lost', closeStatus: 'GOING_AWAY' });
    else
      this.#finish({ cause: this.state === 'waiting' ? 'closed-before-accepted' : 'upgrade-refused', reason: 'lost' });
  }

  #upgraded(): void {
    const { mode, answerAfter } = this.#server;
    this.state = 'waiting';
    this.#tell('waiting-for-connect-response', 'UPGRADED');
    const isLate = mode === 'mute' || answerAfter >= connectResponseTimeLimit;
    if (!isLate) this.#after(answerAfter, () => this.#answered());
    else {
      const end: ConnectionEnd = { cause: 'no-connect-response', reason: 'no CONNECT RESPONSE' };
      this.#after(connectResponseTimeLimit, () => this.#finish(end, true));
    }
  }

  #answered(): void {
    if (this.target.token !== this.#server.accepts) {
      this.#finish({ cause: 'token-rejected', reason: 'Token rejected by the cloud application' }, true);
      return;
    }
    this.state = 'connected';
    this.#since = this.clock.monotonic();
    this.#observer.accepted(this);
    this.#tell('connected', 'ACCEPTED');
    this.#accepted.resolve(true);
  }

  /** @param asksPeer whether a closing handshake is worth it: the socket stays until the peer answers, or 5 s */
  #finish(how: ConnectionEnd, asksPeer = false): void {
    const was = this.state;
    if (was === 'ended') return;
    const end = was === 'connected' ? { ...how, lived: this.clock.monotonic() - this.#since } : how;
    this.#timer?.cancel();
    this.state = 'ended';
    this.#how = end;
    this.endedAt = this.clock.monotonic();
    this.#observer.ended(this, end, was);
    this.#tell('disconnected', 'ENDED');
    if (!asksPeer || was === 'connecting') this.#gone.resolve();
    else this.#wait(Math.min(this.#server.closeAfter, closeTimeLimit), () => this.#gone.resolve());
    this.#accepted.resolve(false);
    this.#ended.resolve(end);
  }

  /** Does something later, unless the connection has ended by then. */
  #after(milliseconds: number, action: () => void): void {
    this.#timer = this.#wait(milliseconds, () => {
      if (this.state !== 'ended') action();
    });
  }

  #wait(milliseconds: number, action: () => void): Timer | undefined {
    if (milliseconds > 0) return this.clock.setTimeout(action, milliseconds);
    queueMicrotask(action);
    return undefined;
  }

  #tell(to: Parameters<ConnectionOptions['moved']>[0]['to'], code: string): void {
    this.#options.moved({ time: this.clock.now(), to, code, reason: code }, this.#how);
  }
}
