import type { EndpointStatus } from '../../shared/connection-status.ts';

/** A row of the pane as it is right after Add Host, with what a test wants otherwise. */
export function endpointStatus(change: Partial<EndpointStatus> = {}): EndpointStatus {
  return {
    hostName: 'cloud.example',
    url: 'wss://cloud.example/x',
    groupId: 'sg1',
    priority: 1,
    state: 'ACTIVATED',
    connectionState: 'DISCONNECTED',
    detail: { kind: 'none' },
    since: 0,
    nextAttemptAt: null,
    closeStatus: null,
    lastError: null,
    tokenRejections: 0,
    certificate: null,
    clientCertificate: null,
    changedCertificate: null,
    commands: 0,
    commandPolicy: { kind: 'allow all' },
    roundTrip: null,
    missedPongs: 0,
    timeline: [],
    ...change,
  };
}
