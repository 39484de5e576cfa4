import type { ConsoleSource } from '../../electron/service/console-feed.ts';
import type { EndpointStatus, Transition } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { endpointStatus } from '../support/endpoint-status.ts';

/** One group in so many has no connection: its endpoints have failed for hours, and their timelines are full. */
const failingShare = 10;
const fullTimeline = 100;
const fingerprint = Array.from({ length: 32 }, (_, index) => (index * 7 + 16).toString(16).toUpperCase()).join(':');
const refused = 'connect ECONNREFUSED 10.20.30.40:8080';

/**
 * What the console shows of a service with thousands of endpoints, in groups of the same size: in most of the groups one is
 * connected and the others stand by. Rows look as the service's own, and change as they do: {@link change} turns a
 * connection into a failed one, or the other way round.
 */
export class ManyEndpoints implements ConsoleSource {
  readonly #rows = new Map<string, EndpointStatus>();
  readonly #hosts: readonly string[];
  readonly #connected = new Map<string, string | null>();
  readonly #rest: () => Omit<ConsoleFrame, 'groups'>;
  #changes = 0;

  /** @param rest the frame but for its groups */
  constructor(endpoints: number, groups: number, rest: () => Omit<ConsoleFrame, 'groups'>) {
    this.#rest = rest;
    const now = Date.now();
    for (let index = 0; index < endpoints; index++) {
      const row = rowOf(index, groups, now);
      this.#rows.set(row.hostName, row);
      const served = row.connectionState === 'CONNECTED' ? row.hostName : null;
      this.#connected.set(row.groupId, served ?? this.#connected.get(row.groupId) ?? null);
    }
    this.#hosts = [...this.#rows.keys()];
  }

  frame(): ConsoleFrame {
    const groups = [...this.#connected].map(([groupId, connectedHost]) => ({ groupId, connectedHost }));
    return { ...this.#rest(), groups };
  }

  rows(): EndpointStatus[] {
    return [...this.#rows.values()];
  }

  row(hostName: string): EndpointStatus | undefined {
    return this.#rows.get(hostName);
  }

  /** The next change of a connection, all over the list. @returns the host that changed */
  change(): string {
    // Steps by a prime, so that changes are neither in order nor by chance.
    const hostName = this.#hosts[(this.#changes++ * 7919) % this.#hosts.length] ?? '';
    const row = this.#rows.get(hostName);
    if (!row) throw new Error('there are no endpoints');
    const changed = row.connectionState === 'CONNECTED' ? lost(row, Date.now()) : connected(row, Date.now());
    this.#rows.set(hostName, changed);
    this.#connected.set(row.groupId, changed.connectionState === 'CONNECTED' ? hostName : null);
    return hostName;
  }
}

function rowOf(index: number, groups: number, now: number): EndpointStatus {
  const [group, place] = [index % groups, Math.floor(index / groups)];
  const name = (priority: number) => `cloudhost${group + 1}-${priority}.tenant.example.com`;
  const row = endpointStatus({
    hostName: name(place + 1),
    url: `wss://${name(place + 1)}:8080/netbackup/face${group + 1}`,
    groupId: `GROUP${group + 1}`,
    priority: place + 1,
    since: now - 3_600_000,
    certificate: { sha256Fingerprint: fingerprint, validTo: 1_900_000_000, trust: 'certificate' },
  });
  if (group % failingShare === 0) return failed(row, now);
  if (place === 0) return connected(row, now);
  return { ...row, detail: { kind: 'standby', servedBy: name(1) } };
}

function connected(row: EndpointStatus, now: number): EndpointStatus {
  return {
    ...row,
    connectionState: 'CONNECTED',
    detail: { kind: 'none' },
    since: now,
    nextAttemptAt: null,
    roundTrip: 12.4,
    timeline: [
      ...row.timeline,
      { time: now - 40, to: 'connecting', code: 'run', reason: 'A connection is opened' } as const,
      { time: now - 10, to: 'waiting-for-connect-response', code: 'opened', reason: 'The token was sent' } as const,
      { time: now, to: 'connected', code: 'accepted', reason: 'The cloud application accepted the token' } as const,
    ].slice(-fullTimeline),
  };
}

function lost(row: EndpointStatus, now: number): EndpointStatus {
  return {
    ...row,
    connectionState: 'DISCONNECTED',
    detail: { kind: 'failed', cause: 'connection-lost', text: 'read ECONNRESET' },
    since: now,
    nextAttemptAt: now + 1000,
    closeStatus: 'CLOSED_ABNORMALLY',
    lastError: 'read ECONNRESET',
    roundTrip: null,
    timeline: [...row.timeline, attemptEnded(now, 'connection-lost', 'read ECONNRESET')].slice(-fullTimeline),
  };
}

function failed(row: EndpointStatus, now: number): EndpointStatus {
  const timeline = Array.from({ length: fullTimeline }, (_, index): Transition => {
    const time = now - (fullTimeline - index) * 30_000;
    if (index % 2 === 1) return attemptEnded(time, 'refused', refused);
    return { time, to: 'connecting', code: 'run', reason: 'A connection is opened' };
  });
  return {
    ...row,
    detail: { kind: 'failed', cause: 'refused', text: refused },
    nextAttemptAt: now + 30_000,
    lastError: refused,
    timeline,
  };
}

const attemptEnded = (time: number, code: string, reason: string): Transition => ({
  time,
  to: 'disconnected',
  code,
  reason,
});
