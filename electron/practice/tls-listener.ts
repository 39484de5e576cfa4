import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { BoundedLog } from './bounded-log.ts';
import { type Identity, tlsCredentials } from './certificates.ts';
import type { Changes } from './changes.ts';

/** One TCP connection that reached the listener, whether or not anything was said on it. */
export interface RawConnection {
  readonly number: number;
  /** The TLS handshake was completed. */
  readonly secured: boolean;
  /** Bytes that the client sent inside TLS; 0 when it only looked at the certificate. */
  readonly bytesReceived: number;
  readonly closed: boolean;
}

export interface TlsListenerOptions {
  /** Loopback addresses, all on one port. The first is needed; the others are used where the computer has them. */
  readonly addresses: readonly [string, ...string[]];
  readonly identity: Identity;
  readonly changes: Changes;
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  onUpgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Holds on to the socket only while it is open. */
class ConnectionRecord implements RawConnection {
  readonly number: number;
  tls: TLSSocket | undefined;
  #ended: { secured: boolean; bytesReceived: number } | undefined;

  constructor(number: number) {
    this.number = number;
  }

  get secured(): boolean {
    return this.#ended?.secured ?? this.tls !== undefined;
  }

  get bytesReceived(): number {
    return this.#ended?.bytesReceived ?? this.tls?.bytesRead ?? 0;
  }

  get closed(): boolean {
    return this.#ended !== undefined;
  }

  end(): void {
    this.#ended = { secured: this.secured, bytesReceived: this.bytesReceived };
    this.tls = undefined;
  }
}

const maxConnections = 1024;
/** Real time on purpose: a test clock that stands still must not keep a socket open. */
const lingerMilliseconds = 1000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

/** An HTTPS server on loopback that can be taken off line and brought back on the same port, and that notes who came. */
export class TlsListener {
  readonly #options: TlsListenerOptions;
  readonly #log = new BoundedLog<RawConnection>(2000);
  readonly #numbers = new WeakMap<object, number>();
  readonly #sockets = new Set<Socket>();
  #identity: Identity;
  #servers: Server[] = [];
  #port = 0;

  constructor(options: TlsListenerOptions) {
    this.#options = options;
    this.#identity = options.identity;
  }

  /** 0 until it was opened for the first time. */
  get port(): number {
    return this.#port;
  }

  get identity(): Identity {
    return this.#identity;
  }

  /** The last 2,000, oldest first. */
  get connections(): readonly RawConnection[] {
    return this.#log.entries;
  }

  /** The number that a request's connection has in {@link connections}; 0 when unknown. */
  connectionNumber(request: IncomingMessage): number {
    return this.#numbers.get(request.socket) ?? 0;
  }

  /** New connections see the new certificate; those that are open keep theirs. */
  replaceCertificate(identity: Identity): void {
    this.#identity = identity;
    for (const server of this.#servers) server.setSecureContext(tlsCredentials(identity));
  }

  /**
   * Listens: the first time on a free port, then on that port again.
   * @throws the system's error when the port has been taken by somebody else for more than two seconds
   */
  async open(): Promise<void> {
    if (this.#servers.length > 0) return;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#listenEverywhere();
        return;
      } catch (error) {
        await this.#closeServers();
        if (codeOf(error) !== 'EADDRINUSE' || attempt === 20) throw error;
        await pause(100);
      }
    }
  }

  async #listenEverywhere(): Promise<void> {
    let port = this.#port;
    for (const [index, address] of this.#options.addresses.entries()) {
      try {
        port = await this.#listen(address, port);
      } catch (error) {
        const missing = codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'EAFNOSUPPORT';
        if (index === 0 || !missing) throw error;
      }
    }
    this.#port = port;
  }

  #listen(address: string, port: number): Promise<number> {
    const server = createServer({ ...tlsCredentials(this.#identity), minVersion: 'TLSv1.2' });
    server.maxConnections = maxConnections;
    server.setMaxListeners(0); // one for each handshake that is under way
    server.on('connection', (socket: Socket) => this.#note(server, socket));
    server.on('request', (request, response) => this.#options.onRequest(request, response));
    const { onUpgrade } = this.#options;
    if (onUpgrade) server.on('upgrade', (request, socket, head) => onUpgrade(request, socket, head));
    server.on('clientError', (_error, socket) => socket.destroy());
    this.#servers.push(server);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: address, port }, () => {
        server.off('error', reject);
        server.on('error', () => undefined); // accept errors of a running listener: the next connection may do
        const bound = server.address();
        resolve(typeof bound === 'object' && bound ? bound.port : port);
      });
    });
  }

  #note(server: Server, socket: Socket): void {
    const record = new ConnectionRecord(this.#log.total + 1);
    this.#log.add(record);
    const { remotePort } = socket;
    const onSecured = (secured: TLSSocket) => {
      if (secured.remotePort !== remotePort) return;
      server.off('secureConnection', onSecured);
      record.tls = secured;
      this.#numbers.set(secured, record.number);
      this.#hold(secured);
      this.#options.changes.announce();
    };
    // Before http's own listener, so that a request finds its connection's number.
    server.prependListener('secureConnection', onSecured);
    socket.once('close', () => {
      server.off('secureConnection', onSecured);
      record.end();
    });
    this.#hold(socket);
    this.#options.changes.announce();
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // a peer that resets the connection is no error of ours
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#options.changes.announce();
    });
  }

  async #closeServers(): Promise<void> {
    const servers = this.#servers;
    this.#servers = [];
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  }

  /**
   * Stops listening. `gently` gives the peers up to a second to close what is open (for a WebSocket close that has just
   * been sent), `abruptly` does not.
   */
  async close(manner: 'gently' | 'abruptly'): Promise<void> {
    const destroyAll = () => {
      for (const socket of this.#sockets) socket.destroy();
    };
    const timer = manner === 'gently' ? setTimeout(destroyAll, lingerMilliseconds) : undefined;
    if (!timer) destroyAll();
    await this.#closeServers();
    clearTimeout(timer);
    destroyAll();
  }
}
