import { z } from 'zod';
import { maxDetailsBytes } from './endpoint-details-size.ts';
import { NbwssError } from './error-catalogue.ts';
import { addressOf, canonicalHostName, isHostName } from './host-name.ts';

/** E-3: 2^31-1 */
const maxPriority = 2_147_483_647;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

/** Half of a character: it has no bytes, so that two different texts would be one on the disk. */
const loneSurrogate = /\p{Cs}/u;

const text = z
  .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a string in double quotes') })
  .check((context) => {
    const problem =
      context.value.trim() === ''
        ? 'must not be empty'
        : context.value.includes("'")
          ? "must not contain an apostrophe (')"
          : controlCharacter.test(context.value)
            ? 'must not contain control characters'
            : loneSurrogate.test(context.value)
              ? 'must be well-formed Unicode'
              : undefined;
    if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value });
  });
/** Longer ones name nothing that exists, and would drown the list, the log and the timeline. */
const maxLengths = { groupId: 1024, url: 8192 };

const trimmed = text.refine((value) => value === value.trim(), {
  error: 'must not begin or end with a blank',
  abort: true,
});
const priorityError = `must be a whole number from 0 to ${maxPriority}`;

/** E-1 to E-7: the five fields that define a WebSocket endpoint. Unknown keys are dropped. */
export const endpointDetailsSchema = z.object({
  /** E-2: a secret. */
  token: text,
  /** E-3: a lower number is a higher priority. */
  priority: z
    .number({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a number without quotes') })
    .int(priorityError)
    .min(0, priorityError)
    .max(maxPriority, priorityError),
  /** E-4 */
  groupId: trimmed.max(maxLengths.groupId, `must not be longer than ${maxLengths.groupId} characters`),
  /** E-5 */
  hostName: trimmed.refine(isHostName, 'must be a host name or an IP address'),
  /** E-6: its form is checked by {@link checkWebSocketUrl}, which has error strings of its own. */
  url: trimmed.max(maxLengths.url, `must not be longer than ${maxLengths.url} characters`),
});

export type EndpointDetails = z.infer<typeof endpointDetailsSchema>;

/** Where a document with endpoint details came from: decides between the strings of T-1 and T-7. */
export type DetailsSource = 'file' | 'url';

/** Endpoint details that were read, and what is odd about them but allowed. */
export interface ReadDetails {
  details: EndpointDetails;
  warnings: string[];
  /** The saved endpoint with this host name, whose credentials these details can renew (decision 38). */
  renewable?: string | undefined;
}

const refusal = (source: DetailsSource, causes: string[], fields: Record<string, string> = {}) =>
  new NbwssError(source === 'file' ? 'detailsNotValid' : 'detailsNotParsed', { causes, fields });

function decodeUtf8(contents: Uint8Array, source: DetailsSource): string {
  if (contents.byteLength > maxDetailsBytes) throw refusal(source, ['The document is larger than 1 MiB.']);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(contents);
  } catch {
    throw refusal(source, ['The document is not UTF-8 text.']);
  }
}

/** E-11: an apostrophe in the text of a JSON document, raw or escaped: also in what is ignored or repeated. */
const apostrophe = /'|(?<!\\)(?:\\\\)*\\u0027/;

/**
 * E-1 to E-12: reads one document with endpoint details (UTF-8, a BOM is tolerated, at most 1 MiB, one JSON object).
 * @throws NbwssError `detailsNotValid` (file) or `detailsNotParsed` (URL) with the fields and reasons; `malformedUrl`
 *   and `onlyWss` for its `url`.
 */
export function readEndpointDetails(contents: Uint8Array, source: DetailsSource): ReadDetails {
  const document = decodeUtf8(contents, source);
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    // The parser's own message quotes the document, which holds the token.
    throw refusal(source, [
      document.trim() === ''
        ? 'The document is empty.'
        : 'The document is not JSON: check braces, commas and double quotes.',
    ]);
  }
  if (Array.isArray(value)) {
    throw refusal(source, ['The document holds a list. One document defines one endpoint.']); // E-10
  }
  if (typeof value !== 'object' || value === null) {
    throw refusal(source, ['The document must begin with { and end with }.']); // E-8
  }
  const details = checkEndpointDetails(value, source);
  if (apostrophe.test(document)) {
    throw refusal(source, ["There is an apostrophe (') in the document."]);
  }
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(endpointDetailsSchema.shape, key));
  const warnings = unknown.length === 0 ? [] : [`Ignored: ${unknown.map((key) => JSON.stringify(key)).join(', ')}`];
  return { details, warnings: [...warnings, ...detailsWarnings(details)] };
}

/**
 * E-12 and E-6: checks the five fields of an object that is already parsed.
 * @throws NbwssError as {@link readEndpointDetails}
 */
export function checkEndpointDetails(value: object, source: DetailsSource): EndpointDetails {
  const result = endpointDetailsSchema.safeParse(value);
  if (!result.success) {
    const fields: Record<string, string> = {};
    for (const issue of result.error.issues) fields[String(issue.path[0] ?? 'details')] ??= issue.message;
    throw refusal(source, [], fields);
  }
  checkWebSocketUrl(result.data.url);
  return result.data;
}

/** Decision 36: what is allowed, but worth a second look. */
export function detailsWarnings(details: EndpointDetails): string[] {
  const { host } = webSocketAddress(details.url);
  const same = canonicalHostName(host) === canonicalHostName(details.hostName);
  return same
    ? []
    : [`The host name ${details.hostName} differs from the host of the URL (${host}). The connection goes to ${host}.`];
}

/**
 * E-6: checks a WebSocket URL.
 * @throws NbwssError `malformedUrl` (unparseable, user information, fragment) or `onlyWss` (any other scheme than wss:)
 */
export function checkWebSocketUrl(url: string): URL {
  const malformed = (cause: string) => new NbwssError('malformedUrl', { parameter: url, causes: [cause] });
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) throw malformed('It cannot be read as a URL.');
  if (parsed.protocol !== 'wss:') {
    throw new NbwssError('onlyWss', { causes: [`The URL begins with ${parsed.protocol}`] });
  }
  // URL is lenient about slashes ("wss:host", "wss:\\host"); the guide's form is not.
  if (!/^wss:\/\/[^/\\?#]/i.test(url)) throw malformed('It must begin with wss://host');
  // Also an empty one ("wss://@host"), which URL drops.
  if (/^[^/]*\/\/[^/\\?#]*@/.test(url)) throw malformed('It must not contain user information.');
  if (parsed.hash !== '' || url.includes('#')) throw malformed('It must not contain a fragment (#).');
  return parsed;
}

/** Host (an IPv6 address without brackets) and port (443 when none is given) of a checked WebSocket URL. */
export function webSocketAddress(url: string): { host: string; port: number } {
  return addressOf(new URL(url));
}

/** Two URLs with the same form are the same endpoint (decision 36): scheme, host and default port are normalised. */
export function canonicalUrl(url: string): string {
  const { hostname, port, pathname, search } = new URL(url);
  return `${hostname.replace(/\.$/, '')}:${port === '' ? 443 : port}${pathname}${search}`;
}
