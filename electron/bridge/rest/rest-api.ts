import { type Context, Hono } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { asNbwssError, NbwssError } from '../../../shared/error-catalogue.ts';
import type { Clock } from '../../service/clock.ts';
import { healthOf } from '../../service/health.ts';
import type { Log } from '../../service/log.ts';
import type { AccessToken } from '../access-token.ts';
import type { ConsoleBackend } from '../console-backend.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { endpointOperations } from './endpoint-operations.ts';
import { errorBody } from './error-body.ts';
import { answerType, plainJson } from './media-types.ts';
import { openApiDocument } from './openapi-document.ts';
import type { Operation } from './operation.ts';
import { readBody } from './request-body.ts';
import { RequestRefusal } from './request-refusal.ts';
import { serviceOperations } from './service-operations.ts';

export interface RestApiOptions {
  backend: Pick<ConsoleBackend, 'service'>;
  access: AccessToken;
  metrics: Metrics;
  version: string;
  clock: Clock;
  log: Log;
}

const guarded = ['/netbackup/*', '/nbwss/*', '/metrics'];

/** As the routes of Hono have it. */
const routeOf = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');

/**
 * The REST API for scripts, by the vendor's contract. The token comes with each request in `Authorization`, which no page of another
 * origin can send; the session's cookie does not count here.
 */
export function createRestApi(options: RestApiOptions): Hono {
  const { backend, access, metrics, version, clock, log } = options;
  const operations = [...endpointOperations, ...serviceOperations(version, clock)];
  const document = JSON.stringify(openApiDocument(operations, version));
  const rest = new Hono();

  for (const path of guarded) {
    rest.use(path, async (c, next) => {
      const verdict = access.judge(c.req.header('authorization'));
      if (verdict.kind === 'turned away')
        throw new RequestRefusal('tooManyWrongTokens', { 'retry-after': String(verdict.retryAfter) });
      if (verdict.kind !== 'granted') throw new RequestRefusal('noToken', { 'www-authenticate': 'Bearer' });
      await next();
    });
  }
  rest.get('/healthz', (c) => {
    const { status, text } = healthOf(backend.service);
    return c.text(text, status);
  });
  // Without the token: it says nothing about this host that the source of this program does not.
  rest.get('/openapi.json', (c) => answer(c, 200, document, plainJson));
  rest.get('/metrics', async (c) => answer(c, 200, await metrics.of(backend.service), metrics.contentType));
  for (const operation of operations) {
    rest.on(operation.method.toUpperCase(), routeOf(operation.path), (c) => perform(c, operation, backend));
  }
  for (const path of ['/healthz', '/openapi.json', '/metrics', ...operations.map(({ path }) => path)]) {
    rest.all(routeOf(path), () => {
      throw new RequestRefusal('methodNotAllowed', { allow: methodsOf(path, operations).join(', ') });
    });
  }
  for (const path of guarded) {
    rest.all(path, () => {
      throw new RequestRefusal('noSuchPath');
    });
  }
  rest.onError((error, c) => {
    const known = error instanceof RequestRefusal ? error : asNbwssError(error);
    // The caller has gone: nobody reads the answer, and nothing is wrong.
    const isOurs = known instanceof NbwssError && known.code === 'internal' && !c.req.raw.signal.aborted;
    if (isOurs) log.error('REST call failed', { detail: `${c.req.method} ${c.req.path}` }, error);
    const body = errorBody(known);
    const headers = known instanceof RequestRefusal ? known.headers : {};
    return answer(c, body.errorCode, JSON.stringify(body), acceptedType(c) ?? plainJson, headers);
  });
  return rest;
}

const acceptedType = (c: Context) => answerType(c.req.header('accept'));

async function perform(c: Context, operation: Operation, backend: RestApiOptions['backend']): Promise<Response> {
  const mediaType = acceptedType(c);
  if (mediaType === undefined) throw new RequestRefusal('notAcceptable');
  const found = await operation.run({
    service: backend.service,
    hostName: c.req.param('hostName') ?? '',
    signal: c.req.raw.signal,
    body: () => readBody(c.req.raw),
  });
  return answer(c, operation.answer.status, JSON.stringify(found), mediaType);
}

function answer(
  c: Context,
  status: number,
  body: string,
  mediaType: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.newResponse(body, status as StatusCode, {
    'content-type': mediaType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
}

/** What is at a path: also what is at a variable of it. */
function methodsOf(path: string, operations: readonly Operation[]): string[] {
  const methods = operations
    .filter((operation) => new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map(({ method }) => method.toUpperCase());
  return methods.length === 0 || methods.includes('GET') ? ['GET', 'HEAD'] : methods;
}
