/**
 * Decision 43: masks secrets in what people get to see: history, inspector, exports. One place knows what a secret looks
 * like. In doubt it masks: a secret that is shown cannot be taken back.
 */

export const mask = '[redacted]';

/** How deep JSON may stand as text within JSON; what is deeper is masked whole. */
const maxTextDepth = 8;
/** How deep lists and objects may stand within each other; what is deeper is masked whole. */
const maxDepth = 64;
/** A longer text is not looked into but masked whole, so that a large message costs no more than this. */
const maxTextLength = 256 * 1024;
/** Values that one call looks at; the rest is left out. */
const maxValues = 20_000;
/** Characters of text that count as one value: 2 MiB of it are looked at in one call. */
const charactersPerValue = 100;

const secretWords =
  'token|passw|passcode|passphrase|pwd|secret|apikey|authoriz|authoris|cookie|privatekey|accesskey|signingkey|sharedkey|encryptionkey|' +
  'accountkey|masterkey|privkey|sshkey|basicauth|' +
  'credentials?$|bearer|jwt|xsrf|csrf|sessionid|signature$|authkey|xauth';
const secretKey = new RegExp(secretWords);
/** Secret as the whole or the end of a key only: they stand in many a harmless word, or text. */
const secretEnd = /^(?:auth|pass|pin|otp|sig|sas)$|(?:assertion|authentication)$/;
const secretLastWord = /[-_.\s](?:pass|pin|otp|sig|sas)$/i;
/** The words alone, for a place where a key cannot be told from what is around it. */
const secretWord = new RegExp(secretWords.replaceAll(/[$^]/g, ''));

/** Whether what stands under this key or header name is a secret: case, `-`, `_`, `.` and blanks do not count. */
export function isSecretKey(key: string): boolean {
  const bare = plain(key);
  return secretKey.test(bare) || secretEnd.test(bare) || secretLastWord.test(key);
}

const plain = (key: string) =>
  key
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-_.\s\u200b-\u200d\ufeff\u00ad]/g, '');

/**
 * A parsed JSON value without its secrets; the value itself when there are none.
 *
 * Masked is what stands under a secret key, in a pair of name and value, and, within texts, all that {@link redactText}
 * masks. A value of more than 20,000 parts, or 2 MB of text, is cut, and says so.
 *
 * @param isHarmless for a document of ours: what stands under this key is no secret, although the key sounds like one. It is looked
 *   into like anything else
 */
export function redact(value: unknown, isHarmless: IsHarmless = () => false): unknown {
  return redactValue(value, walkOf(isHarmless));
}

/**
 * A text without its secrets: private keys, JWTs, Bearer and Basic credentials, user information in URLs, secret fields of
 * JSON, of form-encoded bodies, of query strings and of header lines. JSON that had one is written anew, without
 * blanks. A text that is of none of these forms but seems to hold a secret is masked whole, and so is one of
 * more than 256 Ki characters.
 */
export function redactText(text: string): string {
  return redactInText(text, walkOf());
}

/**
 * The beginning of a text without its secrets: no more than `length` characters of it are looked at, and a `…` stands for the
 * rest. What the cut went through is left out, unless it is a plain part of a path: half of a secret cannot be told from
 * what is none.
 */
export function redactStart(text: string, length: number): string {
  if (text.length <= length) return redactText(text);
  const head = text.slice(0, length);
  if (/(?:^|[^/]\/)\w*$/.test(head)) return `${redactText(head)}…`;
  return `${redactText(head.replace(/(?<=^|[\s/?&;#,"'])[^\s/?&;#,"']*$/, ''))}…`;
}

export type IsHarmless = (key: string, value: unknown) => boolean;

interface Walk {
  readonly isHarmless: IsHarmless;
  readonly textDepth: number;
  readonly depth: number;
  /** How much may still be looked at, in values; a text counts by its length. */
  readonly budget: { left: number };
}

const walkOf = (isHarmless: IsHarmless = () => false): Walk => ({
  isHarmless,
  textDepth: 0,
  depth: 0,
  budget: { left: maxValues },
});
/** JSON within a text is none of ours. */
const within = (walk: Walk): Walk => ({ ...walk, isHarmless: () => false, textDepth: walk.textDepth + 1 });
const deeper = (walk: Walk): Walk => ({ ...walk, depth: walk.depth + 1 });

function redactValue(value: unknown, walk: Walk): unknown {
  if (typeof value === 'string') return redactInText(value, walk);
  if (typeof value !== 'object' || value === null) return value;
  if (walk.budget.left <= 0) return '[not shown]';
  if (walk.depth >= maxDepth) return mask;
  return Array.isArray(value)
    ? redactArray(value, deeper(walk))
    : redactObject(value as Record<string, unknown>, deeper(walk));
}

function redactArray(values: readonly unknown[], walk: Walk): unknown[] {
  const redacted: unknown[] = [];
  for (const [index, value] of values.entries()) {
    if (walk.budget.left-- <= 0) {
      redacted.push(`[${values.length - index} more not shown]`);
      break;
    }
    // Names and values one after the other, as Node lists raw headers.
    const name = values[index - 1];
    redacted.push(typeof name === 'string' && isName(name) ? hidden(value) : redactValue(value, walk));
  }
  return redacted;
}

const pairName = /^(name|key|header|field|id|property|attribute|label|type|param|parameter)$/i;
const pairValue = /^(value|values|val|content|data|text|default|(default|current|old|new)[-_]?value)$/i;

function redactObject(object: Record<string, unknown>, walk: Walk): Record<string, unknown> {
  const entries = Object.entries(object);
  const isPair = entries.some(([key, name]) => pairName.test(key) && isName(name));
  const redacted: [string, unknown][] = [];
  for (const [index, [key, value]] of entries.entries()) {
    if (walk.budget.left-- <= 0) {
      redacted.push(['…', `[${entries.length - index} more not shown]`]);
      break;
    }
    const isHidden = (isSecretKey(key) && !walk.isHarmless(key, value)) || (isPair && pairValue.test(key));
    redacted.push([redactInText(key, walk), isHidden ? hidden(value) : redactValue(value, walk)]);
  }
  return Object.fromEntries(redacted);
}

/** A name such as `X-Auth-Token`, and not a text that happens to hold such a word. */
const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= 64 && /^[\w.\-\s]+:?$/.test(value) && isSecretKey(value);

/** Nothing and a yes or no are no secrets, and say whether there is one. */
const hidden = (value: unknown): unknown =>
  value === null || typeof value === 'boolean' || value === '' ? value : mask;

/** Without any of these a text is of no form that holds a secret: most texts need no closer look. */
const worthALook = /[=:<>%"'{[\\]|eyJ|bearer|basic|ntlm|negotiate|--/i;

function redactInText(text: string, walk: Walk): string {
  if (text.length <= maxTextLength && !worthALook.test(text)) return text;
  walk.budget.left -= text.length / charactersPerValue;
  if (text.length > maxTextLength || walk.budget.left <= 0) return `[not shown: ${text.length} characters]`;
  const start = text.trimStart().replace(/^\ufeff/, '')[0];
  if (start === '{' || start === '[' || start === '"') {
    if (walk.textDepth >= maxTextDepth) return mask;
    const redacted = redactJson(text, walk);
    if (redacted !== undefined) return redacted;
    // Looks like JSON, and is not: which part of it is a secret cannot be told.
    if (secretWord.test(plain(decoded(text)).replaceAll('\\', '')) || shortAssigned.test(decoded(text)))
      return maskedWhole(text);
  }
  return redactPlainText(text, walk);
}

/** @returns `undefined` when the text is not JSON */
function redactJson(text: string, walk: Walk): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.trim().replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  const written = JSON.stringify(redactValue(value, within(walk)));
  return saysTheSame(text, written) ? text : written;
}

/** Whether a JSON text differs in blanks, escapes and notation of numbers only: a repeated key, which parsing drops, does not. */
function saysTheSame(text: string, written: string): boolean {
  const tokens = /"(?:[^"\\]|\\.)*"|[\w.+-]+|[{}[\],:]/g;
  const [given, ours] = [text.match(tokens), written.match(tokens)];
  if (given?.length !== ours?.length) return false;
  return (given ?? []).every((token, index) => {
    const other = ours?.[index] ?? '';
    return token === other || (/^["\d-]/.test(token) && JSON.parse(token) === JSON.parse(other));
  });
}

function redactPlainText(text: string, walk: Walk): string {
  const known = text
    .replace(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g, mask)
    .replace(/[\w.-]+/g, withoutJwt)
    .replace(/\b(bearer)(\s|%20|\+)+[^\s"',;&<>[\]]+/gi, (_, scheme: string) => `${scheme} ${mask}`)
    .replace(
      /\b([Bb][Aa][Ss][Ii][Cc])\s+(?=[a-z+/]{0,200}[A-Z0-9=])[\w+/]{8,}=*/g,
      (_, scheme: string) => `${scheme} ${mask}`,
    )
    .replace(/\b(ntlm|negotiate)\s+[a-z0-9+/]{16,}=*/gi, (_, scheme: string) => `${scheme} ${mask}`)
    .replace(/:\/\/[^\s/@?#]+@/g, `://${mask}@`);
  const split = /\s/.test(known) ? redactLines(known) : redactForm(known, walk);
  return seemsSecret(split) ? maskedWhole(text) : split;
}

const maskedWhole = (text: string) => `[redacted: ${text.length} characters that seem to hold a secret]`;

/** A word with a JWT masked; one begins with the base64 of `{"`. */
export function withoutJwt(word: string): string {
  const at = word.indexOf('eyJ');
  return at >= 0 && word.length - at > 20 && word.indexOf('.', at) >= 0 ? word.slice(0, at) + mask : word;
}

/** Lines such as `Cookie: a=b`: the value is masked to the end of its line. */
function redactLines(text: string): string {
  return text.replace(/^([ \t]*[\w-]{1,64}[ \t]*:)(.*)$/gm, (line, name: string, value: string) =>
    value.trim() !== '' && isSecretKey(name.slice(0, -1)) ? `${name} ${mask}` : line,
  );
}

/** `name=value&…`, alone or after a `?` or `#`: the values of secret names, and those that hold a secret themselves. */
function redactForm(text: string, walk: Walk): string {
  if (!text.includes('=')) return text;
  return text.replace(/[^&;#]+/g, (pair) => {
    const at = endOfName(pair);
    const name = pair.slice(pair.lastIndexOf('?', at) + 1, at);
    const value = pair.slice(at + 1);
    if (at < 0 || value === '' || value === mask) return pair;
    const masked = `${pair.slice(0, at)}=${mask}`;
    if (isSecretKey(decoded(name))) return masked;
    const inner = decoded(value);
    if (inner === value && !/[{["=]/.test(value)) return pair;
    if (walk.textDepth >= maxTextDepth) return masked;
    const shown = redactInText(inner, within(walk));
    return shown === inner ? pair : masked;
  });
}

/** Where the first `=` stands that has a name before it; -1 when there is none. */
function endOfName(pair: string): number {
  let at = pair.indexOf('=');
  while (at === 0 || pair[at - 1] === '?' || pair[at - 1] === '=') at = pair.indexOf('=', at + 1);
  return at;
}

/** Percent-encoding, once or repeatedly, `+` for a blank, and the escapes of JSON undone, as far as they can be. */
function decoded(text: string): string {
  let result = text;
  for (let round = 0; round < 3 && /%[0-9a-f]{2}/i.test(result); round++) {
    const next = result.replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
      try {
        return decodeURIComponent(codes);
      } catch {
        return Buffer.from(codes.replaceAll('%', ''), 'hex').toString('latin1');
      }
    });
    if (next === result) break;
    result = next;
  }
  return result.replaceAll('+', ' ').replace(
    /(?<!\\)\\+u([0-9a-f]{4})/gi, // from the first backslash of a run on only: else a long run costs its square
    (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** After a secret word: what an assignment in any common notation looks like. */
const assigned = new RegExp(
  `(?:${secretWord.source})[a-z0-9]{0,32}[^a-z0-9\\[]{0,4}[:=>](?!\\[redacted|[^a-z0-9]{0,6}$)`,
);
const named = new RegExp(`(?:name|key|field)=["']?[a-z0-9]{0,32}(?:${secretWord.source})`);
const element = new RegExp(`<[^<>]{0,64}?(?:${secretWord.source}|auth>)`);
/** A short name that is secret as a whole word only, and what is assigned to it. */
const shortAssigned =
  /(?<![a-z0-9])(?:auth|pass|pin|otp|sig|sas)(?:["']?\s{0,4}=|\\{0,8}["']\s{0,4}:)\s{0,4}\\{0,8}["']?(?!\[redacted)[^\s"'&;#\\]/i;
/** A filter of OData, as `password eq 'x'`. */
const compared = new RegExp(
  `(?:${secretWord.source})[a-z0-9]{0,32}\\s{1,4}(?:eq|ne|lt|le|gt|ge)\\s{1,4}["'](?!\\[redacted|["'])`,
  'i',
);
/** An option of a command line, and what follows it. */
const option = /--([\w-]{1,64})[\s=]+[^\s[]/g;

function seemsSecret(text: string): boolean {
  if ([...text.matchAll(option)].some(([, name = '']) => isSecretKey(name))) return true;
  const readable = decoded(text);
  if (shortAssigned.test(readable) || compared.test(readable.replace(/[-_.]/g, ''))) return true;
  const bare = plain(readable).replace(/\\+/g, '').replaceAll(plain(mask), mask);
  return assigned.test(bare) || named.test(bare) || element.test(bare);
}
