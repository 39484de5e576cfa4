import type { Clock } from '../clock.ts';
import { parseJson, pathOf, queryOf } from '../http-exchange.ts';
import type { ApiAnswer, Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { checkContentType, negotiate, type Representation } from './media-types.ts';
import type { Sessions } from './sessions.ts';

/** A request as it came in. */
export interface ReceivedRequest {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly method: string;
  /** Path and query, as they came. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RouterOptions {
  readonly apiVersion: number;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly routes: readonly Route[];
}

const pingPath = '/netbackup/ping';

/** The decoded values of a path's `{…}` parts; `undefined` when the path is another one. */
function match(pattern: string, path: string): string[] | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parts: string[] = [];
  for (const [index, name] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (!name.startsWith('{')) {
      if (name !== segment) return undefined;
    } else if (segment === '') return undefined;
    else parts.push(decode(segment));
  }
  return parts;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiError(400, 'The path is not valid.');
  }
}

/** Finds the call that a request means, and checks media types and authorization before it is made. */
export class Router {
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
  }

  /** Never throws: what is refused is answered in the vendor's error shape. */
  async answer(request: ReceivedRequest, origin: string): Promise<ApiAnswer> {
    try {
      return await this.#answer(request, origin);
    } catch (error) {
      const refusal =
        error instanceof ApiError ? error : new ApiError(500, 'The practice server failed.', {}, [String(error)]);
      return { status: refusal.status, body: refusal };
    }
  }

  async #answer(request: ReceivedRequest, origin: string): Promise<ApiAnswer> {
    const { apiVersion, sessions, clock } = this.#options;
    const { target, headers } = request;
    const path = pathOf(target);
    // As the vendor's web server: brackets of page[limit] have to be percent-encoded.
    if (/[[\]\s"<>\\^`{|}]/.test(target))
      throw new ApiError(400, 'The request target holds characters that are not encoded.');
    if (path === pingPath && (request.method === 'GET' || request.method === 'HEAD')) {
      return { status: 200, headers: { 'x-netbackup-api-version': `${apiVersion}.0` }, body: String(clock.now()) };
    }
    const { route, parts } = this.#find(request.method, path);
    const representation = negotiate(headers['accept'], apiVersion);
    const authorization = headers['authorization'] ?? '';
    if (route.access === 'signed in' && !sessions.knows(authorization)) {
      throw new ApiError(401, 'The token or API key in the Authorization header is missing, wrong or expired.');
    }
    const answer = await route.answer({
      parts,
      query: new URLSearchParams(queryOf(target)),
      version: representation.version,
      body: this.#body(request, route),
      origin,
      authorization,
    });
    return typeof answer.body === 'object' ? withContentType(answer, representation) : answer;
  }

  #find(method: string, path: string): { route: Route; parts: string[] } {
    const allowed = new Set<string>();
    for (const route of this.#options.routes) {
      const parts = match(route.path, path);
      if (!parts) continue;
      if (route.method === (method === 'HEAD' ? 'GET' : method)) return { route, parts };
      allowed.add(route.method);
    }
    if (allowed.size === 0) throw new ApiError(404, 'The requested resource was not found.');
    throw new ApiError(405, 'The method is not allowed.', {}, [`Allowed: ${[...allowed].join(', ')}`]);
  }

  #body(request: ReceivedRequest, route: Route): unknown {
    if (route.method !== 'POST' || (request.body === '' && request.headers['content-type'] === undefined))
      return undefined;
    checkContentType(request.headers['content-type'], this.#options.apiVersion);
    if (request.body === '') return undefined;
    const body = parseJson(request.body);
    if (body === undefined) throw new ApiError(400, 'Failed to parse the JSON body, or the entity already exists');
    return body;
  }
}

const withContentType = (answer: ApiAnswer, { contentType }: Representation): ApiAnswer => ({
  ...answer,
  headers: { 'content-type': contentType, ...answer.headers },
});
