import { describe, expect, it } from 'vitest';
import {
  closeStatusName,
  connectionStateSchema,
  endpointStateSchema,
  endpointStatusSchema,
} from '../../shared/connection-status.ts';
import { endpointStatus } from '../support/endpoint-status.ts';

describe('P-4, P-5 the values of the two columns', () => {
  it('P-4 State is ACTIVATED or DEACTIVATED', () => {
    expect(endpointStateSchema.options).toEqual(['ACTIVATED', 'DEACTIVATED']);
  });

  it('P-5, K-15 Connection State is CONNECTED or DISCONNECTED, and has no third value', () => {
    expect(connectionStateSchema.options).toEqual(['CONNECTED', 'DISCONNECTED']);
    expect(endpointStatusSchema.safeParse(endpointStatus()).success).toBe(true);
    for (const connectionState of ['CONNECTING', 'Connected', 'STANDBY', '']) {
      expect(endpointStatusSchema.safeParse({ ...endpointStatus(), connectionState }).success).toBe(false);
    }
  });

  it('P-6 a row has no place for a token', () => {
    const row = endpointStatusSchema.parse({ ...endpointStatus(), token: 'SENTINEL-TOKEN' });
    expect(row).toEqual(endpointStatus());
  });
});

describe('decision 9 close statuses', () => {
  it.each([
    [1000, 'NORMAL_CLOSURE'],
    [1001, 'GOING_AWAY'],
    [1002, 'PROTOCOL_ERROR'],
    [1003, 'CANNOT_ACCEPT'],
    [1005, 'NO_STATUS_CODE'],
    [1006, 'CLOSED_ABNORMALLY'],
    [1007, 'NOT_CONSISTENT'],
    [1008, 'VIOLATED_POLICY'],
    [1009, 'TOO_BIG'],
    [1010, 'NO_EXTENSION'],
    [1011, 'UNEXPECTED_CONDITION'],
    [1012, 'SERVICE_RESTART'],
    [1013, 'TRY_AGAIN_LATER'],
    [1015, 'TLS_HANDSHAKE_FAILURE'],
    [1004, 'GENERIC_CLOSE'],
    [1014, 'GENERIC_CLOSE'],
    [3000, 'GENERIC_CLOSE'],
    [4999, 'GENERIC_CLOSE'],
  ])('decision 9 %d is %s', (code, name) => {
    expect(closeStatusName(code)).toBe(name);
  });
});
