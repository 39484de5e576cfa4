import { describe, expect, it } from 'vitest';
import { socketFailure } from '../../electron/service/connection/connection-failure.ts';
import { handshakeFailure, networkFailure } from '../../electron/service/tls/tls-failure.ts';

const failing = (code: string, message = 'raw English of a library') => Object.assign(new Error(message), { code });

describe('T-24: what failed is told in words, with the code to look it up by', () => {
  it.each([
    ['ENOTFOUND', 'name-resolution'],
    ['EAI_AGAIN', 'name-resolution'],
    ['ECONNREFUSED', 'refused'],
    ['ETIMEDOUT', 'no-answer'],
    ['EHOSTUNREACH', 'unreachable'],
    ['EPIPE', 'unreachable'],
    ['EMFILE', 'unreachable'],
    ['ESOMETHING', 'unreachable'],
  ])('T-24, network: %s', (code, kind) => {
    for (const error of [failing(code), Object.assign(failing('EALL'), { errors: [failing(code)] })]) {
      const failure = networkFailure(error);
      expect(failure.kind).toBe(kind);
      expect(failure.message).toMatch(new RegExp(`^[a-z].{10,} \\(${code}\\)$`));
      expect(failure.message).not.toContain('raw English');
    }
  });

  it.each([
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /neither TLS 1\.2 nor TLS 1\.3/],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', /neither TLS 1\.2 nor TLS 1\.3/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', /does not speak TLS/],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /no cipher or key/],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', /no cipher or key/],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', /does not know this host name/],
    ['ERR_SSL_DH_KEY_TOO_SMALL', /too weak/],
    ['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', /internal error/],
    ['ECONNRESET', /closed the connection during the TLS handshake/],
  ])('T-24, TLS handshake: %s', (code, words) => {
    const { kind, message } = handshakeFailure(failing(code));
    expect(kind).toBe('tls');
    expect(message).toMatch(words);
    expect(message).toContain(`(${code})`);
  });

  it('T-24: what is not known is told as the library says it, behind words of ours', () => {
    expect(handshakeFailure(failing('ERR_SSL_NEW_THING', 'new thing')).message).toBe('TLS handshake failed: new thing');
    expect(socketFailure(failing('', 'new thing'), 'connecting', false).reason).toBe(
      'the WebSocket upgrade failed: new thing',
    );
    expect(
      socketFailure(failing('WS_ERR_NEW', 'Invalid WebSocket frame: new thing'), 'connected', false),
    ).toMatchObject({
      cause: 'protocol-error',
      code: 1002,
      reason: 'the WebSocket protocol was broken: new thing',
    });
  });
});
