import { causeEntry } from '../../shared/connection-causes.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { secondsUntil } from '../../shared/connection-text.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { formatClock } from '../feedback/time.ts';
import { texts } from '../texts.ts';

/** What of the frame an endpoint's state depends on. */
export interface Circumstances {
  /** Host that serves the endpoint's group; null when none does. */
  readonly servedBy: string | null;
  /** `connectionInfo.earlyRun` */
  readonly earlyRun: boolean;
}

/** Why an endpoint is in its state (T-24), in words. */
export interface Explanation {
  /** What the state or the cause means. */
  readonly meaning: string;
  /** What was found: which address, which error. Empty when there is nothing beyond the meaning. */
  readonly found: string;
  /** When the next attempt is, or why there is none. */
  readonly next: string;
}

/** @param now epoch milliseconds */
export function explain(endpoint: EndpointStatus, circumstances: Circumstances, now: number): Explanation {
  return { ...reason(endpoint, circumstances), next: nextAttempt(endpoint, circumstances, now) };
}

function reason(endpoint: EndpointStatus, { earlyRun }: Circumstances): Pick<Explanation, 'meaning' | 'found'> {
  const { detail } = endpoint;
  const groupId = shownIdentifier(endpoint.groupId);
  const { meanings } = texts.details;
  if (endpoint.state === 'DEACTIVATED') return { meaning: meanings.deactivated, found: '' };
  if (endpoint.connectionState === 'CONNECTED') return { meaning: meanings.connected(groupId), found: '' };
  switch (detail.kind) {
    case 'failed':
      return { meaning: causeEntry(detail.cause).meaning, found: detail.text };
    case 'standby':
      return { meaning: meanings.standby(groupId, detail.servedBy), found: '' };
    case 'told':
      return { meaning: detail.text, found: '' };
    case 'connecting':
    case 'waiting-for-connect-response':
      return { meaning: meanings[detail.kind], found: '' };
    case 'waiting-for-run':
    case 'none':
      return { meaning: earlyRun ? meanings.waitingForRun : meanings.waitingForRegularRun, found: '' };
  }
}

function nextAttempt(endpoint: EndpointStatus, { servedBy }: Circumstances, now: number): string {
  const { detail, nextAttemptAt } = endpoint;
  const { next } = texts.details;
  if (endpoint.state === 'DEACTIVATED') return next.deactivated;
  if (endpoint.connectionState === 'CONNECTED') return next.connected;
  if (detail.kind === 'connecting' || detail.kind === 'waiting-for-connect-response') return next.underWay;
  if (nextAttemptAt !== null) return next.at(secondsUntil(nextAttemptAt, now), formatClock(nextAttemptAt));
  const server = detail.kind === 'standby' ? detail.servedBy : servedBy;
  return server === null ? next.notPlanned : next.served(server);
}

/** Whether new credentials are what helps. */
export function needsRenewal({ state, detail }: EndpointStatus): boolean {
  return state === 'ACTIVATED' && detail.kind === 'failed' && renewalHelps.has(detail.cause);
}

const renewalHelps: ReadonlySet<string> = new Set([
  'token-rejected',
  'credentials-unreadable',
  'trust-store',
  'client-certificate',
]);

/** Whether a setting of the pane "Properties" is what helps. */
export const needsSetting = ({ state, detail }: EndpointStatus): boolean =>
  state === 'ACTIVATED' && detail.kind === 'failed' && (detail.cause === 'proxy' || detail.cause === 'decoder');
