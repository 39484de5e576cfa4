import type { FailureCause } from '../../../shared/connection-causes.ts';
import { closeStatusName } from '../../../shared/connection-status.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { handshakeFailure, networkFailure, TlsFailure } from '../tls/tls-failure.ts';
import { maxMessageBytes } from './message-codec.ts';

/** How an attempt failed or a connection ended: what the connection reports, and all that the connection process is told. */
export interface ConnectionEnd {
  cause: FailureCause;
  /** For people; holds no secret. */
  reason: string;
  /** Vendor's name of the close status; only when an established connection ended (decision 9). */
  closeStatus?: string;
  /** How long the connection was established, in milliseconds (monotonic); only when an established one ended. */
  lived?: number;
  /** SHA-256 of the certificate that was presented instead of the accepted one. */
  presentedFingerprint?: string;
}

/** An end that an exception stands for. */
export function endOf(error: unknown): ConnectionEnd {
  if (error instanceof TlsFailure) {
    const { kind, message, presentedFingerprint } = error;
    return { cause: kind, reason: message, ...(presentedFingerprint ? { presentedFingerprint } : {}) };
  }
  if (error instanceof NbwssError) {
    const cause =
      error.code === 'credentialsNotRead'
        ? 'credentials-unreadable'
        : error.code === 'trustStoreNotRead'
          ? 'trust-store'
          : 'internal';
    return { cause, reason: [error.message, ...error.report.causes].join(' ') };
  }
  return { cause: 'internal', reason: error instanceof Error ? error.message : String(error) };
}

/** What a peer may write into the log and the console: one short printable line, without the secret that it knows. */
function readable(text: string, secret: string): string {
  return text
    .replaceAll(secret, '***')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 123);
}

/**
 * The end of an open WebSocket that the peer closed, or that broke (1006). `token` is taken out of what the peer says.
 * @param accepted whether the connection had been accepted
 */
export function closedByPeer(code: number, reason: string, token: string, accepted: boolean): ConnectionEnd {
  const status = closeStatusName(code);
  const said = reason === '' ? '' : `, ${readable(reason, token)}`;
  if (!accepted) {
    const how = code === 1006 ? 'the connection broke' : `the cloud application closed with ${status} (${code})${said}`;
    return { cause: 'closed-before-accepted', reason: `${how} before it answered the CONNECT REQUEST` };
  }
  const closeStatus = { closeStatus: status };
  if (code === 1006) return { cause: 'connection-lost', reason: 'the network connection broke', ...closeStatus };
  return {
    cause: 'closed-by-peer',
    reason: `closed by the cloud application: ${status} (${code})${said}`,
    ...closeStatus,
  };
}

const refusals: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized: it asks for a login, which the WebSocket endpoint of a cloud application does not',
  403: 'Forbidden',
  404: 'Not Found: there is nothing at this path',
  407: 'Proxy Authentication Required',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway: the server behind it is not there',
  503: 'Service Unavailable',
  504: 'Gateway Timeout: the server behind it does not answer',
};

/** An HTTP answer other than 101. */
export function upgradeRefused(status: number): ConnectionEnd {
  const isRedirect = status >= 300 && status < 400;
  const words = isRedirect ? 'a redirect, which is not followed' : refusals[status];
  return {
    cause: 'upgrade-refused',
    reason: `the server answered the WebSocket upgrade with status ${status}${words ? ` (${words})` : ''}`,
  };
}

/** What a socket reported, and the close code under which it is kept. */
export interface SocketFailure extends ConnectionEnd {
  code: number;
  /** Whether a closing handshake is still worth it: the peer speaks WebSocket. */
  isOpen: boolean;
}

/** An error of ws, TLS or TCP. @param isOpen whether the WebSocket had been opened */
export function socketFailure(error: Error & { code?: string }, isOpen: boolean): SocketFailure {
  const { code = '', message } = error;
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return { cause: 'too-big', reason: `a message over ${maxMessageBytes / 1024 / 1024} MiB`, code: 1009, isOpen };
  // Any other code of ws's own stands for a peer that broke the WebSocket protocol.
  if (code.startsWith('WS_ERR_')) {
    const reason = `the WebSocket protocol was broken: ${message.replace(/^Invalid WebSocket frame: /, '')}`;
    return { cause: 'protocol-error', reason, code: code === 'WS_ERR_INVALID_UTF8' ? 1007 : 1002, isOpen };
  }
  const failure = code.startsWith('ERR_SSL_') ? handshakeFailure(error) : networkFailure(error);
  if (failure.kind === 'client-certificate')
    return { cause: failure.kind, reason: failure.message, code: 1006, isOpen: false };
  if (isOpen)
    return { cause: 'connection-lost', reason: `the network connection broke: ${failure.message}`, code: 1006, isOpen };
  const hungUp = code === 'ECONNRESET' || code === 'EPIPE';
  const reason = hungUp
    ? 'the server closed the connection instead of answering the WebSocket upgrade'
    : `the WebSocket upgrade failed: ${code === '' ? message : failure.message}`;
  return { cause: 'upgrade-refused', reason, code: 1006, isOpen: false };
}
