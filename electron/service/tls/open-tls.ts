import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import type { Clock } from '../clock.ts';
import type { CertificateJudge } from './certificate-judges.ts';
import type { ClientCertificate } from './client-certificate.ts';
import type { Route } from './proxy.ts';
import { openTunnel } from './proxy-tunnel.ts';
import { presented } from './read-certificate.ts';
import { systemAnchors } from './system-anchors.ts';
import { handshakeFailure, networkFailure, TlsFailure } from './tls-failure.ts';
import type { TlsTarget } from './tls-target.ts';
import { authority } from './tls-target.ts';
import { trustContext } from './trust-context.ts';

/** Decision 2: name resolution, TCP, proxy, TLS and upgrade together. */
export const connectTimeLimit = 10_000;

export interface OpenTlsOptions {
  /** Trust anchors, PEM. */
  anchors: readonly string[];
  judge: CertificateJudge;
  /** Through which proxy, if any (decision 14). */
  route: Route;
  /** Shown to the server if it asks for one. */
  clientCertificate?: ClientCertificate | undefined;
  clock: Clock;
  /** Milliseconds for the whole. */
  timeLimit?: number;
  signal?: AbortSignal;
}

/**
 * Opens TLS 1.2 or newer to a server, end to end also through a proxy, and has its certificate judged. No session is reused,
 * so the certificate is seen each time (decision 35). The chain's verdict is left to `judge` rather than to
 * `rejectUnauthorized`, because a refused socket no longer tells which certificate it was refused for.
 * @throws TlsFailure network, handshake, or what `judge` throws; `signal.reason` when aborted
 */
export async function openTls(target: TlsTarget, options: OpenTlsOptions): Promise<TLSSocket> {
  const { signal, clock, timeLimit = connectTimeLimit } = options;
  signal?.throwIfAborted();
  const proxy = options.route(target);
  const within = `within ${timeLimit / 1000} s`;
  // Made when it is told: an error takes a picture of the stack, which each attempt would pay for.
  let late = () =>
    proxy
      ? new TlsFailure('proxy', `the proxy ${authority(proxy)} opened no connection to ${authority(target)} ${within}`)
      : new TlsFailure('no-answer', `no answer from ${target.host}:${target.port} ${within}`);
  const abort = new AbortController();
  const aborted = () => abort.abort(signal?.reason);
  const timer = clock.setTimeout(() => abort.abort(late()), timeLimit);
  signal?.addEventListener('abort', aborted, { once: true });
  try {
    const tcp = proxy
      ? await openTunnel(proxy, target, { anchors: systemAnchors, signal: abort.signal })
      : await openTcp(target, abort.signal);
    if (proxy)
      late = () => new TlsFailure('no-answer', `no answer from ${authority(target)} behind the proxy ${within}`);
    return await secure(tcp, target, options, abort.signal);
  } finally {
    timer.cancel();
    signal?.removeEventListener('abort', aborted);
  }
}

/** Late errors of a socket that is given up have no one to go to. */
const drop = (socket: Socket) => void socket.on('error', () => undefined).destroy();

function openTcp({ host, port }: TlsTarget, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const tcp = connectTcp({ host, port, noDelay: true }); // small messages both ways: none waits for the other's acknowledgement
    const settle = () => {
      signal.removeEventListener('abort', aborted);
      tcp.off('error', failed);
    };
    const aborted = () => {
      settle();
      drop(tcp);
      reject(signal.reason);
    };
    const failed = (error: Error) => {
      settle();
      reject(networkFailure(error));
    };
    signal.addEventListener('abort', aborted, { once: true });
    tcp.on('error', failed);
    tcp.once('connect', () => {
      settle();
      resolve(tcp);
    });
  });
}

/** The TLS handshake, and the verdict on the certificate. */
function secure(tcp: Socket, target: TlsTarget, options: OpenTlsOptions, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    let tls: TLSSocket | undefined;
    const giveUp = (failure: unknown) => {
      signal.removeEventListener('abort', aborted);
      if (tls) drop(tls);
      drop(tcp);
      reject(failure);
    };
    const aborted = () => giveUp(signal.reason);
    if (signal.aborted) return aborted();
    signal.addEventListener('abort', aborted, { once: true });
    try {
      tls = connectTls(tlsOptions(tcp, target, options));
    } catch (error) {
      // Ours, not the server's: a certificate or key that this TLS library cannot use.
      return giveUp(
        new TlsFailure('tls', `TLS could not be set up here: ${(error as Error).message}`, {
          cause: error,
          isOurs: true,
        }),
      );
    }
    const socket = tls;
    let awaitsVerdict = false;
    // With TLS 1.2 the keys are agreed on right after a client certificate was, or was not, sent.
    socket.once('keylog', (line) => {
      awaitsVerdict = line.toString('latin1').startsWith('CLIENT_RANDOM ');
    });
    const failed = (error: Error) => giveUp(handshakeFailure(error, awaitsVerdict));
    const ended = () => giveUp(new TlsFailure('tls', 'the server closed the connection during the TLS handshake'));
    socket.on('error', failed).on('close', ended);
    socket.once('secureConnect', () => {
      socket.off('error', failed).off('close', ended);
      try {
        const leaf = socket.getPeerX509Certificate();
        if (!leaf) throw new TlsFailure('tls', 'the server presented no certificate');
        const chainProblem = socket.authorized ? undefined : String(socket.authorizationError);
        options.judge(presented(leaf), chainProblem);
      } catch (refusal) {
        return giveUp(refusal);
      }
      signal.removeEventListener('abort', aborted);
      resolve(socket);
    });
  });
}

function tlsOptions(
  socket: Socket,
  { host }: TlsTarget,
  { anchors, clientCertificate }: OpenTlsOptions,
): ConnectionOptions {
  return {
    socket,
    secureContext: trustContext(anchors, clientCertificate),
    rejectUnauthorized: false,
    // The name is judged with the certificate, where an accepted mismatch is known.
    checkServerIdentity: () => undefined,
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}
