import { closeStatusName, type FailureCause } from '../../../shared/connection-status.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { TlsFailure } from '../tls/tls-failure.ts';

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
    if (error.stage !== 'certificate')
      return { cause: error.stage === 'network' ? 'unreachable' : 'tls', reason: error.message };
    const { presentedFingerprint, message } = error;
    return { cause: 'certificate-changed', reason: message, ...(presentedFingerprint ? { presentedFingerprint } : {}) };
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

/** The end of a connection that the peer closed, or that broke (1006). `token` is taken out of what the peer says. */
export function closedByPeer(code: number, reason: string, token: string): ConnectionEnd {
  const status = closeStatusName(code);
  return {
    cause: 'closed-by-peer',
    reason: `closed by the cloud application: ${status} (${code})${reason === '' ? '' : `, ${readable(reason, token)}`}`,
    closeStatus: status,
  };
}
