import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Identity, makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';
import { type Message, makeMessage } from '../../shared/messages.ts';

/** One connection of NBWSS to one of the endpoints, accepted. */
export interface EndpointPeer {
  readonly path: string;
  readonly webSocket: WebSocket;
  /** The TLS socket beneath, for bytes that no WebSocket library would send. */
  readonly socket: Duplex;
}

/**
 * Any number of WebSocket endpoints on one port of 127.0.0.1, told apart by their path, where hundreds of connections are
 * needed. It accepts every token, answers pings, and leaves everything else to the test.
 */
export class EndpointServer {
  readonly identity: Identity;
  readonly #server: Server;
  readonly #peers = new Map<string, EndpointPeer>();
  readonly #webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: true });
  /** COMMAND RESPONSEs and whatever else arrives on an accepted connection. */
  received: (message: Message, peer: EndpointPeer) => void = () => undefined;
  accepted: (peer: EndpointPeer) => void = () => undefined;

  private constructor(identity: Identity) {
    this.identity = identity;
    this.#server = createServer(tlsCredentials(identity));
    this.#server.on('upgrade', (request, socket, head) => {
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) =>
        this.#serve(webSocket, socket, request.url ?? '/'),
      );
    });
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  static async start(): Promise<EndpointServer> {
    const server = new EndpointServer(await makeCertificate({ commonName: '127.0.0.1' }));
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject).listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve);
    });
    return server;
  }

  /** The endpoint with this name. */
  url(name: string): string {
    return `wss://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`;
  }

  /** The accepted connections that are open, by the name of their endpoint. */
  get peers(): ReadonlyMap<string, EndpointPeer> {
    return this.#peers;
  }

  /** @throws when the endpoint has no accepted connection */
  peer(name: string): EndpointPeer {
    const peer = this.#peers.get(name);
    if (!peer) throw new Error(`${name} has no connection`);
    return peer;
  }

  #serve(webSocket: WebSocket, socket: Duplex, path: string): void {
    const name = path.slice(1);
    const peer: EndpointPeer = { path: name, webSocket, socket };
    webSocket.on('error', () => undefined); // followed by 'close'
    webSocket.on('close', () => {
      if (this.#peers.get(name) === peer) this.#peers.delete(name);
    });
    webSocket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as Message;
      if (message.type !== 'CONNECT') {
        this.received(message, peer);
        return;
      }
      this.#peers.set(name, peer);
      webSocket.send(JSON.stringify(makeMessage('CONNECT', 'RESPONSE', message.id, 1, { valid: true })));
      this.accepted(peer);
    });
  }

  async close(): Promise<void> {
    for (const webSocket of this.#webSockets.clients) webSocket.terminate();
    this.#webSockets.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/**
 * Resolves when NBWSS has dealt with every frame that was sent to it before: it answers a ping in its turn.
 * @throws when the connection ends instead
 */
export function allReceived({ webSocket }: EndpointPeer): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (failure?: Error) => {
      webSocket.off('pong', ponged).off('close', closed);
      if (failure) reject(failure);
      else resolve();
    };
    const ponged = () => settle();
    const closed = (code: number, reason: Buffer) => settle(new Error(`closed with ${code} ${reason}`));
    webSocket.once('pong', ponged).once('close', closed);
    if (webSocket.readyState === webSocket.OPEN) webSocket.ping();
    else closed(1006, Buffer.alloc(0));
  });
}
