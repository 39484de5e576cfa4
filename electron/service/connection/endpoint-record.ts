import { causeEntry } from '../../../shared/connection-causes.ts';
import type { ConnectionDetail, Transition } from '../../../shared/connection-status.ts';
import type { ConnectionEnd } from './connection-failure.ts';

/** How many transitions of an endpoint are kept. */
const timelineLimit = 100;

/** What is known of one endpoint since the service started; the rest of its row is saved. */
export class EndpointRecord {
  readonly timeline: Transition[] = [];
  /** Epoch milliseconds of the last change between CONNECTED and DISCONNECTED. */
  since: number;
  closeStatus: string | null = null;
  /** How the last attempt or connection ended; gone when a connection is accepted or the endpoint is deactivated. */
  lastEnd: ConnectionEnd | undefined;
  tokenRejections = 0;
  commands = 0;

  constructor(now: number) {
    this.since = now;
  }

  /** Decision 3: whatever ended a later attempt, a rejected token stays one until it is accepted or renewed. */
  get isTokenRejected(): boolean {
    return this.tokenRejections > 0;
  }

  note(transition: Transition): void {
    this.timeline.push(transition);
    if (this.timeline.length > timelineLimit) this.timeline.shift();
  }

  connected(now: number): void {
    this.since = now;
    this.lastEnd = undefined;
    this.tokenRejections = 0;
  }

  /** @param wasConnected whether an established connection ended, rather than an attempt */
  ended(end: ConnectionEnd, wasConnected: boolean, now: number): void {
    if (wasConnected) this.since = now;
    if (wasConnected && end.closeStatus !== undefined) this.closeStatus = end.closeStatus;
    if (end.cause === 'token-rejected') this.tokenRejections++;
    // What we closed ourselves is no failure of the endpoint.
    this.lastEnd = end.cause === 'closed-by-us' ? undefined : end;
  }

  /** For an endpoint that was deactivated, or whose credentials were renewed: what was wrong with it is past. */
  forget(): void {
    this.lastEnd = undefined;
    this.tokenRejections = 0;
  }

  /** The detail while no attempt to this endpoint is under way; `servedBy` is the host that serves its group, if any. */
  detail(servedBy: string | undefined): ConnectionDetail {
    const { lastEnd } = this;
    if (lastEnd && (servedBy === undefined || causeEntry(lastEnd.cause).lasting)) {
      return { kind: 'failed', cause: lastEnd.cause, text: lastEnd.reason };
    }
    return servedBy === undefined ? { kind: 'waiting-for-run' } : { kind: 'standby', servedBy };
  }
}
