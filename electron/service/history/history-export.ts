import type { ExportFormat, HistoryRow } from '../../../shared/command-history.ts';

/** `#` of an export: what stands before the first row, between two rows and after the last one. */
interface Format {
  readonly head: string;
  readonly separator: string;
  readonly tail: string;
  row(row: HistoryRow): string;
}

const columns = [
  'time',
  'endpoint',
  'group',
  'id',
  'method',
  'path',
  'status',
  'duration_ms',
  'request_bytes',
  'response_bytes',
  'verdict',
] as const;

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

const isoTime = (time: number) => new Date(time).toISOString();

export const gapText = (count: number): string =>
  `${count} ${count === 1 ? 'command was' : 'commands were'} not recorded`;

function csvRow(row: HistoryRow): string {
  const values =
    row.kind === 'gap'
      ? [isoTime(row.time), '', '', '', '', '', '', '', '', '', `${gapText(row.count)} since ${isoTime(row.from)}`]
      : [
          isoTime(row.time),
          row.endpoint,
          row.group,
          row.id,
          row.method,
          row.path,
          row.status,
          row.duration,
          row.requestBytes,
          row.responseBytes,
          row.verdict,
        ];
  return values.map(csvField).join(',');
}

function jsonRow({ key, ...row }: HistoryRow): string {
  const from = row.kind === 'gap' ? { from: isoTime(row.from) } : {};
  return JSON.stringify({ ...row, ...from, time: isoTime(row.time) });
}

const formats: Record<ExportFormat, Format> = {
  csv: { head: `${columns.join(',')}\r\n`, separator: '', tail: '', row: (row) => `${csvRow(row)}\r\n` },
  json: { head: '[\n', separator: ',\n', tail: '\n]\n', row: jsonRow },
};

/** One piece of an export; the pieces one after the other are the file. */
export function exportText(
  format: ExportFormat,
  rows: readonly HistoryRow[],
  { isFirst, isLast }: { isFirst: boolean; isLast: boolean },
): string {
  const { head, separator, tail, row } = formats[format];
  const before = isFirst ? head : rows.length > 0 ? separator : '';
  return `${before}${rows.map(row).join(separator)}${isLast ? tail : ''}`;
}
