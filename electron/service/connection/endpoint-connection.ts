import type { ClientRequest } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type WebSocket from 'ws';
import { closeStatusName, type Transition } from '../../../shared/connection-status.ts';
import { webSocketAddress } from '../../../shared/endpoint-details.ts';
import {
  connectResponsePayloadSchema,
  type Envelope,
  type Message,
  makeMessage,
  sameMessageId,
} from '../../../shared/messages.ts';
import type { Timer } from '../clock.ts';
import { pinnedJudge } from '../tls/certificate-judges.ts';
import { connectTimeLimit, openTls } from '../tls/open-tls.ts';
import type { Route } from '../tls/proxy.ts';
import { TlsFailure } from '../tls/tls-failure.ts';
import { WrittenMessage } from '../written-message.ts';
import {
  type Connection,
  type ConnectionOptions,
  type ConnectionTarget,
  connectResponseTimeLimit,
  maxUnsentBytes,
  pongTimeLimit,
  type Remark,
} from './connection.ts';
import { type ConnectionEnd, closedByPeer, endOf, socketFailure, upgradeRefused } from './connection-failure.ts';
import { KeepAlive } from './keep-alive.ts';
import { DecoderException, decodeMessage, encodeMessage } from './message-codec.ts';
import { Remarks } from './remarks.ts';
import { closeWebSocket, dropWebSocket, gatherWrites, openWebSocket } from './web-socket.ts';

/** What the connection process does not know. */
export interface EndpointConnectionOptions extends ConnectionOptions {
  /** Through which proxy, if any (decision 14). */
  route: Route;
}

/**
 * The states of one connection. A union rather than flags: `open` runs through the first three, anything ends in `ended`.
 */
type State =
  | { name: 'connecting' }
  | { name: 'waiting-for-connect-response'; socket: WebSocket; id: string }
  | { name: 'connected'; socket: WebSocket; since: number; keepAlive: KeepAlive }
  | { name: 'ended'; end: ConnectionEnd };

/**
 * One connection to one endpoint, from name resolution to its end. It only reports how it ended; the connection process
 * alone decides what is tried next. One function changes its state (`#move`), and one ends it (`#end`).
 */
export class EndpointConnection implements Connection {
  readonly #options: EndpointConnectionOptions;
  readonly #abort = new AbortController();
  readonly #ended = Promise.withResolvers<ConnectionEnd>();
  readonly #accepted = Promise.withResolvers<boolean>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #remark: Remark;
  #state: State = { name: 'connecting' };
  #timer: Timer | undefined;
  #closeCode: number | undefined;
  #tls: TLSSocket | undefined;

  constructor(target: ConnectionTarget, options: EndpointConnectionOptions) {
    this.#options = options;
    const remarks = new Remarks(options.remarked);
    this.#remark = (event, detail) => remarks.remark(event, detail);
    const { host, port } = webSocketAddress(target.url);
    this.#tell('connecting', 'START', `connecting to ${host}:${port}`);
    this.#open(target).catch((error: unknown) => {
      const end = endOf(error);
      if (end.cause === 'internal') options.faulted(error);
      this.#end(end, 'FAILED');
    });
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

  /** The code of the close frame that came, 1006 when none came; `undefined` before {@link gone}, and when no WebSocket was opened. */
  get closeCode(): number | undefined {
    return this.#closeCode;
  }

  get isConnected(): boolean {
    return this.#state.name === 'connected';
  }

  get roundTrip(): number | undefined {
    return this.#state.name === 'connected' ? this.#state.keepAlive.roundTrip : undefined;
  }

  get missedPongs(): number {
    return this.#state.name === 'connected' ? this.#state.keepAlive.missed : 0;
  }

  pingRateChanged(): void {
    if (this.#state.name === 'connected') this.#state.keepAlive.intervalChanged();
  }

  send(message: Message | WrittenMessage, written?: () => void): boolean {
    if (this.#state.name !== 'connected') return false;
    const { socket } = this.#state;
    const text = message instanceof WrittenMessage ? message.bytes : encodeMessage(message);
    const bytes = Buffer.byteLength(text);
    if (socket.bufferedAmount > 0 && socket.bufferedAmount + bytes > maxUnsentBytes) {
      const reason = `over ${maxUnsentBytes / 1024 / 1024} MiB were not read by the cloud application`;
      this.#end({ cause: 'too-slow', reason }, closeStatusName(1013), 1013);
      return false;
    }
    gatherWrites(this.#tls);
    socket.send(text, { binary: false }, () => written?.());
    this.#options.passed?.('out', message, bytes);
    return true;
  }

  async ping(): Promise<number | undefined> {
    if (this.#state.name !== 'connected') return undefined;
    const { socket, keepAlive } = this.#state;
    const answer = Promise.withResolvers<number | undefined>();
    const ponged = () => answer.resolve(keepAlive.roundTrip);
    const gaveUp = () => answer.resolve(undefined);
    const timer = this.#options.clock.setTimeout(gaveUp, pongTimeLimit);
    socket.once('pong', ponged).once('close', gaveUp);
    keepAlive.pingNow();
    try {
      return await answer.promise;
    } finally {
      timer.cancel();
      socket.off('pong', ponged).off('close', gaveUp);
    }
  }

  close(code: number, reason: string): void {
    this.#end({ cause: 'closed-by-us', reason }, closeStatusName(code), code);
  }

  async #open(target: ConnectionTarget): Promise<void> {
    const { clock, route } = this.#options;
    const started = clock.monotonic();
    const address = webSocketAddress(target.url);
    const tls = await openTls(address, {
      anchors: [target.anchor],
      judge: pinnedJudge(target.acceptance, address.host, clock),
      route,
      clientCertificate: target.clientCertificate,
      clock,
      signal: this.#abort.signal,
    });
    if (this.#state.name !== 'connecting') return void tls.on('error', () => undefined).destroy();
    this.#options.secured?.();
    this.#tls = tls;
    this.#upgrade(target, tls, connectTimeLimit - (clock.monotonic() - started));
  }

  /** The WebSocket upgrade, within what is left of the time limit. */
  #upgrade({ url, token, clientCertificate }: ConnectionTarget, tls: TLSSocket, timeLimit: number): void {
    const socket = openWebSocket(url, tls);
    this.#timer = this.#options.clock.setTimeout(
      () =>
        this.#fail(socket, {
          cause: 'no-upgrade',
          reason: `no WebSocket upgrade within ${connectTimeLimit / 1000} s`,
        }),
      Math.max(1, timeLimit),
    );
    this.#abort.signal.addEventListener('abort', () => tls.destroy(), { once: true });
    socket.on('unexpected-response', (request: ClientRequest, response) => {
      request.destroy();
      this.#fail(socket, upgradeRefused(response.statusCode ?? 0));
    });
    socket.on('error', (error) => this.#socketFailed(socket, error, clientCertificate !== undefined));
    socket.on('open', () => this.#sendConnectRequest(socket, token));
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary));
    socket.on('close', (code, reason) => {
      const accepted = this.#state.name === 'connected';
      this.#end(closedByPeer(code, reason.toString('utf8'), token, accepted), closeStatusName(code));
      this.#closeCode = code;
      this.#gone.resolve();
    });
  }

  /** M-8: CONNECT REQUEST with the token. */
  #sendConnectRequest(socket: WebSocket, token: string): void {
    if (this.#state.name !== 'connecting') return;
    const { clock, newId } = this.#options;
    const id = newId();
    this.#move({ name: 'waiting-for-connect-response', socket, id }, 'UPGRADED', 'waiting for CONNECT RESPONSE');
    const request = makeMessage('CONNECT', 'REQUEST', id, clock.now() / 1000, { token });
    const text = encodeMessage(request);
    socket.send(text);
    this.#options.passed?.('out', request, Buffer.byteLength(text));
    this.#timer = clock.setTimeout(
      () =>
        this.#end(
          { cause: 'no-connect-response', reason: `no CONNECT RESPONSE within ${connectResponseTimeLimit / 1000} s` },
          'NO_CONNECT_RESPONSE',
          1000,
        ),
      connectResponseTimeLimit,
    );
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#state.name === 'ended') return;
    try {
      const message = decodeMessage(data, isBinary);
      this.#options.passed?.('in', message, data.length);
      this.#take(message);
    } catch (error) {
      if (error instanceof DecoderException) {
        this.#options.passed?.('in', error.message, data.length);
        this.#decoderException(error);
      } else this.#faulted(error);
    }
  }

  /** Decision 9 */
  #faulted(error: unknown): void {
    this.#options.faulted(error);
    this.#end({ cause: 'internal', reason: 'an unexpected error occurred here' }, closeStatusName(1011), 1011);
  }

  #take(message: Envelope): void {
    if (message.type === 'CONNECT' && message.subType === 'RESPONSE') this.#connectResponse(message);
    else if (this.#state.name === 'connected') this.#options.received(message, this.#remark);
    else this.#remark('message before CONNECT was accepted', `${message.type} ${message.subType} dropped`); // decision 4
  }

  /** C-14 */
  #decoderException({ message, closeCode }: DecoderException): void {
    if (this.#options.ignoreDecoderExceptions()) {
      this.#remark('decoder exception ignored', message);
      return;
    }
    const reason = `a message could not be decoded: ${message}`;
    this.#end({ cause: 'decoder', reason }, closeStatusName(closeCode), closeCode);
  }

  /** C-11, M-9, decision 3 */
  #connectResponse({ id, payload }: Envelope): void {
    const state = this.#state;
    if (state.name !== 'waiting-for-connect-response' || !sameMessageId(state.id, id)) {
      this.#remark('CONNECT RESPONSE ignored', 'its id is of no request that waits');
      return;
    }
    const answer = connectResponsePayloadSchema.safeParse(payload);
    if (answer.success && answer.data.valid) {
      this.#move(
        {
          name: 'connected',
          socket: state.socket,
          since: this.#options.clock.monotonic(),
          keepAlive: this.#keepAlive(state.socket),
        },
        'ACCEPTED',
        'the cloud application accepted the token',
      );
      this.#accepted.resolve(true);
      return;
    }
    this.#end({ cause: 'token-rejected', reason: 'Token rejected by the cloud application' }, 'TOKEN_REJECTED', 1000);
  }

  /** C-13: a dead peer answers no closing handshake either, so the socket is dropped. */
  #keepAlive(socket: WebSocket): KeepAlive {
    const { clock, keepAlive } = this.#options;
    const pings = new KeepAlive({
      ...keepAlive,
      clock,
      ping: () => socket.ping(),
      changed: () => this.#options.pulse(),
      dead: () =>
        this.#end({ cause: 'no-pong', reason: 'No answer to pings', closeStatus: closeStatusName(1001) }, 'NO_PONG'),
    });
    socket.on('pong', () => pings.pong());
    return pings;
  }

  #socketFailed(socket: WebSocket, error: Error & { code?: string }, showedCertificate: boolean): void {
    const { name } = this.#state;
    if (name === 'ended') return;
    const { code, isOpen, ...how } = socketFailure(error, name, showedCertificate);
    const end = this.isConnected ? { ...how, closeStatus: closeStatusName(code) } : how;
    // After an error of the protocol ws sends the close frame with its code by itself.
    if (isOpen && code !== 1006) this.#end(end, closeStatusName(code), code, socket);
    else this.#fail(socket, end);
  }

  /** Ends with a socket that is not worth a closing handshake. */
  #fail(socket: WebSocket, end: ConnectionEnd): void {
    this.#end(end, 'FAILED');
    dropWebSocket(socket);
  }

  /** The one function that changes the state. */
  #move(state: State, code: string, reason: string): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#state.name === 'connected') this.#state.keepAlive.stop();
    this.#state = state;
    if (state.name === 'ended') this.#tell('disconnected', code, reason, state.end);
    else this.#tell(state.name, code, reason);
  }

  #tell(to: Transition['to'], code: string, reason: string, end?: ConnectionEnd): void {
    this.#options.moved({ time: this.#options.clock.now(), to, code, reason }, end);
  }

  /** The one function that ends the connection. `closeCode` starts the closing handshake of an open socket. */
  #end(how: ConnectionEnd, code: string, closeCode?: number, openSocket?: WebSocket): void {
    const state = this.#state;
    if (state.name === 'ended') return;
    const closeStatus = closeCode === undefined ? {} : { closeStatus: closeStatusName(closeCode) };
    const end =
      state.name === 'connected'
        ? { ...closeStatus, ...how, lived: this.#options.clock.monotonic() - state.since }
        : how;
    const socket = openSocket ?? (state.name === 'connecting' ? undefined : state.socket);
    this.#move({ name: 'ended', end }, code, end.reason);
    if (socket && closeCode !== undefined) closeWebSocket(socket, closeCode, end.reason, this.#options.clock);
    else if (socket) dropWebSocket(socket);
    else this.#abort.abort(new TlsFailure('unreachable', end.reason));
    // Without an open WebSocket no event tells of the socket's end; one of ours that is not yet TLS has been destroyed.
    if (!socket) this.#gone.resolve();
    this.#accepted.resolve(false);
    this.#ended.resolve(end);
  }
}
