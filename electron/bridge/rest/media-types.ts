/** The media type of an answer when the caller does not say. */
export const plainJson = 'application/json';
/** `N` stands for a version of NetBackup's API, such as 12: what is answered is the same for all. */
export const vendorJson = 'application/vnd.netbackup+json;version=N.0';

interface MediaRange {
  /** In lower case, without parameters. */
  readonly type: string;
  /** In lower case by name. */
  readonly parameters: ReadonlyMap<string, string>;
}

function readRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = rest.map((part): [string, string] => {
    const [name = '', value = ''] = part.split('=', 2);
    return [
      name.trim().toLowerCase(),
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    ];
  });
  return { type: type.toLowerCase(), parameters: new Map(parameters) };
}

/** The canonical form of a media type that is understood; `undefined` for any other. */
function understood({ type, parameters }: MediaRange): string | undefined {
  const charset = parameters.get('charset') ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8') return undefined;
  if (type === plainJson) return plainJson;
  const version = /^([1-9]\d{0,2})\.0$/.exec(parameters.get('version') ?? '')?.[1];
  return type === 'application/vnd.netbackup+json' && version !== undefined
    ? vendorJson.replace('N', version)
    : undefined;
}

const anything = new Set(['*/*', 'application/*']);

/**
 * In which media type the caller wants the answer: of those in `Accept` that are understood the one with the highest quality, the
 * first of several; `undefined` when there is none (406).
 */
export function answerType(accept: string | undefined): string | undefined {
  if (accept === undefined || accept.trim() === '') return plainJson;
  let best: { mediaType: string; quality: number } | undefined;
  for (const range of accept.split(',').map(readRange)) {
    const mediaType = anything.has(range.type) ? plainJson : understood(range);
    const quality = Number(range.parameters.get('q') ?? 1);
    if (mediaType !== undefined && quality > (best?.quality ?? 0)) best = { mediaType, quality };
  }
  return best?.mediaType;
}

/** Whether a request body of this `Content-Type` is understood (else 415). */
export function isUnderstood(contentType: string | undefined): boolean {
  return contentType !== undefined && understood(readRange(contentType)) !== undefined;
}
