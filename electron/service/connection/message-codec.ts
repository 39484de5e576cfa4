import { type Envelope, envelopeSchema, type Message } from '../../../shared/messages.ts';

/** Largest message in either direction, in bytes (decision 9). */
export const maxMessageBytes = 16 * 1024 * 1024;
const maxDepth = 64;
/** One for all frames: to make one costs as much as to decode a small frame. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** C-14, decision 11: an incoming message that cannot be decoded, and the code that closes the connection for it. */
export class DecoderException extends Error {
  override readonly name = 'DecoderException';
  /** 1007 for undecodable text, 1003 for a binary frame (decision 9). */
  readonly closeCode: 1003 | 1007;

  constructor(message: string, closeCode: 1003 | 1007 = 1007) {
    super(message);
    this.closeCode = closeCode;
  }
}

/** Whether the nesting of a JSON text stays within the limit; looked at before parsing, since parsing recurses. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (inString) {
      if (char === 92) at++;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 91 || char === 123) {
      if (++depth > maxDepth) return true;
    } else if (char === 93 || char === 125) depth--;
  }
  return false;
}

/**
 * M-1 to M-5: decodes one frame. Unknown keys, an odd `timeStamp` and an odd payload are let through (decision 11).
 * @throws DecoderException
 */
export function decodeMessage(data: Uint8Array, isBinary: boolean): Envelope {
  if (isBinary) throw new DecoderException('a binary frame', 1003);
  let text: string;
  try {
    text = utf8.decode(data);
  } catch {
    throw new DecoderException('invalid UTF-8');
  }
  if (isTooDeep(text)) throw new DecoderException(`nested deeper than ${maxDepth}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DecoderException('not JSON');
  }
  const result = envelopeSchema.safeParse(value);
  if (!result.success) {
    throw new DecoderException(`not a message: ${envelopeProblem(value, result.error.issues[0]?.path[0])}`);
  }
  return result.data;
}

/** @param key of the envelope, where it is about one; its value is not told, since it may hold anything */
function envelopeProblem(value: unknown, key: PropertyKey | undefined): string {
  if (typeof key !== 'string') return 'the whole is not valid';
  const keys = Object.keys(Object(value));
  if (keys.includes(key)) return `${key} is not valid`;
  const other = keys.find((name) => name.toLowerCase() === key.toLowerCase());
  return `${key} is missing${other === undefined ? '' : `, but there is ${other}`}`;
}

export function encodeMessage(message: Message): string {
  return JSON.stringify(message);
}
