import type { IncomingMessage, ServerResponse } from 'node:http';
import { practiceCommandSchema } from '../../../shared/practice.ts';
import { Changes } from '../changes.ts';
import type { PracticeCloudApplication } from '../cloud-application.ts';
import {
  asRecord,
  BodyTooLargeError,
  isLoopbackHost,
  parseJson,
  pathOf,
  readBody,
  sendAnswer,
} from '../http-exchange.ts';
import { TlsListener } from '../tls-listener.ts';
import { pageHtml, pageScript, pageStyle } from './page.ts';

export interface ControlServer {
  /** Such as `https://localhost:40001`; `/commands` and the others come behind it. */
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const maxBodyBytes = 2 * 1024 * 1024;
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
const json = (status: number, value: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});
const refusal = (status: number, errorMessage: string): Answer => json(status, { errorCode: status, errorMessage });

/** Other web pages in the person's browser must neither send commands nor read answers. */
function crossSite(request: IncomingMessage): string | undefined {
  const { host, origin, 'content-type': contentType, 'sec-fetch-site': site } = request.headers;
  if (!isLoopbackHost(host)) return 'The Host header does not name this computer.';
  if (origin !== undefined && origin !== `https://${host}`) return 'The request comes from another origin.';
  // A link elsewhere may lead to the page itself: it holds nothing, and cannot be framed.
  const linked = request.headers['sec-fetch-dest'] === 'document' && request.url === '/';
  if (!linked && (site === 'cross-site' || site === 'same-site')) return 'The request comes from another site.';
  const isJson = /^application\/json(\s*;|$)/i.test(contentType ?? '');
  if (request.method === 'POST' && !isJson) return 'The Content-Type has to be application/json.';
  return undefined;
}

/** Header values of a command; `undefined` when they are not all texts. */
function readHeaders(value: unknown): Record<string, string> | undefined {
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(asRecord(value ?? {}) ?? { '': undefined })) {
    if (typeof text !== 'string') return undefined;
    headers[name] = text;
  }
  return headers;
}

async function sendCommand(application: PracticeCloudApplication, body: Record<string, unknown>): Promise<Answer> {
  const command = practiceCommandSchema.safeParse({ ...body, body: body['body'] ?? '' });
  const headers = readHeaders(body['headers']);
  if (!command.success || !headers) {
    return refusal(400, 'A command is {"method", "uri", "body"?, "headers"?}; all values are texts.');
  }
  const { id, time, response, problem } = await application.sendCommand({ ...command.data, headers });
  return json(200, {
    id,
    time,
    status: response?.responseCode ?? null,
    headers: response?.headers ?? null,
    body: response?.body ?? null,
    problem,
  });
}

const stateOf = ({
  name,
  hostName,
  groupId,
  priority,
  online,
  connected,
  endpointUrl,
  inbox,
}: PracticeCloudApplication) => ({
  name,
  hostName,
  groupId,
  priority,
  endpointUrl,
  online,
  connected,
  notifications: inbox.total,
});

async function post(application: PracticeCloudApplication, path: string, request: IncomingMessage): Promise<Answer> {
  const body = asRecord(parseJson((await readBody(request, maxBodyBytes)).toString('utf8')));
  if (!body) return refusal(400, 'The body is not a JSON object.');
  if (path === '/commands') return sendCommand(application, body);
  const { online } = body;
  if (typeof online !== 'boolean') return refusal(400, 'online has to be true or false.');
  await application.setOnline(online);
  return json(200, stateOf(application));
}

const gets: Readonly<Record<string, (application: PracticeCloudApplication) => Answer>> = {
  '/': () => ({ status: 200, type: 'text/html; charset=utf-8', body: pageHtml }),
  '/page.js': () => ({ status: 200, type: 'text/javascript; charset=utf-8', body: pageScript }),
  '/page.css': () => ({ status: 200, type: 'text/css; charset=utf-8', body: pageStyle }),
  '/state': (application) => json(200, stateOf(application)),
  '/exchanges': (application) => json(200, application.exchanges),
  '/notifications': (application) => json(200, application.inbox.entries.slice(-100)),
};
const posts = new Set(['/commands', '/online']);

async function answer(application: PracticeCloudApplication, request: IncomingMessage): Promise<Answer> {
  const problem = crossSite(request);
  if (problem !== undefined) return refusal(403, problem);
  const path = pathOf(request.url ?? '/');
  const get = Object.hasOwn(gets, path) ? gets[path] : undefined;
  if (request.method === 'POST' && posts.has(path)) return post(application, path, request);
  if (request.method === 'GET' && get) return get(application);
  return get || posts.has(path) ? refusal(405, 'Method not allowed') : refusal(404, 'Not found');
}

async function respond(
  application: PracticeCloudApplication,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, type, body } = await answer(application, request).catch((error: unknown) =>
    error instanceof BodyTooLargeError ? refusal(413, 'The body is too large.') : refusal(500, String(error)),
  );
  if (!response.destroyed) sendAnswer(response, status, { ...securityHeaders, 'content-type': type }, body);
}

/**
 * A cloud application's own control page and API, for people and scripts without the console. It has a port of its own:
 * during an outage the application's server is closed, and something must be there to end the outage.
 */
export async function startControlServer(application: PracticeCloudApplication): Promise<ControlServer> {
  const { hostName, listener } = application;
  const server = new TlsListener({
    addresses: hostName === 'localhost' ? ['127.0.0.1', '::1'] : ['127.0.0.1'],
    identity: listener.identity,
    changes: new Changes(),
    onRequest: (request, response) => void respond(application, request, response),
  });
  await server.open();
  return { url: `https://${hostName}:${server.port}`, close: () => server.close('abruptly') };
}
