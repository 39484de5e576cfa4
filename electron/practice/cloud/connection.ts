import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RawData, WebSocket } from 'ws';
import {
  type CommandResponsePayload,
  commandResponsePayloadSchema,
  connectRequestPayloadSchema,
  envelopeSchema,
  type Message,
  makeMessage,
} from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';
import { parseJson } from '../http-exchange.ts';
import type { Arrival } from './received.ts';

/** Where a connection is on its way through the CONNECT exchange. */
export type ConnectionState = 'waiting for CONNECT' | 'established' | 'refused' | 'closed';

/** Why a COMMAND has no answer. */
export class CommandProblem extends Error {}

/** What happens to an HTTP upgrade: taken, refused with a status, never answered, or cut. */
export type UpgradeDecision = 'accept' | 'never' | 'cut' | { readonly status: number };

/**
 * What a cloud application does when something reaches it. {@link properBehaviour} is what the guide asks for; tests
 * put single functions of their own in its place to make a slow, careless or hostile one.
 */
export interface Behaviour {
  onUpgrade(request: IncomingMessage): UpgradeDecision;
  /** A CONNECT REQUEST; `rightToken` says whether it held the application's token. */
  onConnect(request: Message, connection: ApplicationConnection, rightToken: boolean): void;
  /** A NOTIFICATION REQUEST on an established connection. */
  onNotification(request: Message, connection: ApplicationConnection): void;
  onPing(data: Buffer, connection: ApplicationConnection): void;
  /** A request for the details document; `details` is the honest one. */
  onDetailsRequest(request: IncomingMessage, response: ServerResponse, details: string): void;
}

export interface ConnectionOptions {
  readonly clock: Clock;
  readonly token: string;
  behaviour(): Behaviour;
  /** Every message, ping and close, as it arrives. */
  onArrival(arrival: Arrival): void;
  onChange(): void;
  /** Decoded NOTIFICATION REQUESTs of an established connection, before the behaviour sees them. */
  onNotification(request: Message): void;
}

interface PendingCommand {
  resolve(answer: CommandResponsePayload): void;
  reject(problem: CommandProblem): void;
}

/** NBWSS itself gives up on NetBackup after 60 s and says so (504); this is a little more. */
export const commandTimeoutMilliseconds = 65_000;
const connectTimeoutMilliseconds = 30_000;
const maxPending = 512;

/** M-1: a text as a message; `undefined` when it is none. */
function decode(text: string): Message | undefined {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) return undefined;
  const { version, id, type, subType, timeStamp, payload } = envelope.data;
  if (typeof payload !== 'object' || payload === null) return undefined;
  return { version, id, type, subType, timeStamp: Number(timeStamp), payload };
}

/** One WebSocket that NBWSS opened to the application. */
export class ApplicationConnection {
  /** In the listener's list of connections. */
  readonly number: number;
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #pending = new Map<string, PendingCommand>();
  readonly #connectTimer: { cancel(): void };
  #state: ConnectionState = 'waiting for CONNECT';

  constructor(number: number, socket: WebSocket, options: ConnectionOptions) {
    this.number = number;
    this.#socket = socket;
    this.#options = options;
    this.#connectTimer = options.clock.setTimeout(
      () => this.close(1008, 'No CONNECT REQUEST'),
      connectTimeoutMilliseconds,
    );
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('ping', (data) => {
      options.onArrival({ kind: 'ping' });
      options.behaviour().onPing(data, this);
    });
    socket.on('error', () => undefined); // followed by 'close'
    socket.on('close', (code, reason) => this.#closed(code, reason.toString()));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  #receive(data: RawData, isBinary: boolean): void {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
    if (isBinary) {
      this.#options.onArrival({ kind: 'binary', bytes: bytes.length });
      return;
    }
    const text = bytes.toString('utf8');
    const message = decode(text);
    this.#options.onArrival({ kind: 'message', text, message });
    if (!message) {
      this.close(1007, 'Not a message of NBWSS');
      return;
    }
    this.#dispatch(message);
  }

  #dispatch(message: Message): void {
    const behaviour = this.#options.behaviour();
    const kind = `${message.type} ${message.subType}`;
    if (kind === 'CONNECT REQUEST') {
      this.#connectTimer.cancel();
      const payload = connectRequestPayloadSchema.safeParse(message.payload);
      behaviour.onConnect(message, this, payload.success && payload.data.token === this.#options.token);
    } else if (kind === 'NOTIFICATION REQUEST' && this.#state === 'established') {
      this.#options.onNotification(message);
      behaviour.onNotification(message, this);
    } else if (kind === 'COMMAND RESPONSE') this.#settle(message);
  }

  /** M-4: the answer belongs to the request with the same id. */
  #settle(message: Message): void {
    const pending = this.#pending.get(message.id.toUpperCase());
    if (!pending) return;
    const answer = commandResponsePayloadSchema.safeParse(message.payload);
    if (answer.success) pending.resolve(answer.data);
    else pending.reject(new CommandProblem('The COMMAND RESPONSE has not the form that X-7 describes.'));
  }

  #closed(code: number, reason: string): void {
    this.#state = 'closed';
    this.#connectTimer.cancel();
    for (const pending of [...this.#pending.values()]) {
      pending.reject(new CommandProblem(`The connection was closed (${code}) before the answer came.`));
    }
    this.#options.onArrival({ kind: 'closed', code, reason });
    this.#options.onChange();
  }

  /** Sends a message, or, for hostile tests, any text or bytes. Nothing happens on a closed connection. */
  send(message: Message | string | Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  #now(): number {
    return this.#options.clock.now() / 1000;
  }

  /** M-9: the CONNECT RESPONSE. After `false` it is NetBackup that closes the connection (C-11). */
  answerConnect(request: Message, valid: boolean): void {
    if (this.#state === 'waiting for CONNECT') this.#state = valid ? 'established' : 'refused';
    this.send(makeMessage('CONNECT', 'RESPONSE', request.id, this.#now(), { valid }));
    this.#options.onChange();
  }

  /** N-10: the acknowledgement. */
  acknowledge(request: Message): void {
    this.send(makeMessage('NOTIFICATION', 'RESPONSE', request.id, this.#now(), []));
  }

  pong(data: Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.pong(data);
  }

  /**
   * sends a COMMAND REQUEST with this payload, whatever it is, and waits for the COMMAND RESPONSE.
   * @param id of the message; default a new one
   * @throws CommandProblem when none comes within 65 s, the connection closes, or there are over 512 waiting
   */
  async command(payload: object, id: string = randomUUID().toUpperCase()): Promise<CommandResponsePayload> {
    if (this.#socket.readyState !== this.#socket.OPEN) throw new CommandProblem('The connection is closed.');
    if (this.#pending.size >= maxPending)
      throw new CommandProblem(`${maxPending} commands are waiting for their answers already.`);
    const key = id.toUpperCase();
    let timer: { cancel(): void } | undefined;
    try {
      return await new Promise<CommandResponsePayload>((resolve, reject) => {
        this.#pending.set(key, { resolve, reject });
        timer = this.#options.clock.setTimeout(
          () => reject(new CommandProblem('No COMMAND RESPONSE came within 65 s.')),
          commandTimeoutMilliseconds,
        );
        this.send(makeMessage('COMMAND', 'REQUEST', id, this.#now(), payload));
      });
    } finally {
      timer?.cancel();
      this.#pending.delete(key);
    }
  }

  close(code: number, reason = ''): void {
    this.#socket.close(code, reason);
  }

  /** Cuts the connection without a word. */
  terminate(): void {
    this.#socket.terminate();
  }
}
