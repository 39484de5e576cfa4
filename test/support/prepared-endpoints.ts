import type { FailureCause } from '../../shared/connection-causes.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { endpointStatus } from './endpoint-status.ts';

const later = Date.now() + 300_000;
const fingerprint = (pair: string) => Array.from({ length: 32 }, () => pair).join(':');
const certificate = {
  sha256Fingerprint: fingerprint('AB'),
  validTo: Date.now() / 1000 + 300 * 86_400,
  trust: 'certificate',
} as const;
const long = (text: string, length: number) => text.repeat(Math.ceil(length / text.length)).slice(0, length);
/** A row that the service could tell of. */
export const prepared = (hostName: string, change: Partial<EndpointStatus>): EndpointStatus =>
  endpointStatus({
    hostName,
    url: `wss://${hostName}:8080/netbackup/face1`,
    groupId: `sg-${hostName}`,
    since: Date.now() - 3_600_000,
    certificate,
    ...change,
  });
const preparedFailure = (cause: FailureCause, text: string, change: Partial<EndpointStatus> = {}): EndpointStatus =>
  prepared(`${cause}.nebula.com`, {
    detail: { kind: 'failed', cause, text },
    lastError: text,
    nextAttemptAt: later,
    timeline: [
      { time: Date.now() - 2000, to: 'connecting', code: 'START', reason: 'connecting to cloud.nebula.com:8080' },
      { time: Date.now() - 1000, to: 'disconnected', code: 'FAILED', reason: text },
    ],
    ...change,
  });

/** Failures that a real server comes to only after minutes, or with a network that is not there. */
export const preparedCauses: readonly EndpointStatus[] = [
  preparedFailure('unreachable', 'the network cannot be reached (ENETUNREACH)'),
  preparedFailure(
    'proxy',
    'the proxy proxy.nebula.com:3128 answered CONNECT with status 407 (Proxy Authentication Required)',
  ),
  preparedFailure('client-certificate', 'the server did not accept a client certificate (CERTIFICATE_REQUIRED)'),
  preparedFailure('too-slow', 'over 128 MiB were not read by the cloud application', {
    closeStatus: 'TRY_AGAIN_LATER',
  }),
  preparedFailure('internal', 'an unexpected error occurred here', { closeStatus: 'UNEXPECTED_CONDITION' }),
];
/** 253 characters: the longest host name that there is. */
export const longHost = `${long('very-long-label.', 242)}.nebula.com`;
const longReason = `closed by the cloud application: VIOLATED_POLICY (1008), ${long('no-blank-in-this-reason', 120)}`;
/** An endpoint in each other state, and one with everything as long as it may be. */
export const preparedStates: readonly EndpointStatus[] = [
  prepared('connecting.nebula.com', {
    detail: { kind: 'connecting' },
    timeline: [
      { time: Date.now(), to: 'connecting', code: 'START', reason: 'connecting to connecting.nebula.com:8080' },
    ],
  }),
  prepared('waiting.nebula.com', { detail: { kind: 'waiting-for-connect-response' } }),
  prepared('new.nebula.com', { detail: { kind: 'waiting-for-run' }, nextAttemptAt: later }),
  prepared('served.nebula.com', {
    connectionState: 'CONNECTED',
    groupId: 'sg1',
    roundTrip: 23.4,
    missedPongs: 2,
    commands: 1234,
    closeStatus: 'SERVICE_RESTART',
    certificate: { ...certificate, validTo: Date.now() / 1000 + 12.5 * 86_400 },
  }),
  prepared('standby.nebula.com', { groupId: 'sg1', detail: { kind: 'standby', servedBy: 'served.nebula.com' } }),
  prepared('rejected-but-served.nebula.com', {
    groupId: 'sg1',
    detail: { kind: 'failed', cause: 'token-rejected', text: 'Token rejected by the cloud application' },
    lastError: 'Token rejected by the cloud application',
    tokenRejections: 3,
  }),
  prepared('right-to-left.nebula.com', {
    groupId: 'מערך-גיבוי 12 (مجموعة)',
    detail: { kind: 'waiting-for-run' },
    nextAttemptAt: later,
  }),
  prepared('deactivated.nebula.com', { state: 'DEACTIVATED', closeStatus: 'NORMAL_CLOSURE' }),
  prepared(longHost, {
    url: `wss://${longHost}/${long('path/', 1500)}`,
    groupId: long('group', 200),
    detail: { kind: 'failed', cause: 'closed-by-peer', text: longReason },
    lastError: longReason,
    nextAttemptAt: later,
    closeStatus: 'VIOLATED_POLICY',
    changedCertificate: fingerprint('CD'),
    timeline: Array.from({ length: 100 }, (_, index) => ({
      time: Date.now() - (100 - index) * 60_000,
      to: 'disconnected' as const,
      code: 'VIOLATED_POLICY',
      reason: longReason,
    })),
  }),
];
