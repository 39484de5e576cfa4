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

/** Whether it is how a connection ended, rather than what was thrown before one began. */
export const isConnectionEnd = (value: unknown): value is ConnectionEnd =>
  typeof value === 'object' && value !== null && 'cause' in value && 'reason' in value && !(value instanceof Error);

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
    return { cause, reason: [error.message, ...error.report.causes].join(': ') };
  }
  return { cause: 'internal', reason: error instanceof Error ? error.message : String(error) };
}

/** A piece of a secret of this many characters gives it away: a close reason has no room for a whole token. */
const tellingLength = 8;

/** Takes a secret out of a short text, and every telling piece of it. */
export function withoutPieces(text: string, secret: string): string {
  const telling = Math.min(tellingLength, Math.max(1, secret.length));
  let kept = '';
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && secret.includes(text.slice(at, end + 1))) end++;
    const isTelling = end - at >= telling;
    kept += isTelling ? '***' : text.charAt(at);
    at = isTelling ? end : at + 1;
  }
  return kept;
}

/** What a peer may write into the log and the console: one short printable line, without the secret that it knows. */
const readable = (text: string, secret: string) => withoutPieces(text, secret).replace(/[^\x20-\x7e]/g, '?');

/**
 * The end of an open WebSocket that the peer closed, or that broke (1006). `token` is taken out of what the peer says.
 * @param accepted whether the connection had been accepted
 */
export function closedByPeer(code: number, reason: string, token: string, accepted: boolean): ConnectionEnd {
  const status = closeStatusName(code);
  const said = reason === '' ? '' : `, ${readable(reason, token)}`;
  if (!accepted) {
    const how =
      code === 1006 ? 'the network connection broke' : `closed by the cloud application: ${status} (${code})${said}`;
    return { cause: 'closed-before-accepted', reason: `${how}, before CONNECT was answered` };
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

/** How a peer broke the WebSocket protocol, in words; the codes are those of ws. */
const protocolBreaches: Record<string, string> = {
  WS_ERR_UNEXPECTED_RSV_1: 'a reserved bit was set (RSV1)',
  WS_ERR_UNEXPECTED_RSV_2_3: 'a reserved bit was set (RSV2 or RSV3)',
  WS_ERR_INVALID_OPCODE: 'a frame of an unknown kind, or of one that may not come here',
  WS_ERR_EXPECTED_FIN: 'a control frame was sent in fragments',
  WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH: 'a control frame had a length that is not allowed',
  WS_ERR_UNEXPECTED_MASK: 'a frame was masked, which only clients do',
  WS_ERR_INVALID_CLOSE_CODE: 'a close code that may not be sent',
  WS_ERR_TOO_MANY_BUFFERED_PARTS: 'a message was sent in too many pieces',
};

/** The close codes with which ws answers some of them; 1002 answers all others. */
const breachCloseCodes: Record<string, number> = { WS_ERR_TOO_MANY_BUFFERED_PARTS: 1008 };

const tooBig = ['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH'];

/** What was wrong with the answer to an upgrade, in words: codes of Node's HTTP parser, and messages of ws, which has no codes for it. */
const upgradeProblems: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'its headers do not end (over 16 KiB)',
  'Invalid Upgrade header': 'its header Upgrade is not websocket',
  'Invalid Sec-WebSocket-Accept header': 'its header Sec-WebSocket-Accept does not answer the request',
  'Server sent a subprotocol but none was requested': 'it names a subprotocol, though none was asked for',
  'Server sent a Sec-WebSocket-Extensions header but no extension was requested':
    'it names an extension, though none was asked for',
};

const hungUp = (code: string) => code === 'ECONNRESET' || code === 'EPIPE';

/** Why a WebSocket was not opened. */
function upgradeFailure({ code = '', message }: Error & { code?: string }, network: string): string {
  const wrong = upgradeProblems[code] ?? upgradeProblems[message];
  if (wrong) return `the answer to the WebSocket upgrade is not valid: ${wrong}`;
  if (code.startsWith('HPE_')) return `the server did not answer the WebSocket upgrade in HTTP (${code})`;
  if (hungUp(code)) return 'the server closed the connection instead of answering the WebSocket upgrade';
  return `the WebSocket upgrade failed: ${code === '' ? message : network}`;
}

/** How far a connection came. */
export type Stage = 'connecting' | 'waiting-for-connect-response' | 'connected';

/**
 * An error of ws, TLS or TCP.
 * @param stage how far the connection had come
 * @param showedCertificate whether this side has a client certificate: many servers refuse one by a close without a word
 */
export function socketFailure(
  error: Error & { code?: string },
  stage: Stage,
  showedCertificate = false,
): SocketFailure {
  const { code = '', message } = error;
  const isOpen = stage !== 'connecting';
  if (tooBig.includes(code))
    return { cause: 'too-big', reason: `a message over ${maxMessageBytes / 1024 / 1024} MiB`, code: 1009, isOpen };
  if (code.startsWith('WS_ERR_')) {
    const breach = protocolBreaches[code] ?? message.replace(/^Invalid WebSocket frame: /, '');
    const reason = `the WebSocket protocol was broken: ${breach}`;
    return { cause: 'protocol-error', reason, code: breachCloseCodes[code] ?? 1002, isOpen };
  }
  const failure = code.startsWith('ERR_SSL_') ? handshakeFailure(error) : networkFailure(error);
  if (failure.kind === 'client-certificate')
    return { cause: failure.kind, reason: failure.message, code: 1006, isOpen: false };
  const broke = `the network connection broke: ${failure.message}`;
  if (stage === 'connected') return { cause: 'connection-lost', reason: broke, code: 1006, isOpen };
  if (isOpen)
    return { cause: 'closed-before-accepted', reason: `${broke}, before CONNECT was answered`, code: 1006, isOpen };
  if (showedCertificate && hungUp(code)) {
    const reason = 'the server closed the connection after the TLS handshake: it may not accept the client certificate';
    return { cause: 'tls', reason, code: 1006, isOpen: false };
  }
  return { cause: 'upgrade-refused', reason: upgradeFailure(error, failure.message), code: 1006, isOpen: false };
}
