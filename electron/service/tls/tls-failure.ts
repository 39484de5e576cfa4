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
  /** TLS could not be set up on our side: no fault of the server's (T-14). */
  isOurs?: boolean;
}

/** A server could not be reached or not be trusted. Nothing was sent to it. */
export class TlsFailure extends Error {
  override readonly name = 'TlsFailure';
  readonly kind: TlsFailureKind;
  readonly presentedFingerprint: string | undefined;
  readonly isOurs: boolean;

  constructor(kind: TlsFailureKind, message: string, options: TlsFailureOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.presentedFingerprint = options.presentedFingerprint;
    this.isOurs = options.isOurs ?? false;
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
  ECONNABORTED: { kind: 'unreachable', text: 'the connection was given up by this computer' },
  EPIPE: { kind: 'unreachable', text: 'the connection was closed by the server' },
  EHOSTDOWN: { kind: 'unreachable', text: 'the host is down' },
  ENETDOWN: { kind: 'unreachable', text: 'the network of this computer is down' },
  EADDRNOTAVAIL: { kind: 'unreachable', text: 'this computer has no address or port left for it' },
  EMFILE: { kind: 'unreachable', text: 'this computer has too many files and connections open' },
  EACCES: { kind: 'unreachable', text: 'the connection was not allowed on this computer' },
  EPERM: { kind: 'unreachable', text: 'the connection was not allowed on this computer' },
};

/** The system's code of an error, also where several addresses were tried. */
function systemCode(error: unknown): string | undefined {
  const { code, errors } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  const inner = Array.isArray(errors) && errors.length > 0 ? (errors[0] as NodeJS.ErrnoException).code : undefined;
  return inner ?? code;
}

/** Whether an error is one of the network, rather than of TLS on top of it. */
export const isOfNetwork = (error: unknown): boolean => Object.hasOwn(networkProblems, systemCode(error) ?? '');

/** What went wrong on the network, in words, with the system's code. */
export function networkFailure(error: unknown): TlsFailure {
  const { message } = error as Error;
  const found = systemCode(error);
  const problem = found === undefined ? undefined : networkProblems[found];
  const text = found === undefined ? message : `${problem?.text ?? 'the network failed'} (${found})`;
  return new TlsFailure(problem?.kind ?? 'unreachable', text, { cause: error });
}

/** Alerts with which a server asks for a client certificate, or refuses the one that it got. */
const clientCertificateAlert =
  /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED|CERTIFICATE_REVOKED|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/** What TLS libraries say of a handshake, in words. OpenSSL and Electron's BoringSSL name most of it alike. */
const handshakeProblems: readonly (readonly [code: RegExp, text: string])[] = [
  [/^ECONNRESET$|^EPIPE$/, 'the server closed the connection during the TLS handshake'],
  [
    /PROTOCOL_VERSION$|UNSUPPORTED_PROTOCOL$|VERSION_TOO_LOW$|UNKNOWN_PROTOCOL$/,
    'the server supports neither TLS 1.2 nor TLS 1.3',
  ],
  [
    /WRONG_VERSION_NUMBER$|PACKET_LENGTH_TOO_LONG$|DATA_LENGTH_TOO_LONG$|RECORD_LAYER_FAILURE$|UNEXPECTED_MESSAGE$|INVALID_RECORD_TYPE$|HTTP_REQUEST$/,
    'what answers on this port does not speak TLS',
  ],
  [
    /HANDSHAKE_FAILURE$|INSUFFICIENT_SECURITY$|NO_SHARED_CIPHER$/,
    'the server found no cipher or key that both sides support',
  ],
  [/UNRECOGNIZED_NAME$/, 'the server does not know this host name'],
  [/KEY_TOO_SMALL$|TOO_WEAK$/, "the server's key is too weak to be safe"],
  [/ALERT_INTERNAL_ERROR$/, 'the server has an internal error'],
];

/** With TLS 1.2 this alert says as well that no client certificate came. */
const handshakeAlert = /ALERT_HANDSHAKE_FAILURE$/;

/**
 * What went wrong while TLS was set up. With TLS 1.3 a server refuses a client certificate only after the handshake.
 * @param awaitsVerdict whether all was agreed on but the server's verdict on this side's certificate
 */
export function handshakeFailure(error: Error & { code?: string; reason?: string }, awaitsVerdict = false): TlsFailure {
  const { code = '' } = error;
  if (clientCertificateAlert.test(code) || (awaitsVerdict && handshakeAlert.test(code))) {
    const text = `the server did not accept this side's client certificate, or wants one (${code.replace(/^.*ALERT_/, '')})`;
    return new TlsFailure('client-certificate', text, { cause: error });
  }
  if (awaitsVerdict && (code === 'ECONNRESET' || code === 'EPIPE')) {
    const maybe = 'it may want a client certificate, or not accept the one that it got';
    const text = `the server closed the connection at the end of the TLS handshake: ${maybe}`;
    return new TlsFailure('tls', text, { cause: error });
  }
  const [, words] = handshakeProblems.find(([pattern]) => pattern.test(code)) ?? [];
  const text = words ? `${words} (${code})` : `TLS handshake failed: ${error.reason ?? error.message}`;
  return new TlsFailure('tls', text, { cause: error });
}
