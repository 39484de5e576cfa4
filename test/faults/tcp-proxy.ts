import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** One TCP connection through the proxy. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A TCP proxy on loopback before a server, and the ways in which a network fails. */
export class TcpProxy {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #pairs = new Set<Pair>();
  readonly #silenced = new Set<Socket>();
  readonly #dataFromClient: (bytes: number) => void;
  #isStalled = false;
  #delay = 0;

  private constructor(targetPort: number, dataFromClient: (bytes: number) => void) {
    this.#targetPort = targetPort;
    this.#dataFromClient = dataFromClient;
    this.#server = createServer((client) => this.#accept(client));
  }

  /** @param dataFromClient told of every piece before it goes on to the server */
  static async start(targetPort: number, dataFromClient: (bytes: number) => void): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort, dataFromClient);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Every connection ends at once, on both sides. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
    for (const client of this.#silenced) client.destroy();
  }

  /** Nothing passes, in either direction and on new connections too, until {@link resume}; nothing is lost. */
  stall(): void {
    this.#isStalled = true;
    for (const { client, server } of this.#pairs) {
      client.pause();
      server.pause();
    }
  }

  resume(): void {
    this.#isStalled = false;
    for (const { client, server } of this.#pairs) {
      client.resume();
      server.resume();
    }
  }

  /** The server's side of every connection ends, and the client is told nothing: it has to find out by itself. */
  halfOpen(): void {
    for (const pair of this.#pairs) {
      const { client, server } = pair;
      this.#pairs.delete(pair);
      this.#silenced.add(client);
      client.once('close', () => this.#silenced.delete(client));
      client.removeAllListeners('data');
      client.resume();
      server.removeAllListeners('data').removeAllListeners('close');
      server.destroy();
    }
  }

  /** @param milliseconds that every piece of data takes longer, in its order; 0 for no delay */
  delay(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #accept(client: Socket): void {
    const server = connect(this.#targetPort, '127.0.0.1');
    const pair = { client, server };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined); // followed by 'close'
    }
    client.on('data', (data) => this.#dataFromClient(data.length));
    this.#pass(client, server);
    this.#pass(server, client);
    if (this.#isStalled) {
      client.pause();
      server.pause();
    }
  }

  #pass(from: Socket, to: Socket): void {
    let last = Promise.resolve();
    // One after the other, so that a shorter delay overtakes no longer one.
    const inTurn = (action: () => void) => {
      const waited = this.#delay === 0 ? last : Promise.all([last, pause(this.#delay)]).then(() => undefined);
      last = waited.then(action);
    };
    from.on('data', (data) => inTurn(() => void (to.destroyed || to.write(data))));
    from.on('close', () => {
      for (const pair of this.#pairs) if (pair.client === from || pair.server === from) this.#pairs.delete(pair);
      inTurn(() => to.destroy());
    });
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
