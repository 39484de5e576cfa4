import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { Message } from '../../shared/messages.ts';
import type { PracticeExchange } from '../../shared/practice.ts';
import { BoundedLog } from './bounded-log.ts';
import { type Identity, makeCertificate } from './certificates.ts';
import { Changes } from './changes.ts';
import { type Clock, systemClock } from './clock.ts';
import { CommandSender, type CommandWithHeaders, type NetBackupUser } from './cloud/command-sender.ts';
import type { Behaviour } from './cloud/connection.ts';
import { ApplicationConnection, CommandProblem } from './cloud/connection.ts';
import { NotificationInbox } from './cloud/notification-inbox.ts';
import { properBehaviour } from './cloud/proper-behaviour.ts';
import type { Arrival, Received } from './cloud/received.ts';
import { headerTexts, isLoopbackHost, pathOf, sendAnswer } from './http-exchange.ts';
import { Serial } from './serial.ts';
import { TlsListener } from './tls-listener.ts';

export interface CloudApplicationOptions {
  readonly clock?: Clock;
  readonly name?: string;
  /** A loopback name or address; default `localhost`. */
  readonly hostName?: string;
  /** Default `practice-group`. */
  readonly groupId?: string;
  /** Default 1. */
  readonly priority?: number;
  /** Default: long and random. */
  readonly token?: string;
  /** Default: a self-signed certificate for the host name. */
  readonly identity?: Identity;
  /** What it does otherwise than the guide asks for. */
  readonly behaviour?: Partial<Behaviour>;
  /** Whom it logs in as at NetBackup; without one it never logs in by itself. */
  readonly netBackupUser?: NetBackupUser;
}

const endpointPath = '/netbackup/face1';
const detailsPath = '/endpoint-details';
const maxConnections = 64;
/** A COMMAND RESPONSE holds up to 16 MiB (decision 17), and more as a JSON string. */
const maxPayload = 64 * 1024 * 1024;
/** For the log of what arrived, in characters; an entry counts some for itself. */
const logSize = 16 * 1024 * 1024;
const sizeOf = (entry: Received) => 500 + (entry.kind === 'message' ? entry.text.length * 2 : 0);

const newToken = () => randomBytes(192).toString('base64');

/** Loopback addresses that a host name stands for. */
function addressesOf(hostName: string): readonly [string, ...string[]] {
  if (isIP(hostName) !== 0) return [hostName];
  return hostName === 'localhost' ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
}

/** A cloud application for learning and for tests: a WebSocket endpoint over TLS, and its details at an https URL. */
export class PracticeCloudApplication {
  readonly name: string;
  readonly hostName: string;
  readonly groupId: string;
  readonly priority: number;
  readonly changes = new Changes();
  readonly inbox = new NotificationInbox();
  /** May be changed at any time; single functions may be replaced. */
  behaviour: Behaviour;
  readonly #clock: Clock;
  readonly #received = new BoundedLog<Received>(logSize, sizeOf);
  readonly #connections = new Set<ApplicationConnection>();
  readonly #listener: TlsListener;
  readonly #sender: CommandSender;
  readonly #serial = new Serial();
  readonly #webSockets = new WebSocketServer({ noServer: true, maxPayload, autoPong: false, perMessageDeflate: false });
  #token: string;
  #online = false;

  private constructor(options: CloudApplicationOptions, identity: Identity) {
    this.#clock = options.clock ?? systemClock;
    this.name = options.name ?? 'Practice cloud application';
    this.hostName = options.hostName ?? 'localhost';
    this.groupId = options.groupId ?? 'practice-group';
    this.priority = options.priority ?? 1;
    this.#token = options.token ?? newToken();
    this.behaviour = { ...properBehaviour, ...options.behaviour };
    this.#listener = new TlsListener({
      addresses: addressesOf(this.hostName),
      identity,
      changes: this.changes,
      onRequest: (request, response) => this.#onRequest(request, response),
      onUpgrade: (request, socket, head) => this.#onUpgrade(request, socket, head),
    });
    this.#sender = new CommandSender({
      clock: this.#clock,
      user: options.netBackupUser,
      connection: () => this.connection,
      onChange: () => this.changes.announce(),
    });
  }

  /** Starts one on a free port. */
  static async start(options: CloudApplicationOptions = {}): Promise<PracticeCloudApplication> {
    const identity = options.identity ?? (await makeCertificate({ commonName: options.hostName ?? 'localhost' }));
    const application = new PracticeCloudApplication(options, identity);
    await application.setOnline(true);
    return application;
  }

  get #authority(): string {
    const host = this.hostName.includes(':') ? `[${this.hostName}]` : this.hostName;
    return `${host}:${this.#listener.port}`;
  }

  /** The one that it accepts. */
  get token(): string {
    return this.#token;
  }

  /** The former token is refused from now on; connections that are there stay. */
  replaceToken(): void {
    this.#token = newToken();
    this.changes.announce();
  }

  get endpointUrl(): string {
    return `wss://${this.#authority}${endpointPath}`;
  }

  get detailsUrl(): string {
    return `https://${this.#authority}${detailsPath}`;
  }

  /** E-1: what an administrator needs to add it. */
  get details(): EndpointDetails {
    const { token, priority, groupId, hostName, endpointUrl } = this;
    return { token, priority, groupId, hostName, url: endpointUrl };
  }

  /** What arrived last (16 MiB of it), oldest first, secrets included: for tests. */
  get received(): readonly Received[] {
    return this.#received.entries;
  }

  /** Raw connections and the certificate. */
  get listener(): TlsListener {
    return this.#listener;
  }

  get online(): boolean {
    return this.#online;
  }

  get connections(): readonly ApplicationConnection[] {
    return [...this.#connections];
  }

  /** NBWSS is connected: a CONNECT with the right token was answered with yes. */
  get connected(): boolean {
    return this.connections.some(({ state }) => state === 'established');
  }

  /**
   * The newest established connection.
   * @throws CommandProblem when there is none
   */
  get connection(): ApplicationConnection {
    const connection = this.connections.filter(({ state }) => state === 'established').at(-1);
    if (!connection) throw new CommandProblem('NBWSS is not connected to this cloud application.');
    return connection;
  }

  /** The last 20, newest first; long bodies are cut, secrets are redacted. */
  get exchanges(): readonly PracticeExchange[] {
    return this.#sender.exchanges.list;
  }

  /** sends a COMMAND, after a login if it needs one. Always resolves; see {@link CommandSender.send}. */
  sendCommand(command: CommandWithHeaders): Promise<PracticeExchange> {
    return this.#sender.send(command);
  }

  /** Closes every connection; without a code it cuts them. */
  closeConnections(code?: number, reason?: string): void {
    for (const connection of this.#connections) {
      if (code === undefined) connection.terminate();
      else connection.close(code, reason);
    }
  }

  /**
   * Outage: `gently` says 1001 to those who are connected, `abruptly` cuts them. New connections are refused by the
   * system until it comes back on the same port.
   */
  setOnline(online: boolean, manner: 'gently' | 'abruptly' = 'gently'): Promise<void> {
    return this.#serial.run(async () => {
      if (online) await this.#listener.open();
      this.#online = online;
      this.changes.announce();
      if (online) return;
      if (manner === 'gently') this.closeConnections(1001, 'Going away');
      await this.#listener.close(manner);
    });
  }

  async close(): Promise<void> {
    await this.setOnline(false);
    this.#webSockets.close();
  }

  #note(connection: number, arrival: Arrival): void {
    this.#received.add({ time: this.#clock.now(), connection, ...arrival });
    this.changes.announce();
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    const target = request.url ?? '/';
    const { method = 'GET', headers } = request;
    this.#note(this.#listener.connectionNumber(request), {
      kind: 'request',
      method,
      target,
      headers: headerTexts(request),
    });
    request.resume();
    const refuse = (status: number, text: string) =>
      sendAnswer(response, status, { 'content-type': 'text/plain' }, text);
    // E-16: the document holds the token, so no web page may reach it under another name.
    if (!isLoopbackHost(headers.host)) refuse(421, 'Unknown host');
    else if (pathOf(target) !== detailsPath) refuse(404, 'Not found');
    else if (method !== 'GET' && method !== 'HEAD') refuse(405, 'Method not allowed');
    else this.behaviour.onDetailsRequest(request, response, `${JSON.stringify(this.details, undefined, 2)}\n`);
  }

  #onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const number = this.#listener.connectionNumber(request);
    const target = request.url ?? '/';
    this.#note(number, { kind: 'upgrade', target, headers: headerTexts(request) });
    socket.on('error', () => undefined);
    const refuse = (status: number) =>
      socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    const decision = this.behaviour.onUpgrade(request);
    if (decision === 'never') return;
    if (decision === 'cut') socket.destroy();
    else if (decision !== 'accept') refuse(decision.status);
    else if (pathOf(target) !== endpointPath) refuse(404);
    else if (this.#connections.size >= maxConnections) refuse(503);
    else {
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        const connection = new ApplicationConnection(number, webSocket, {
          clock: this.#clock,
          token: this.token,
          behaviour: () => this.behaviour,
          onArrival: (arrival) => this.#note(number, arrival),
          onNotification: (notification: Message) => {
            this.inbox.add(notification, this.#clock.now());
            this.changes.announce();
          },
          onChange: () => {
            if (connection.state === 'closed') this.#connections.delete(connection);
            this.changes.announce();
          },
        });
        this.#connections.add(connection);
        this.changes.announce();
      });
    }
  }
}
