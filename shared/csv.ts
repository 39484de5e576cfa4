/** CSV as spreadsheets read it. No schema library: the window runs it. */

/**
 * One field of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it, also where a
 * spreadsheet that separates at `;` or a tab would begin a cell: what cloud applications send is not to be run on the
 * administrator's computer.
 */
export function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = value.replace(
    /(^[\s\u00a0]*|[;,\t\r\n][\s\u00a0"]*)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g,
    (before, _start, at) => (at === 0 && !/^[;,]/.test(before) ? `'${before}` : `${before}'`),
  );
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One line, with its end. */
export const csvLine = (values: readonly (string | number)[]): string => `${values.map(csvField).join(',')}\r\n`;
