import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer as createHttpServer, request } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * The least of localtunnel's server: it tells a client its port, takes its connections, and passes each call that comes over
 * HTTPS on through one of them, by an agent as its own server has it.
 */

interface Settings {
  /** PEM of the server that the calls come to. */
  readonly cert: string;
  readonly key: string;
  /** That the client may open. */
  readonly connections: number;
}

/** A call waits for a connection of the client; one that is free is kept, not more. */
class TunnelAgent extends Agent {
  readonly #free: Socket[] = [];
  readonly #waiting: ((error: Error | null, stream: Duplex) => void)[] = [];

  constructor() {
    super({ keepAlive: true, maxFreeSockets: 1 });
  }

  offer(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      const place = this.#free.indexOf(socket);
      if (place >= 0) this.#free.splice(place, 1);
    });
    const waiting = this.#waiting.shift();
    if (waiting) waiting(null, socket);
    else this.#free.push(socket);
  }

  override createConnection(_options: object, given: (error: Error | null, stream: Duplex) => void): undefined {
    const socket = this.#free.shift();
    if (socket) given(null, socket);
    else this.#waiting.push(given);
  }
}

const { cert, key, connections } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Settings;
const agent = new TunnelAgent();

const front = createHttpsServer({ cert, key }, (incoming, answer) => {
  const { method, url: path, headers } = incoming;
  const passed = request({ agent, method, path, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  incoming.pipe(passed);
});
front.keepAliveTimeout = 0;
const sockets = createTcpServer((socket) => agent.offer(socket));
const entry = createHttpServer((_request, response) => {
  const told = { id: 'bench', port: portOf(sockets), max_conn_count: connections, url: 'http://bench.invalid' };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

for (const server of [front, sockets, entry]) {
  server.listen(0, 'localhost');
  await once(server, 'listening');
}
process.stdout.write(`${JSON.stringify({ front: portOf(front), entry: portOf(entry) })}\n`);
process.on('SIGTERM', () => process.exit(0));
