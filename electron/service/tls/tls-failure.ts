/** How far an attempt to reach a server came before it failed; decides between the strings of T-3 and T-5. */
export type TlsStage =
  /** Name resolution, TCP, or no answer in time. */
  | 'network'
  /** The TLS handshake. */
  | 'handshake'
  /** The handshake was done, but the certificate is not one that is trusted for this server. */
  | 'certificate';

/** A server could not be reached or not be trusted. Nothing was sent to it. */
export class TlsFailure extends Error {
  override readonly name = 'TlsFailure';
  readonly stage: TlsStage;
  /** SHA-256 of the certificate that was presented instead of the trusted one; only with stage `certificate`. */
  readonly presentedFingerprint: string | undefined;

  constructor(stage: TlsStage, message: string, presentedFingerprint?: string, options?: ErrorOptions) {
    super(message, options);
    this.stage = stage;
    this.presentedFingerprint = presentedFingerprint;
  }
}

const networkTexts: Record<string, string> = {
  ENOTFOUND: 'the host name could not be resolved (DNS)',
  EAI_AGAIN: 'the DNS server did not answer',
  ECONNREFUSED: 'the connection was refused: nothing listens on this port',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  ECONNRESET: 'the connection was reset',
  EACCES: 'the connection was not allowed on this computer',
};

/** What went wrong on the network in words, with the system's code. */
export function networkProblem(error: unknown): string {
  const { code, errors, message } = error as NodeJS.ErrnoException & { errors?: unknown[] };
  const inner = Array.isArray(errors) && errors.length > 0 ? (errors[0] as NodeJS.ErrnoException).code : undefined;
  const found = inner ?? code;
  const words = found === undefined ? undefined : networkTexts[found];
  return words ? `${words} (${found})` : (found ?? message);
}
