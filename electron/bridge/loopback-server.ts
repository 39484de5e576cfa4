import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Clock } from '../service/clock.ts';
import type { Log } from '../service/log.ts';
import { answerHeaders, refuseSocket } from './answer-headers.ts';
import { RequestGuard, type RequestSource } from './request-guard.ts';

/** What a slow or greedy client may take: times in milliseconds, sizes in bytes. */
export const serverLimits = {
  headersTimeout: 10_000,
  /** For the whole request, its body too. */
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 16 * 1024,
  /** A client that neither sends nor reads; an attempt to connect takes 40 s at most. */
  silence: 120_000,
  connections: 512,
  /**
   * Requests of one connection that may wait for their answers. Nobody asks ahead but who wants to fill the memory: one packet
   * holds a thousand small requests, and all of their answers would be kept for a client that reads none.
   */
  requestsAtOnce: 4,
};

/** How often refused requests are told in the log, in milliseconds. */
const tellEvery = 60_000;

export interface LoopbackServerOptions {
  log: Log;
  clock: Clock;
  /** Origin of a reverse proxy whose Host and Origin are accepted too. */
  publicOrigin: string | undefined;
  /** Adds the routes, behind the check of where a request comes from. */
  routes: (app: Hono, server: LoopbackServer) => void;
  /** In the place of {@link serverLimits}. */
  limits?: typeof serverLimits;
}

/** A running HTTP server on loopback. */
export interface LoopbackServer {
  /** Such as `http://127.0.0.1:4711`. */
  readonly origin: string;
  readonly port: number;
  readonly http: Server;
  /** Whether an upgrade comes from where it may; one that does not is told in the log. */
  allows(request: IncomingMessage): boolean;
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * Serves HTTP on loopback to those who may ask, with the security headers on every answer and limits against slow and greedy clients.
 * @throws the system's error when the port is taken
 */
export async function startLoopbackServer(
  { log, clock, publicOrigin, routes, limits = serverLimits }: LoopbackServerOptions,
  address: { host: string; port: number },
): Promise<LoopbackServer> {
  const app = new Hono();
  const sockets = new Set<Socket>();
  /** Requests that have no complete answer yet, by their connection. */
  const answering = new WeakMap<Duplex, number>();
  const listener = getRequestListener(app.fetch, {
    overrideGlobalObjects: false, // Electron's own answers are the global ones
    errorHandler: () => new Response('Bad Request', { status: 400, headers: answerHeaders }),
  });
  const http = createServer(
    { ...limits, keepAlive: true, keepAliveInitialDelay: 60_000, requireHostHeader: false },
    (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      const before = answering.get(socket) ?? 0;
      if (before >= limits.requestsAtOnce) {
        socket.destroy();
        return;
      }
      answering.set(socket, before + 1);
      response.on('close', () => answering.set(socket, (answering.get(socket) ?? 1) - 1));
      void listener(request, response);
    },
  );
  // Older runtimes take them as properties only.
  const { headersTimeout, requestTimeout, keepAliveTimeout, connections, silence } = limits;
  Object.assign(http, { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections: connections });
  http.setTimeout(silence);
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  http.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || (answering.get(socket) ?? 0) > 0) socket.destroy();
    else refuseSocket(socket, statusOf(error.code));
  });
  await listen(http, address);
  const { port } = http.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const origin = `http://${host}:${port}`;
  const guard = new RequestGuard(origin, publicOrigin);
  const refused = refusalLog(log, clock);
  const allows = (source: RequestSource) => {
    if (guard.allows(source)) return true;
    refused();
    return false;
  };

  const server: LoopbackServer = {
    origin,
    port,
    http,
    allows: ({ headers }) =>
      allows({
        host: headers.host,
        origin: headers.origin,
        site: single(headers['sec-fetch-site']),
        mode: single(headers['sec-fetch-mode']),
      }),
    async close() {
      const closed = new Promise((done) => http.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  app.use(async (c, next) => {
    const header = (name: string) => c.req.header(name);
    const [site, mode] = [header('sec-fetch-site'), header('sec-fetch-mode')];
    if (allows({ host: header('host'), origin: header('origin'), site, mode })) await next();
    else c.res = c.text('Forbidden', 403);
    for (const [name, value] of Object.entries(answerHeaders)) if (!c.res.headers.has(name)) c.header(name, value);
  });
  app.onError((error, c) => {
    log.error('request failed', { detail: c.req.path }, error);
    return c.text('Internal Server Error', 500);
  });
  routes(app, server);
  return server;
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join() : header);

function statusOf(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
}

/** Tells of refused requests, but once a minute: whoever sends them must not fill the log. */
function refusalLog(log: Log, clock: Clock): () => void {
  let since = Number.NEGATIVE_INFINITY;
  let more = 0;
  return () => {
    more++;
    if (clock.monotonic() - since < tellEvery) return;
    const detail = 'its Host, Origin or Sec-Fetch-Site is not of this console';
    log.warn('request refused', { detail: more === 1 ? detail : `${detail}; ${more} since the last line` });
    since = clock.monotonic();
    more = 0;
  };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
