import type { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import type { Clock } from '../clock.ts';
import { type CertificateJudge, connectTimeLimit, openTls, type TlsTarget } from './open-tls.ts';
import { direct } from './proxy.ts';
import { networkFailure, TlsFailure } from './tls-failure.ts';

/** A part of the way to a server, up to its certificate. */
export type ProbeStep = 'name-resolution' | 'tcp' | 'tls' | 'certificate';

/** How one part of the way went. */
export interface ProbedStep {
  step: ProbeStep;
  /** Milliseconds. */
  duration: number;
  /** What was found, for people. */
  detail: string;
  /** Why it went no further. */
  failure?: TlsFailure;
}

export interface ProbeOptions {
  /** PEM */
  anchors: readonly string[];
  judge: CertificateJudge;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Goes the way to a server step by step, without a proxy, so that it is seen where it ends: name, TCP, TLS, certificate. Sends nothing, and
 * closes. Ends with the step that failed. Each step has 10 s.
 * @throws `signal.reason` when aborted
 */
export async function* probeServer(target: TlsTarget, options: ProbeOptions): AsyncGenerator<ProbedStep, void, void> {
  const { clock, signal, anchors, judge } = options;
  let certificate: { leaf: X509Certificate; verdict: TlsFailure | undefined } | undefined;
  const steps: [ProbeStep, () => Promise<string>][] = [
    ['name-resolution', () => resolveName(target.host, options)],
    ['tcp', () => openTcp(target, options)],
    [
      'tls',
      async () => {
        const noted: CertificateJudge = (leaf, problem, socket) => {
          certificate = { leaf, verdict: verdictOf(() => judge(leaf, problem, socket)) };
        };
        const socket = await openTls(target, { anchors, judge: noted, route: direct, clock, signal });
        const detail = `${socket.getProtocol()}, ${socket.getCipher().name}`;
        socket.on('error', () => undefined).destroy();
        return detail;
      },
    ],
    [
      'certificate',
      async () => {
        if (!certificate) throw new Error('TLS was opened without a certificate');
        if (certificate.verdict) throw certificate.verdict;
        const { subject, issuer, validTo } = certificate.leaf;
        return `${oneLine(subject)}, issued by ${oneLine(issuer)}, valid to ${validTo}`;
      },
    ],
  ];
  for (const [step, run] of steps) {
    const started = clock.monotonic();
    const duration = () => Math.round(clock.monotonic() - started);
    try {
      yield { step, detail: await run(), duration: duration() };
    } catch (error) {
      if (signal.aborted || !(error instanceof TlsFailure)) throw error;
      yield { step, detail: error.message, duration: duration(), failure: error };
      return;
    }
  }
}

const oneLine = (distinguishedName: string) => distinguishedName.split('\n').join(', ');

function verdictOf(judge: () => void): TlsFailure | undefined {
  try {
    judge();
    return undefined;
  } catch (error) {
    if (error instanceof TlsFailure) return error;
    throw error;
  }
}

function resolveName(host: string, options: ProbeOptions): Promise<string> {
  if (isIP(host)) return Promise.resolve(`${host} is an IP address`);
  return limited(
    `no answer of the DNS server within ${connectTimeLimit / 1000} s`,
    'name-resolution',
    options,
    (done, failed) => {
      lookup(host, { all: true }).then(
        (found) => done(found.map(({ address }) => address).join(', ')),
        (error: unknown) => failed(networkFailure(error)),
      );
      return () => undefined;
    },
  );
}

function openTcp({ host, port }: TlsTarget, options: ProbeOptions): Promise<string> {
  const late = `no answer from ${host}:${port} within ${connectTimeLimit / 1000} s`;
  return limited(late, 'no-answer', options, (done, failed) => {
    const socket = connect({ host, port });
    socket.once('connect', () => done(`${socket.remoteAddress} port ${socket.remotePort}`));
    socket.on('error', (error) => failed(networkFailure(error)));
    return () => socket.destroy();
  });
}

/** Begins something, and gives it up when it takes too long or is aborted. `begin` returns what ends it. */
function limited(
  late: string,
  kind: 'name-resolution' | 'no-answer',
  { clock, signal }: ProbeOptions,
  begin: (done: (found: string) => void, failed: (error: unknown) => void) => () => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let end = () => {};
    const settle = (settled: () => void) => {
      timer.cancel();
      signal.removeEventListener('abort', aborted);
      settled();
      end();
    };
    const aborted = () => settle(() => reject(signal.reason));
    const timer = clock.setTimeout(() => settle(() => reject(new TlsFailure(kind, late))), connectTimeLimit);
    signal.addEventListener('abort', aborted);
    end = begin(
      (found) => settle(() => resolve(found)),
      (error) => settle(() => reject(error)),
    );
  });
}
