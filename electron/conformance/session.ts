import { randomUUID } from 'node:crypto';
import type { Envelope, Message, MessageSubType, MessageType } from '../../shared/messages.ts';
import type { Clock } from '../service/clock.ts';
import { CommandRelay } from '../service/command/command-relay.ts';
import type { ConnectionTarget } from '../service/connection/connection.ts';
import type { ConnectionEnd } from '../service/connection/connection-failure.ts';
import { EndpointConnection } from '../service/connection/endpoint-connection.ts';
import type { Log } from '../service/log.ts';
import type { Route } from '../service/tls/proxy.ts';
import { WrittenMessage } from '../service/written-message.ts';

/** Something that the endpoint sent. */
export interface Arrival {
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Why it could not be decoded, when it is a text. */
  readonly message: Envelope | string;
  /** Whether CONNECT had been accepted before. */
  readonly accepted: boolean;
}

/** A decoded message of one kind. */
export type Received = Arrival & { readonly message: Envelope };

export interface SessionOptions {
  clock: Clock;
  route: Route;
  /** How long a pong is awaited, in milliseconds. */
  pongLimit: number;
}

/** No more of one connection is looked at: an endpoint that floods must not fill the memory. */
const maxArrivals = 1_000;
const maxBytes = 64 * 1024 * 1024;

const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  close: () => Promise.resolve(),
};

/**
 * One connection to the endpoint under test: the product's own, with a record of everything that comes. It pings at once.
 * COMMANDs are answered as NBWSS answers them when it has no NetBackup server: 400 for a wrong form, else 502.
 */
export class Session {
  readonly arrivals: Arrival[] = [];
  /** What was answered to COMMAND REQUESTs, by the request. */
  readonly answers = new Map<Envelope, Message>();
  /** The CONNECT REQUEST, once it was sent, and when. */
  request: { readonly id: string; readonly at: number } | undefined;
  end: ConnectionEnd | undefined;
  /** Whether more came than is looked at. */
  isOverfull = false;
  readonly #connection: EndpointConnection;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #bytes = 0;
  #fault: unknown;

  constructor(target: ConnectionTarget, { clock, route, pongLimit }: SessionOptions) {
    this.#clock = clock;
    const relay = new CommandRelay({
      clock,
      log: silentLog,
      netBackup: () => undefined,
      endpoint: () => ({ groupId: '', commandPolicy: { kind: 'allow all' } }),
      record: () => Promise.resolve(),
      outcome: () => undefined,
    });
    const pingIntervals = [0]; // the first ping at once
    this.#connection = new EndpointConnection(target, {
      clock,
      route,
      newId: () => randomUUID().toUpperCase(),
      // What cannot be decoded must not hide how the other rules are kept; before CONNECT was accepted there are none.
      ignoreDecoderExceptions: () => this.isConnected,
      keepAlive: { interval: () => pingIntervals.shift() ?? pongLimit, maxMissed: () => Number.POSITIVE_INFINITY },
      moved: (_transition, end) => {
        this.end ??= end;
        this.#changed();
      },
      passed: (direction, message, bytes) => {
        if (message instanceof WrittenMessage) return; // this session sends none
        if (direction === 'in') this.#note(message, bytes);
        else if (typeof message !== 'string' && message.type === 'CONNECT')
          this.request = { id: message.id, at: clock.monotonic() };
      },
      received: (message) => {
        if (message.type !== 'COMMAND' || message.subType !== 'REQUEST') return;
        relay
          .answer('', message, (answer, written) => {
            this.answers.set(message, answer);
            return this.#connection.send(answer, written);
          })
          .catch((error: unknown) => this.#faulted(error));
      },
      remarked: () => undefined,
      faulted: (error) => this.#faulted(error),
      pulse: () => this.#changed(),
    });
  }

  get isConnected(): boolean {
    return this.#connection?.isConnected ?? false; // it tells of its beginning before it is there
  }

  /** Milliseconds that the ping took; `undefined` before the pong. */
  get roundTrip(): number | undefined {
    return this.#connection.roundTrip;
  }

  get missedPongs(): number {
    return this.#connection.missedPongs;
  }

  /** The decoded messages of one kind, from the given place among {@link arrivals} on. */
  received(type: MessageType, subType: MessageSubType, from = 0): Received[] {
    return this.arrivals
      .slice(from)
      .filter((arrival): arrival is Received => typeof arrival.message !== 'string')
      .filter(({ message }) => message.type === type && message.subType === subType);
  }

  /** Why messages could not be decoded, from the given place among {@link arrivals} on. */
  undecodable(from = 0): string[] {
    return this.arrivals.slice(from).flatMap(({ message }) => (typeof message === 'string' ? [message] : []));
  }

  /**
   * Waits until something is there.
   * @param limit milliseconds
   * @returns what `find` gave; `undefined` when the limit passed or the connection ended without it
   * @throws an error of ours that ended the connection
   */
  until<T>(find: () => T | undefined, limit: number): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const settle = (found: T | undefined) => {
        timer.cancel();
        this.#waiting.delete(check);
        if (this.#fault === undefined) resolve(found);
        else reject(this.#fault);
      };
      const check = () => {
        const found = find();
        if (found !== undefined || this.end || this.#fault !== undefined) settle(found);
      };
      const timer = this.#clock.setTimeout(() => settle(find()), limit);
      this.#waiting.add(check);
      check();
    });
  }

  /** @returns whether the connection still lasts */
  send(message: Message): boolean {
    return this.#connection.send(message);
  }

  /** Closes with 1000. @returns the code that came back (1006: none), and after how many milliseconds it was over */
  async close(): Promise<{ code: number | undefined; took: number }> {
    const started = this.#clock.monotonic();
    this.#connection.close(1000, 'conformance check');
    await this.#connection.gone;
    return { code: this.#connection.closeCode, took: this.#clock.monotonic() - started };
  }

  #note(message: Envelope | Message | string, bytes: number): void {
    this.#bytes += bytes;
    if (this.arrivals.length >= maxArrivals || this.#bytes > maxBytes) this.isOverfull = true;
    else this.arrivals.push({ at: this.#clock.monotonic(), message, accepted: this.isConnected });
    this.#changed();
  }

  #faulted(error: unknown): void {
    this.#fault ??= error;
    this.#changed();
  }

  #changed(): void {
    for (const check of [...this.#waiting]) check();
  }
}
