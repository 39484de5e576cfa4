import { X509Certificate } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { Clock } from '../clock.ts';
import { handshakeFailure, networkFailure, TlsFailure } from './tls-failure.ts';

/** Decision 2: name resolution, TCP, TLS and upgrade together. */
export const connectTimeLimit = 10_000;

export interface TlsTarget {
  /** DNS name or IP address without brackets. */
  host: string;
  port: number;
}

/**
 * Judges the certificate before a byte of ours is sent: throws a {@link TlsFailure} of stage `certificate` to refuse it.
 * `chainProblem` is OpenSSL's code when the chain does not end in an anchor, `undefined` when it does.
 */
export type CertificateJudge = (leaf: X509Certificate, chainProblem: string | undefined, socket: TLSSocket) => void;

export interface OpenTlsOptions {
  /** Trust anchors, PEM. */
  anchors: readonly string[];
  judge: CertificateJudge;
  clock: Clock;
  /** Milliseconds for the whole. */
  timeLimit?: number;
  signal?: AbortSignal;
}

/**
 * Opens TLS 1.2 or newer to a server and has its certificate judged. No session is reused, so the certificate is seen each
 * time (decision 35). The chain's verdict is left to `judge` rather than to `rejectUnauthorized`, because a refused socket
 * no longer tells which certificate it was refused for.
 * @throws TlsFailure network, handshake, or what `judge` throws; `signal.reason` when aborted
 */
export function openTls(target: TlsTarget, options: OpenTlsOptions): Promise<TLSSocket> {
  const { signal, judge, clock, timeLimit = connectTimeLimit } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const tcp: Socket = connectTcp({ host: target.host, port: target.port });
    let tls: TLSSocket | undefined;
    const settle = (failure?: unknown) => {
      timer.cancel();
      signal?.removeEventListener('abort', aborted);
      tcp.off('error', tcpFailed);
      if (failure === undefined) return;
      // Late errors of a socket that is given up have no one to go to.
      for (const socket of [tls, tcp]) socket?.on('error', () => undefined).destroy();
      reject(failure);
    };
    const aborted = () => settle(signal?.reason);
    const timer = clock.setTimeout(
      () =>
        settle(
          new TlsFailure('no-answer', `no answer from ${target.host}:${target.port} within ${timeLimit / 1000} s`),
        ),
      timeLimit,
    );
    const tcpFailed = (error: Error) => settle(networkFailure(error));
    signal?.addEventListener('abort', aborted, { once: true });
    tcp.on('error', tcpFailed);
    tcp.once('connect', () => {
      tcp.off('error', tcpFailed);
      tls = connectTls(tlsOptions(tcp, target, options.anchors));
      const socket = tls;
      const tlsFailed = (error: Error) => settle(handshakeFailure(error));
      const ended = () => settle(new TlsFailure('tls', 'the server closed the connection during the TLS handshake'));
      socket.on('error', tlsFailed).on('close', ended);
      socket.once('secureConnect', () => {
        socket.off('error', tlsFailed).off('close', ended);
        try {
          const { raw } = socket.getPeerCertificate();
          if (!raw) throw new TlsFailure('tls', 'the server presented no certificate');
          judge(new X509Certificate(raw), socket.authorized ? undefined : String(socket.authorizationError), socket);
          settle();
          resolve(socket);
        } catch (refusal) {
          settle(refusal);
        }
      });
    });
  });
}

function tlsOptions(socket: Socket, { host }: TlsTarget, anchors: readonly string[]): ConnectionOptions {
  return {
    socket,
    ca: [...anchors],
    // An accepted certificate is an anchor though it is no CA (decision 35).
    allowPartialTrustChain: true,
    rejectUnauthorized: false,
    // The name is judged with the certificate, where an accepted mismatch is known.
    checkServerIdentity: () => undefined,
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}
