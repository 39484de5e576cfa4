/** A request as a resource sees it: checked, decoded, and allowed. */
export interface ApiRequest {
  /** The decoded values of the route's `{…}` parts. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** API version that was asked for. */
  readonly version: number;
  /** The parsed JSON body; `undefined` without one. */
  readonly body: unknown;
  /** Such as `https://localhost:1556`, for links. */
  readonly origin: string;
  /** The raw `Authorization` header. */
  readonly authorization: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text as it is; anything else as JSON; `undefined` for an empty answer. */
  readonly body?: unknown;
}

/** One call of the API. `{…}` in the path stands for one segment. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly access: 'anyone' | 'signed in';
  answer(request: ApiRequest): ApiAnswer | Promise<ApiAnswer>;
}
