import { detailText } from '../../shared/connection-text.ts';
import { csvLine } from '../../shared/csv.ts';
import type { ServerEntry } from './columns.ts';

export const listFormats = ['csv', 'json'] as const;
export type ListFormat = (typeof listFormats)[number];

export const mediaTypes: Record<ListFormat, string> = { csv: 'text/csv', json: 'application/json' };

const isoTime = (time: number) => new Date(time).toISOString();

/** What an export tells of an endpoint: the columns of the grid and its certificate; times are ISO 8601 in UTC. The window knows no secret. */
function exported(entry: ServerEntry, now: number) {
  const { certificate } = entry;
  return {
    hostName: entry.hostName,
    url: entry.url,
    groupId: entry.groupId,
    priority: entry.priority,
    state: entry.state,
    connectionState: entry.connectionState,
    detail: detailText(entry, now),
    since: entry.since === null ? null : isoTime(entry.since),
    lastError: entry.lastError,
    closeStatus: entry.closeStatus,
    roundTripMilliseconds: entry.roundTrip === null ? null : Math.round(entry.roundTrip * 10) / 10,
    undelivered: entry.undelivered ?? null,
    commands: entry.commands,
    commandPolicy: entry.commandPolicy?.kind ?? null,
    certificateSha256: certificate?.sha256Fingerprint ?? null,
    certificateValidTo: certificate && isoTime(certificate.validTo * 1000),
    certificateTrust: certificate?.trust ?? null,
  };
}

/**
 * The list as a file.
 * @param now epoch milliseconds
 */
export function listExport(entries: readonly ServerEntry[], format: ListFormat, now: number): string {
  const rows = entries.map((entry) => exported(entry, now));
  if (format === 'json') return `${JSON.stringify(rows, null, 2)}\n`;
  const [first] = rows;
  if (!first) return '';
  const names = Object.keys(first) as (keyof typeof first)[];
  return csvLine(names) + rows.map((row) => csvLine(names.map((name) => row[name] ?? ''))).join('');
}
