import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type Identity, tlsCredentials } from '../../electron/practice/certificates.ts';
import { Changes } from '../../electron/practice/changes.ts';

/** What the proxy does once it has read a CONNECT: opens the tunnel, or writes something else. */
export type ProxyBehaviour = 'allow' | ((client: Socket) => void);

/** Answers with a status and ends. */
export const answerStatus =
  (status: number, headers = ''): ProxyBehaviour =>
  (client) =>
    void client.end(`HTTP/1.1 ${status} Some Reason\r\n${headers}Content-Length: 0\r\n\r\n`);

/** One connection to the proxy. */
export class ProxiedConnection {
  readonly client: Socket;
  /** The server's side of the tunnel. */
  server: Socket | undefined;
  /** Head of the CONNECT request; `undefined` until it is complete. */
  head: string | undefined;
  closed = false;

  constructor(client: Socket) {
    this.client = client;
  }

  /** Host and port that CONNECT asked for. */
  get target(): string {
    return /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(this.head ?? '')?.[1] ?? '';
  }

  /** `user:password` of Basic. */
  get credentials(): string | undefined {
    const [, encoded] = /^Proxy-Authorization: Basic (\S+)$/im.exec(this.head ?? '') ?? [];
    return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
  }
}

/**
 * An HTTP proxy that knows CONNECT only, and every host name: each is this computer. It keeps every byte that passes, as a
 * proxy that cannot be trusted might.
 */
export class ConnectProxy {
  /** May be changed at any time. */
  behaviour: ProxyBehaviour = 'allow';
  readonly connections: ProxiedConnection[] = [];
  readonly changes = new Changes();
  readonly #server: Server;
  readonly #secure: boolean;
  readonly #passed: Buffer[] = [];

  private constructor(identity: Identity | undefined) {
    const take = (client: Socket) => this.#take(client);
    this.#secure = identity !== undefined;
    this.#server = identity ? createTlsServer(tlsCredentials(identity), take) : createServer(take);
  }

  /** @param identity for a proxy that is itself spoken to over TLS */
  static async start(identity?: Identity): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(identity);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#secure ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  /** The servers that were asked for, in order. */
  get targets(): string[] {
    return this.connections.map(({ target }) => target);
  }

  /** Every byte that passed in either direction. */
  get passed(): Buffer {
    return Buffer.concat(this.#passed);
  }

  /** Waits for one more CONNECT than `before`. */
  async asked(before = 0): Promise<ProxiedConnection> {
    const complete = () => this.connections.filter(({ head }) => head !== undefined);
    await this.changes.until('a CONNECT request', () => complete().length > before);
    return complete()[before] as ProxiedConnection;
  }

  async close(): Promise<void> {
    for (const { client, server } of this.connections) {
      client.destroy();
      server?.destroy();
    }
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #take(client: Socket): void {
    const connection = new ProxiedConnection(client);
    this.connections.push(connection);
    let begin = Buffer.alloc(0);
    const readHead = (data: Buffer) => {
      begin = Buffer.concat([begin, data]);
      const end = begin.indexOf('\r\n\r\n');
      if (end < 0) return;
      client.off('data', readHead).pause();
      connection.head = begin.toString('latin1', 0, end + 2);
      if (this.behaviour === 'allow') this.#openTunnel(connection);
      else this.behaviour(client);
      this.changes.announce();
    };
    client.on('data', (data: Buffer) => this.#note(data)).on('data', readHead);
    client.on('error', () => undefined); // a client that goes away is no error here
    client.on('close', () => {
      connection.closed = true;
      this.changes.announce();
    });
  }

  #note(data: Buffer): void {
    this.#passed.push(data);
    this.changes.announce();
  }

  #openTunnel(connection: ProxiedConnection): void {
    const { client, target } = connection;
    const server = connect({ host: '127.0.0.1', port: Number(/:(\d+)$/.exec(target)?.[1]) });
    connection.server = server;
    server.on('data', (data) => this.#note(data));
    server.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    server.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }
}
