import type { ExportFormat, HistoryRow } from '../../../shared/command-history.ts';
import { csvLine } from '../../../shared/csv.ts';

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
  return csvLine(values);
}

function jsonRow({ key, ...row }: HistoryRow): string {
  const from = row.kind === 'gap' ? { from: isoTime(row.from) } : {};
  return JSON.stringify({ ...row, ...from, time: isoTime(row.time) });
}

const formats: Record<ExportFormat, Format> = {
  csv: { head: csvLine(columns), separator: '', tail: '', row: csvRow },
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
