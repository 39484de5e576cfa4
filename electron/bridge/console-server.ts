import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type WebSocket, WebSocketServer } from 'ws';
import { thisComputerId } from '../../shared/master-terms.ts';
import type { Clock } from '../service/clock.ts';
import type { Log } from '../service/log.ts';
import type { AccessToken, Verdict } from './access-token.ts';
import { refuseSocket } from './answer-headers.ts';
import { isConsoleCall } from './console-call.ts';
import type { ConsoleChannel, ConsoleChannels } from './console-channels.ts';
import type { ConsoleFiles } from './console-files.ts';
import { ConsoleSessions } from './console-sessions.ts';
import { startLoopbackServer } from './loopback-server.ts';
import { OpenCalls } from './open-calls.ts';

/** So much may wait for a console that does not read. */
const maxUnreadBytes = 64 * 1024 * 1024;
/** Largest call in bytes over the WebSocket. */
const maxCallBytes = 8 * 1024 * 1024;
/** Windows on one master server that may be open at a time: in all, and of one session. */
const maxWindows = 64;
const maxWindowsOfSession = 16;

/** An open channel: whose it is, and to which master server. */
interface Window {
  readonly session: string;
  readonly master: string;
}

export interface ConsoleServerOptions {
  channels: ConsoleChannels;
  files: ConsoleFiles;
  log: Log;
  clock: Clock;
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
 * @throws the system's error when the port is taken
 */
export async function startConsoleServer(
  { channels, files, rest, log, clock, access, publicOrigin }: ConsoleServerOptions,
  address: { host: string; port: number },
): Promise<ConsoleServer> {
  const sessions = new ConsoleSessions();
  const windows = new Map<WebSocket, Window>();
  // A browser sends the cookies of one host to all its ports.
  const cookieOf = (port: number) => `nbwss-${port}`;

  const routes = (app: Hono, port: number) => {
    const cookie = cookieOf(port);
    app.route('/', rest);
    app.use(async (c, next) => {
      if (!hasBody(c)) return next();
      return c.text('Payload Too Large', 413, { connection: 'close' }); // the console's own paths take none
    });
    app.get('/session', (c) => {
      const session = getCookie(c, cookie);
      if (sessions.isKnown(session)) return c.body(null, 204);
      return refuse(c, session === undefined ? { kind: 'missing' } : access.refuse());
    });
    app.post('/session', (c) => {
      const verdict = access.judge(c.req.header('authorization'));
      if (verdict.kind !== 'granted') {
        deleteCookie(c, cookie);
        return refuse(c, verdict);
      }
      setCookie(c, cookie, sessions.open(), {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        secure: publicOrigin?.startsWith('https:') === true && c.req.header('origin') === publicOrigin,
      });
      return c.body(null, 204);
    });
    app.get('*', (c) => deliver(c, files));
  };

  const server = await startLoopbackServer(
    { log, clock, publicOrigin, routes: (app, { port }) => routes(app, port) },
    address,
  );
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxCallBytes, perMessageDeflate: false });
  server.http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const master = masterOf(request.url);
    // A browser always sends Origin with a WebSocket.
    const isAllowed = server.allows(request) && request.headers.origin !== undefined;
    if (master === undefined || !isAllowed) return refuseSocket(socket, '403 Forbidden');
    const session = readCookie(request.headers.cookie, cookieOf(server.port));
    if (!sessions.isKnown(session)) {
      const verdict = session === undefined ? undefined : access.refuse();
      if (verdict?.kind !== 'turned away') return refuseSocket(socket, '401 Unauthorized');
      return refuseSocket(socket, '429 Too Many Requests', { 'retry-after': String(verdict.retryAfter) });
    }
    const channel = channels(master);
    if (!channel) return refuseSocket(socket, '404 Not Found');
    const others = [...windows.values()].filter((other) => other.master === master);
    const ofSession = others.filter((other) => other.session === session).length;
    if (others.length >= maxWindows || ofSession >= maxWindowsOfSession)
      return refuseSocket(socket, '503 Service Unavailable', { 'retry-after': '5' });
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      windows.set(webSocket, { session, master });
      // The window asks anew then, and is told by its status whether there still is one.
      const end = () => webSocket.close(1001, 'the master server was removed or changed');
      channel.ended?.addEventListener('abort', end);
      webSocket.on('close', () => {
        windows.delete(webSocket);
        channel.ended?.removeEventListener('abort', end);
      });
      webSocket.on('error', (error) => log.warn('console connection broke', { detail: error.message }));
      serve(webSocket, channel);
    });
  });

  const serve = (webSocket: WebSocket, { router }: ConsoleChannel) =>
    void new RPCHandler(router).upgrade(
      {
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
      },
      { context: { calls: new OpenCalls() } },
    );

  return {
    origin: server.origin,
    async close() {
      for (const client of sockets.clients) client.terminate();
      await server.close();
    },
  };
}

const hasBody = ({ req }: Context) =>
  Number(req.header('content-length') ?? 0) > 0 || req.header('transfer-encoding') !== undefined;

function refuse(c: Context, verdict: Verdict): Response {
  if (verdict.kind !== 'turned away') return c.body(null, 401);
  return c.body(null, 429, { 'retry-after': String(verdict.retryAfter) });
}

async function deliver(c: Context, files: ConsoleFiles): Promise<Response> {
  const file = await files.file(c.req.path);
  if (!file) return c.text('Not Found', 404);
  return c.body(file.body as string, 200, file.headers);
}

/** `/console` is the channel of this computer, `/console?master=<id>` that of another master server. Any other target is none, also one that is no URL. */
function masterOf(target: string | undefined): string | undefined {
  const url = URL.parse(target ?? '/', 'http://console.invalid');
  return url?.pathname === '/console' ? (url.searchParams.get('master') ?? thisComputerId) : undefined;
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}
