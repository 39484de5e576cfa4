import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket, type TlsOptions } from 'node:tls';
import { type Identity, makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';
import { Changes } from '../../electron/practice/changes.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { type Message, makeMessage } from '../../shared/messages.ts';
import { type Frame, frame, framesIn, opcodes } from './web-socket-frames.ts';

export interface ByteServerOptions {
  /** Default `127.0.0.1`: a host name of its own beside `localhost`. */
  hostName?: string;
  /** Default `hostile group`. */
  groupId?: string;
  priority?: number;
  token?: string;
  /** Default: a self-signed certificate for the host name. */
  identity?: Identity;
  /** Versions and the like. */
  tls?: TlsOptions;
}

/** One connection that NBWSS made, and every byte that came on it. */
export class Line {
  readonly tcp: Socket;
  readonly tls: TLSSocket;
  readonly #changes: Changes;
  readonly #chunks: Buffer[] = [];
  /** The client sent its end of the stream. */
  ended = false;
  /** Nothing is left of the connection. */
  closed = false;

  constructor(tcp: Socket, tls: TLSSocket, changes: Changes) {
    this.tcp = tcp;
    this.tls = tls;
    this.#changes = changes;
    tls.on('data', (data: Buffer) => {
      this.#chunks.push(data);
      changes.announce();
    });
    tls.on('end', () => {
      this.ended = true;
      changes.announce();
    });
    tcp.on('close', () => {
      this.closed = true;
      changes.announce();
    });
    for (const socket of [tcp, tls]) socket.on('error', () => undefined); // a client that goes away is no error here
  }

  /** What was sent inside TLS. */
  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** How much that was. */
  get bytesReceived(): number {
    return this.#chunks.reduce((sum, { length }) => sum + length, 0);
  }

  /** The name that the client asked for (SNI); `undefined` when it named none. */
  get serverName(): string | undefined {
    const { servername } = this.tls as TLSSocket & { servername?: string | false };
    return servername || undefined;
  }

  get version(): string | null {
    return this.tls.getProtocol();
  }

  /** Head of the upgrade request. */
  get request(): string | undefined {
    const end = this.received.indexOf('\r\n\r\n');
    return end < 0 ? undefined : this.received.toString('latin1', 0, end);
  }

  /** The frames that came after the upgrade request. */
  get frames(): Frame[] {
    return this.request === undefined ? [] : framesIn(this.received.subarray(this.request.length + 4));
  }

  /** The close frame that came: its code (1005 when it had none) and reason. */
  get close(): { code: number; reason: string } | undefined {
    const payload = this.frames.find(({ opcode }) => opcode === opcodes.close)?.payload;
    if (!payload) return undefined;
    return payload.length === 0
      ? { code: 1005, reason: '' }
      : { code: payload.readUInt16BE(0), reason: payload.toString('utf8', 2) };
  }

  write(bytes: Buffer | string): void {
    this.tls.write(bytes);
  }

  /** The answer that opens the WebSocket, as it ought to be. */
  get switchingProtocols(): string {
    const key = /^sec-websocket-key: (.*)$/im.exec(this.request ?? '')?.[1] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
  }

  /** Waits for something on this connection. */
  until(what: string, condition: () => boolean): Promise<void> {
    return this.#changes.until(what, condition);
  }

  /** Waits for the CONNECT REQUEST. @returns it */
  async connectRequest(): Promise<Message> {
    await this.until('CONNECT REQUEST', () => this.frames.length > 0);
    return JSON.parse(this.frames[0]?.payload.toString() ?? '') as Message;
  }

  /** M-9: CONNECT RESPONSE to the request that came, or with what is given instead. */
  async accept(id?: string, payload: unknown = { valid: true }): Promise<void> {
    const request = await this.connectRequest();
    const message = { ...makeMessage('CONNECT', 'RESPONSE', id ?? request.id, 1, {}), payload };
    this.write(frame(opcodes.text, JSON.stringify(message)));
  }

  /** Cuts the connection with a TCP reset. */
  reset(): void {
    this.tcp.resetAndDestroy();
  }
}

/**
 * A cloud application down to the byte, for what no library would send. By itself it sets up TLS and says nothing: so
 * Validate and Add Host find its certificate, and each test writes out what comes then.
 */
export class ByteServer {
  readonly details: EndpointDetails;
  /** Every connection with which TLS was begun. */
  readonly lines: Line[] = [];
  /** Of any kind, also those that ended before TLS. */
  connections = 0;
  readonly changes = new Changes();
  /** What happens to a TCP connection; may be changed at any time. Default: TLS on it, which is what `begin` does. */
  onConnection: (socket: Socket, begin: (wire?: Duplex) => Line) => void = (_socket, begin) => void begin();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #tls: TlsOptions;
  #taken = 0;

  private constructor(server: Server, details: EndpointDetails, tls: TlsOptions) {
    this.#server = server;
    this.details = details;
    this.#tls = tls;
    server.on('connection', (socket) => {
      this.connections++;
      this.#sockets.add(socket.on('error', () => undefined));
      socket.on('close', () => this.#sockets.delete(socket));
      this.onConnection(socket, (wire) => this.#begin(socket, wire));
      this.changes.announce();
    });
  }

  static async start(options: ByteServerOptions = {}): Promise<ByteServer> {
    const {
      hostName = '127.0.0.1',
      groupId = 'hostile group',
      priority = 1,
      token = 'the token of this test',
    } = options;
    const identity = options.identity ?? (await makeCertificate({ commonName: hostName }));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const details = { token, priority, groupId, hostName, url: `wss://${hostName}:${port}/x` };
    return new ByteServer(server, details, { ...tlsCredentials(identity), ...options.tls });
  }

  /** New connections see these. */
  present(identity: Identity, tls: TlsOptions = {}): void {
    this.#tls = { ...tlsCredentials(identity), ...tls };
  }

  /** @param wire what TLS is spoken on */
  #begin(socket: Socket, wire: Duplex = socket): Line {
    const secureContext = createSecureContext(this.#tls);
    const tls = new TLSSocket(wire, { ...this.#tls, isServer: true, secureContext });
    const line = new Line(socket, tls, this.changes);
    this.lines.push(line);
    return line;
  }

  /** Waits for the next connection that asks for an upgrade. */
  async request(): Promise<Line> {
    const asking = () => this.lines.filter(({ request }) => request !== undefined);
    await this.changes.until('an upgrade request', () => asking().length > this.#taken);
    return asking()[this.#taken++] as Line;
  }

  /** Waits for the next connection, and opens its WebSocket. */
  async open(): Promise<Line> {
    const line = await this.request();
    line.write(line.switchingProtocols);
    return line;
  }

  /** Waits for the next connection, and accepts it as a cloud application ought to. */
  async accept(): Promise<Line> {
    const line = await this.open();
    await line.accept();
    return line;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
