/** What is wrong with a request before it reaches the service: HTTP's own refusals, beside the error catalogue. */
export const requestRefusals = {
  noToken: {
    status: 401,
    message: 'The token is missing or wrong',
    actions: [
      'Send the header Authorization with the token: the headless host prints it when it starts, the desktop app makes it under Properties.',
    ],
  },
  tooManyWrongTokens: {
    status: 429,
    message: 'Too many wrong tokens',
    actions: ['Correct the token, and wait as long as the header Retry-After says.'],
  },
  noSuchPath: {
    status: 404,
    message: 'There is nothing at this path',
    actions: ['GET /openapi.json describes every path.'],
  },
  methodNotAllowed: {
    status: 405,
    message: 'This path does not have this method',
    actions: ['The header Allow names the methods that it has.'],
  },
  notAcceptable: {
    status: 406,
    message: 'None of the media types in Accept can be answered',
    actions: ['Accept application/json, or application/vnd.netbackup+json;version=N.0.'],
  },
  tooLarge: {
    status: 413,
    message: 'The request body is larger than 1 MiB',
    actions: ['One request is about one endpoint.'],
  },
  unsupportedMediaType: {
    status: 415,
    message: 'The media type of the request body is not supported',
    actions: ['Send Content-Type application/json, or application/vnd.netbackup+json;version=N.0, in UTF-8.'],
  },
} as const;

export type RefusalCode = keyof typeof requestRefusals;

/** A request that the service is not asked for. */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  readonly code: RefusalCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, headers: Readonly<Record<string, string>> = {}) {
    super(requestRefusals[code].message);
    this.code = code;
    this.headers = headers;
  }
}
