import { commandMethods } from '../../../shared/command-policy.ts';
import { refuseUri } from '../../../shared/command-target.ts';
import { type CommandRequestPayload, commandRequestPayloadSchema } from '../../../shared/messages.ts';

/** Decision 16 */
const methods: ReadonlySet<string> = new Set(commandMethods);

/** Headers that belong to one hop, or that we set ourselves (decision 16): dropped in both directions where they do harm. */
const ownHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A COMMAND that is answered without NetBackup being asked: the code and message of decision 17. */
export class CommandRefusal extends Error {
  override readonly name: string = 'CommandRefusal';
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

/** NetBackup answered, but with something that no message can carry: 502. */
export class AnswerRefusal extends CommandRefusal {
  override readonly name = 'AnswerRefusal';

  constructor(message: string) {
    super(502, message);
  }
}

/** A REST call that may be made. */
export interface RestCall {
  /** Path and query, to be appended to the base URL as they are. */
  uri: string;
  method: string;
  headers: Record<string, string>;
  /** `undefined`: no body. */
  body: string | undefined;
}

/**
 * decisions 15 and 16: checks the payload of a COMMAND REQUEST.
 * @throws CommandRefusal 400
 */
export function readCommandRequest(payload: unknown): RestCall {
  const result = commandRequestPayloadSchema.safeParse(payload);
  if (!result.success) throw new CommandRefusal(400, result.error.issues[0]?.message ?? 'the payload is not valid');
  const { uri, method, headers, parameters } = result.data;
  if (!methods.has(method)) throw new CommandRefusal(400, `method must be one of ${[...methods].join(', ')}`);
  const refusal = refuseUri(uri);
  if (refusal) throw new CommandRefusal(400, refusal);
  const body = parameters ?? undefined;
  if (body !== undefined && method === 'HEAD') throw new CommandRefusal(400, 'a HEAD call has no parameters');
  return { uri, method, headers: readHeaders(headers), body };
}

/** K-24: none is required; the cloud application's own pass through, and none is added. */
function readHeaders(headers: CommandRequestPayload['headers']): Record<string, string> {
  const passed: Record<string, string> = {};
  const names = Object.keys(headers);
  const named = namedByConnection(headers, names);
  for (const name of names) {
    const value = headers[name] ?? '';
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw new CommandRefusal(400, 'a header name is not valid');
    if (/[\r\n\0]/.test(value)) throw new CommandRefusal(400, `the header ${name} contains a line break or NUL`);
    // HTTP carries one byte a character.
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new CommandRefusal(400, `the header ${name} contains a character that HTTP does not allow`);
    const lower = name.toLowerCase();
    if (!ownHeaders.has(lower) && !named.includes(lower)) passed[name] = value;
  }
  return passed;
}

/** Headers that belong to this hop since `Connection` says so. */
function namedByConnection(headers: CommandRequestPayload['headers'], names: readonly string[]): string[] {
  return names
    .filter((name) => name.length === 'connection'.length && name.toLowerCase() === 'connection')
    .flatMap((name) => (headers[name] ?? '').toLowerCase().split(','))
    .map((token) => token.trim());
}
