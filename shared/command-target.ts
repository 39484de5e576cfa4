/** X-3, decision 15: whether a COMMAND's `uri` may be appended to the NetBackup base URL. */

/** Prefixes under which a uri must lie. */
const allowedPrefixes = ['/netbackup'];
const maxUriLength = 8192;
/** Percent-encoding is undone at most this often when a hidden segment is looked for. */
const maxDecoding = 8;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const forbidden = /[\u0000-\u0020\u007f-\u{10ffff}\\#]/u;
const dotSegment = /(^|\/)\.{1,2}(;[^/]*)?(\/|$)/;

/** Why the uri is refused, for the cloud application; `undefined` when it is allowed. Nothing of it is changed. */
export function refuseUri(uri: string): string | undefined {
  if (uri.length > maxUriLength) return `uri is longer than ${maxUriLength} characters`;
  if (!uri.startsWith('/') || uri.startsWith('//')) return 'uri must begin with one /';
  if (forbidden.test(uri))
    return 'uri must not contain a backslash, a fragment, a blank, a control or a non-ASCII character';
  const [path = ''] = uri.split('?');
  const hidden = hiddenCharacter(uri) ?? hiddenSegment(path);
  if (hidden) return hidden;
  const isAllowed = allowedPrefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  return isAllowed ? undefined : `uri must lie under ${allowedPrefixes.join(' or ')}`;
}

/** Percent-encoding undone once; what is not ASCII or not printable stays encoded, since it is judged as it stands. */
const decodeOnce = (text: string) =>
  text.replace(/%([2-7][0-9a-f])/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Undoes percent-encoding again and again; `found` looks at each level. */
function lookThrough(text: string, found: (level: string) => string | undefined): string | undefined {
  let level = text;
  for (let depth = 0; depth <= maxDecoding; depth++) {
    const problem = found(level);
    if (problem) return problem;
    const decoded = decodeOnce(level);
    if (decoded === level) return undefined;
    level = decoded;
  }
  return 'uri is percent-encoded too often';
}

const hiddenCharacter = (uri: string) =>
  lookThrough(uri, (level) =>
    /%(2f|5c|[01][0-9a-f]|7f)/i.test(level)
      ? 'uri must not contain an encoded slash, backslash or control character'
      : undefined,
  );

const hiddenSegment = (path: string) =>
  lookThrough(path, (level) => (dotSegment.test(level) ? 'uri must not contain a . or .. segment' : undefined));
