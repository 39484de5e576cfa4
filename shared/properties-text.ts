/** The lines of a file such as `nbwss.properties`: one property a line, `key=value`. Knows no key. */

/** One line. `text` is all of it, with its line end; put together the lines are the file again. */
export interface PropertyLine {
  readonly text: string;
  /** The line end, or nothing for a last line without one. */
  readonly end: string;
  /** `undefined` for a blank line and for a comment. */
  readonly key: string | undefined;
  /** `undefined` for a line that sets nothing, because no `=` follows its key. */
  readonly value: string | undefined;
  /** Where the value stands in `text`. */
  readonly valueAt: number;
  /** Whether Java would go on reading this property in the next line: it ends with an odd number of backslashes. */
  readonly continues: boolean;
}

/** A byte order mark, also of a text that was read as Latin-1. */
const byteOrderMark = /^(?:\ufeff|\u00ef\u00bb\u00bf)/;
/** Key and separator as Java takes them; only blanks that are ASCII count, so that bytes and text are read alike. */
const keyAndSeparator = /^[ \t\f]*([^ \t\f=:#!][^ \t\f=:]*)[ \t\f]*([=:]?)[ \t\f]*/;

/**
 * what stands in each line. Blanks around key and value do not count; a line that begins with `#` or `!` is a comment.
 * Not read, other than in Java: `key: value`, `key value`, escapes, and a backslash that continues a line.
 */
export function propertyLines(text: string): PropertyLine[] {
  const lines = text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
  return lines.map((line, index) => propertyLine(line, index === 0 ? (byteOrderMark.exec(line)?.[0].length ?? 0) : 0));
}

function propertyLine(text: string, from: number): PropertyLine {
  const end = text.endsWith('\r\n') ? '\r\n' : /[\r\n]/.test(text.slice(-1)) ? text.slice(-1) : '';
  const body = text.slice(from, text.length - end.length);
  const [head = '', key, separator] = keyAndSeparator.exec(body) ?? [];
  const value = separator === '=' ? withoutBlanksAfter(body.slice(head.length)) : undefined;
  return { text, end, key, value, valueAt: from + head.length, continues: endsWithBackslash(body) };
}

/** By hand, since the pattern for it takes time that grows with the square of the blanks. */
function withoutBlanksAfter(text: string): string {
  let { length } = text;
  while (length > 0 && ' \t\f'.includes(text.charAt(length - 1))) length--;
  return text.slice(0, length);
}

function endsWithBackslash(body: string): boolean {
  let backslashes = 0;
  while (body.charAt(body.length - 1 - backslashes) === '\\') backslashes++;
  return backslashes % 2 === 1;
}
