import { causeEntry, type FailureCause } from './connection-causes.ts';
import type { EndpointStatus } from './connection-status.ts';
import { shownIdentifier } from './shown-identifier.ts';

/** Texts of a connection that the service, the REST API and the window share. No schema library: the window runs it. */

/**
 * How many transitions each row holds that the console is told of: a way to a connection and its end. With all of them, 10,000
 * endpoints that fail all day would be 130 MB.
 */
export const latestTransitions = 4;

/**
 * The secondary line of "Connection State" and the column "Detail". Empty when there is nothing to say.
 * @param now epoch milliseconds
 */
export function detailText(endpoint: EndpointStatus, now: number): string {
  const { detail } = endpoint;
  switch (detail.kind) {
    case 'none':
      return '';
    case 'connecting':
      return 'Connecting…';
    case 'waiting-for-connect-response':
      return 'Waiting for CONNECT RESPONSE';
    case 'standby':
      return `Standby: ${shownIdentifier(endpoint.groupId)} is served by ${detail.servedBy}`;
    case 'waiting-for-run':
      return nextAttemptText(endpoint, now);
    case 'told':
      return detail.text;
    case 'failed':
      return failureText(endpoint, detail.cause) ?? nextAttemptText(endpoint, now);
  }
}

function failureText(endpoint: EndpointStatus, cause: FailureCause): string | undefined {
  if (cause === 'closed-by-peer' || cause === 'connection-lost')
    return `Closed by the cloud application (${endpoint.closeStatus ?? 'NO_STATUS_CODE'})`;
  return causeEntry(cause).line;
}

/** Whole seconds from `now` until then, both in epoch milliseconds; 0 when it has passed. */
export const secondsUntil = (then: number, now: number): number => Math.max(0, Math.ceil((then - now) / 1000));

/** When the next attempt is due, in whole seconds from `now` (epoch milliseconds). */
export function nextAttemptText(endpoint: EndpointStatus, now: number): string {
  if (endpoint.nextAttemptAt === null) return '';
  return `Next attempt in ${secondsUntil(endpoint.nextAttemptAt, now)} s`;
}
