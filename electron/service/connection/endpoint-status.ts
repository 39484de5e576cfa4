import { defaultCommandPolicy } from '../../../shared/command-policy.ts';
import type { ConnectionDetail, EndpointStatus, OwnEndpointStatus } from '../../../shared/connection-status.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { Connection } from './connection.ts';
import type { EndpointRecord } from './endpoint-record.ts';

/** How an endpoint stands in its group. */
export interface Standing {
  /** Which endpoint serves the group; `undefined` when none does. */
  readonly servedBy: string | undefined;
  /** Whether it is being tried. */
  readonly isAttempted: boolean;
  /** The group's live connection, when this endpoint serves it. */
  readonly connection: Connection | undefined;
  /** When it would be tried next, if nothing else decides; epoch milliseconds. */
  readonly nextRunAt: number | null;
}

/** P-5, P-6: what is known of an endpoint beyond what is saved; the certificate is for the caller to add. */
export function endpointStatus(
  endpoint: SavedEndpoint,
  record: EndpointRecord,
  { servedBy, isAttempted, connection, nextRunAt }: Standing,
): Omit<OwnEndpointStatus, 'certificate'> {
  const { hostName, url, groupId, priority, state, acceptance } = endpoint;
  const isConnected = servedBy === hostName;
  const presented = record.lastEnd?.presentedFingerprint;
  return {
    hostName,
    url,
    groupId,
    priority,
    state,
    connectionState: isConnected ? 'CONNECTED' : 'DISCONNECTED',
    detail: detailOf(endpoint, record, servedBy, isAttempted),
    since: record.since,
    nextAttemptAt: state === 'DEACTIVATED' || servedBy !== undefined || isAttempted ? null : nextRunAt,
    closeStatus: record.closeStatus,
    lastError: record.lastEnd?.reason ?? null,
    tokenRejections: record.tokenRejections,
    clientCertificate: clientCertificateFacts(endpoint),
    changedCertificate: presented !== undefined && presented !== acceptance.sha256Fingerprint ? presented : null,
    commands: record.commands,
    commandPolicy: endpoint.commandPolicy ?? defaultCommandPolicy,
    roundTrip: connection?.roundTrip ?? null,
    missedPongs: connection?.missedPongs ?? 0,
    timeline: [...record.timeline],
  };
}

function detailOf(
  { hostName, state }: SavedEndpoint,
  record: EndpointRecord,
  servedBy: string | undefined,
  isAttempted: boolean,
): ConnectionDetail {
  if (state === 'DEACTIVATED' || servedBy === hostName) return { kind: 'none' };
  if (!isAttempted) return record.detail(servedBy);
  const last = record.timeline.at(-1)?.to;
  return { kind: last === 'waiting-for-connect-response' ? last : 'connecting' };
}

/** What is public of the endpoint's client certificate; null when it has none. */
function clientCertificateFacts({ clientCertificate }: SavedEndpoint): EndpointStatus['clientCertificate'] {
  if (!clientCertificate) return null;
  const { subject, issuer, validTo } = clientCertificate;
  return { subject, issuer, validTo };
}
