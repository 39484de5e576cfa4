import type { FailureCause } from '../../../shared/connection-causes.ts';

/** How far an attempt to reach a server came before it failed; decides between the strings of T-3 and T-5. */
export type TlsStage =
  /** Name resolution, TCP, proxy, or no answer in time. */
  | 'network'
  /** The TLS handshake. */
  | 'handshake'
  /** The handshake was done, but the certificate is not one that is trusted for this server. */
  | 'certificate';

const stages = {
  'name-resolution': 'network',
  refused: 'network',
  'no-answer': 'network',
  unreachable: 'network',
  proxy: 'network',
  tls: 'handshake',
  'client-certificate': 'handshake',
  'certificate-changed': 'certificate',
  'certificate-expired': 'certificate',
  'certificate-not-yet-valid': 'certificate',
  'certificate-wrong-name': 'certificate',
  'certificate-wrong-issuer': 'certificate',
} as const satisfies Partial<Record<FailureCause, TlsStage>>;
export type TlsFailureKind = keyof typeof stages;

export interface TlsFailureOptions extends ErrorOptions {
  /** SHA-256 of the certificate that was presented instead of a trusted one; only of stage `certificate`. */
  presentedFingerprint?: string;
}

/** A server could not be reached or not be trusted. Nothing was sent to it. */
export class TlsFailure extends Error {
  override readonly name = 'TlsFailure';
  readonly kind: TlsFailureKind;
  readonly presentedFingerprint: string | undefined;

  constructor(kind: TlsFailureKind, message: string, options: TlsFailureOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.presentedFingerprint = options.presentedFingerprint;
  }

  get stage(): TlsStage {
    return stages[this.kind];
  }
}

/** What is told of the system's error codes. */
const networkProblems: Record<string, { kind: TlsFailureKind; text: string }> = {
  ENOTFOUND: { kind: 'name-resolution', text: 'the host name could not be resolved (DNS)' },
  EAI_AGAIN: { kind: 'name-resolution', text: 'the DNS server did not answer' },
  ECONNREFUSED: { kind: 'refused', text: 'the connection was refused: nothing listens on this port' },
  EHOSTUNREACH: { kind: 'unreachable', text: 'the host cannot be reached' },
  ENETUNREACH: { kind: 'unreachable', text: 'the network cannot be reached' },
  ETIMEDOUT: { kind: 'no-answer', text: 'the connection timed out' },
  ECONNRESET: { kind: 'unreachable', text: 'the connection was reset' },
  EACCES: { kind: 'unreachable', text: 'the connection was not allowed on this computer' },
};

/** What went wrong on the network, in words, with the system's code. */
export function networkFailure(error: unknown): TlsFailure {
  const { code, errors, message } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  const inner = Array.isArray(errors) && errors.length > 0 ? (errors[0] as NodeJS.ErrnoException).code : undefined;
  const found = inner ?? code;
  const problem = found === undefined ? undefined : networkProblems[found];
  const text = problem ? `${problem.text} (${found})` : (found ?? message);
  return new TlsFailure(problem?.kind ?? 'unreachable', text, { cause: error });
}

/** Alerts with which a server asks for a client certificate, or refuses the one that it got. */
const clientCertificateAlert =
  /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** What went wrong while TLS was set up. With TLS 1.3 a server refuses a client certificate only after the handshake. */
export function handshakeFailure(error: Error & { code?: string; reason?: string }): TlsFailure {
  if (error.code !== undefined && clientCertificateAlert.test(error.code)) {
    const text = `the server did not accept this side's client certificate, or wants one (${error.code.replace(/^.*ALERT_/, '')})`;
    return new TlsFailure('client-certificate', text, { cause: error });
  }
  const text =
    error.code === 'ECONNRESET'
      ? 'the server closed the connection during the TLS handshake'
      : `TLS handshake failed: ${error.reason ?? error.message}`;
  return new TlsFailure('tls', text, { cause: error });
}
