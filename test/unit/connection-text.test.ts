import { describe, expect, it } from 'vitest';
import { connectionCauses, type FailureCause } from '../../shared/connection-causes.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { detailText, nextAttemptText } from '../../shared/connection-text.ts';
import { endpointStatus } from '../support/endpoint-status.ts';

const now = 1_000_000;
const inTwelveSeconds = now + 12_000;
const text = (change: Partial<EndpointStatus>) =>
  detailText(endpointStatus({ nextAttemptAt: inTwelveSeconds, ...change }), now);
const failed = (cause: FailureCause): EndpointStatus['detail'] => ({
  kind: 'failed',
  cause,
  text: 'ECONNREFUSED 127.0.0.1:9',
});

describe('P-5, decision 1 what is under way is secondary text', () => {
  it.each<[EndpointStatus['detail'], string]>([
    [{ kind: 'none' }, ''],
    [{ kind: 'connecting' }, 'Connecting…'],
    [{ kind: 'waiting-for-connect-response' }, 'Waiting for CONNECT RESPONSE'],
    [{ kind: 'standby', servedBy: 'ep2' }, 'Standby: sg1 is served by ep2'],
    [{ kind: 'waiting-for-run' }, 'Next attempt in 12 s'],
  ])('decision 1 %j reads %j', (detail, expected) => {
    expect(text({ detail })).toBe(expected);
  });
});

describe('T-24 why an endpoint is disconnected', () => {
  it.each<[FailureCause, string]>([
    ['token-rejected', 'Token rejected by the cloud application'],
    ['certificate-changed', 'The certificate is not the accepted one'],
    ['no-pong', 'No answer to pings'],
    ['closed-by-peer', 'Closed by the cloud application (GOING_AWAY)'],
    ['credentials-unreadable', 'Credentials cannot be read'],
  ])('T-24 %s reads %j', (cause, expected) => {
    expect(text({ detail: failed(cause), closeStatus: 'GOING_AWAY' })).toBe(expected);
  });

  it('T-24 a close without a known status is told as one', () => {
    expect(text({ detail: failed('closed-by-peer'), closeStatus: null })).toBe(
      'Closed by the cloud application (NO_STATUS_CODE)',
    );
  });

  it.each(Object.keys(connectionCauses) as FailureCause[])(
    'T-24 %s: some text is always there while an attempt is due',
    (cause) => {
      expect(text({ detail: failed(cause) })).not.toBe('');
    },
  );

  it.each<FailureCause>(['unreachable', 'tls', 'upgrade-refused', 'no-connect-response', 'decoder'])(
    'T-24 after %s the next attempt is what is told',
    (cause) => {
      expect(text({ detail: failed(cause) })).toBe('Next attempt in 12 s');
    },
  );
});

describe('C-6 when the next attempt is due', () => {
  it.each([
    [now + 12_000, 'Next attempt in 12 s'],
    [now + 11_001, 'Next attempt in 12 s'],
    [now + 1, 'Next attempt in 1 s'],
    [now, 'Next attempt in 0 s'],
    [now - 5000, 'Next attempt in 0 s'],
    [null, ''],
  ])('C-6 due at %j reads %j', (nextAttemptAt, expected) => {
    expect(nextAttemptText(endpointStatus({ nextAttemptAt }), now)).toBe(expected);
  });
});
