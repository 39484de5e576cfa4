import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createAdaptorServer } from '@hono/node-server';
import { RPCHandler } from '@orpc/server/ws';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { WebSocketServer } from 'ws';
import { thisComputerId } from '../../shared/master-terms.ts';
import type { Log } from '../service/log.ts';
import type { AccessToken } from './access-token.ts';
import { isConsoleCall } from './console-call.ts';
import type { ConsoleChannels } from './console-channels.ts';
import type { ConsoleFiles } from './console-files.ts';

/** The most sessions that are remembered; the oldest is forgotten first. */
const maxSessions = 100;
/** So much may wait for a console that does not read. */
const maxUnreadBytes = 64 * 1024 * 1024;
/** Largest call in bytes over the WebSocket. */
const maxCallBytes = 8 * 1024 * 1024;

export interface ConsoleServerOptions {
  channels: ConsoleChannels;
  files: ConsoleFiles;
  log: Log;
  /** The REST API for scripts, on the same port. */
  rest: Hono;
  /** The only thing that lets anyone in. */
  access: AccessToken;
  /** Origin of a reverse proxy whose Host and Origin are accepted too. */
  publicOrigin: string | undefined;
}

/** A running console server, on loopback. */
export interface ConsoleServer {
  /** Such as `http://127.0.0.1:4711`. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Serves the console to a browser: its files, a session for who knows the token, and the Console API over a WebSocket.
 * `Host` and `Origin` are checked on every request, against DNS rebinding and other pages.
 * @throws the system's error when the port is taken
 */
export async function startConsoleServer(
  options: ConsoleServerOptions,
  address: { host: string; port: number },
): Promise<ConsoleServer> {
  const { channels, files, rest, log, access, publicOrigin } = options;
  const sessions = new Set<string>();
  const app = new Hono();
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await listen(server, address);
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const origin = `http://${host}:${port}`;
  const origins = new Set([origin, `http://localhost:${port}`, ...(publicOrigin ? [publicOrigin] : [])]);
  const hosts = new Set([...origins].map((known) => new URL(known).host));
  // A browser sends the cookies of one host to all its ports.
  const cookie = `nbwss-${port}`;

  const isKnownHost = (given: string | undefined) => given !== undefined && hosts.has(given.toLowerCase());
  const isKnownOrigin = (given: string | undefined) => given === undefined || origins.has(given);

  app.use(async (c, next) => {
    if (isKnownHost(c.req.header('host')) && isKnownOrigin(c.req.header('origin'))) return next();
    log.warn('request refused', { detail: 'its Host or Origin is not of this console' });
    return c.text('Forbidden', 403);
  });
  app.route('/', rest);
  app.get('/session', (c) => c.body(null, sessions.has(getCookie(c, cookie) ?? '') ? 204 : 401));
  app.post('/session', (c) => {
    if (access.judge(c.req.header('authorization')).kind !== 'granted') {
      deleteCookie(c, cookie);
      return c.body(null, 401);
    }
    const session = randomBytes(32).toString('base64url');
    sessions.add(session);
    const [oldest] = sessions;
    if (sessions.size > maxSessions && oldest !== undefined) sessions.delete(oldest);
    setCookie(c, cookie, session, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      secure: publicOrigin?.startsWith('https:') === true && c.req.header('origin') === publicOrigin,
    });
    return c.body(null, 204);
  });
  app.get('*', (c) => deliver(c, files));
  app.onError((error, c) => {
    log.error('request failed', { detail: c.req.path }, error);
    return c.text('Internal Server Error', 500);
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxCallBytes, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const session = readCookie(request.headers.cookie, cookie);
    // A browser always sends Origin with a WebSocket; `null` is refused.
    const isAllowed =
      isKnownHost(request.headers.host) &&
      request.headers.origin !== undefined &&
      isKnownOrigin(request.headers.origin);
    const master = masterOf(request.url);
    if (master === undefined || !isAllowed) return refuse(socket, '403 Forbidden');
    if (session === undefined || !sessions.has(session)) return refuse(socket, '401 Unauthorized');
    const router = channels(master);
    if (!router) return refuse(socket, '404 Not Found');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', (error) => log.warn('console connection broke', { detail: error.message }));
      void new RPCHandler(router).upgrade({
        send: (data: string | ArrayBufferLike) => {
          // A window that reads nothing gets a snapshot when it comes back; until then it must not fill the memory.
          if (webSocket.bufferedAmount > maxUnreadBytes) webSocket.terminate();
          else webSocket.send(data);
        },
        addEventListener: ((type: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
          if (type === 'close') webSocket.on('close', () => listener({ data: undefined }));
          else
            webSocket.on('message', (data, isBinary) => {
              const text = isBinary ? undefined : data.toString();
              if (isConsoleCall(text)) listener({ data: text });
              else webSocket.close(1008, 'not a call');
            });
        }) as typeof webSocket.addEventListener,
      });
    });
  });

  return {
    origin,
    async close() {
      for (const client of sockets.clients) client.terminate();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
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

async function deliver(c: Context, files: ConsoleFiles): Promise<Response> {
  const file = await files.file(c.req.path);
  if (!file) return c.text('Not Found', 404);
  return c.body(file.body as string, 200, file.headers);
}

/** `/console` is the channel of this computer, `/console?master=<id>` that of another master server. */
function masterOf(url: string | undefined): string | undefined {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://console.invalid');
  return pathname === '/console' ? (searchParams.get('master') ?? thisComputerId) : undefined;
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

/** The client may never close its side, so ours does not wait for it. */
function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
