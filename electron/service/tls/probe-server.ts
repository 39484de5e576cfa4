import type { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock } from '../clock.ts';
import type { CertificateJudge } from './certificate-judges.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { connectTimeLimit, openTls } from './open-tls.ts';
import { type AddressAttempt, probeAddresses } from './probe-addresses.ts';
import { limited } from './probe-limit.ts';
import type { ProxyServer, Route } from './proxy.ts';
import { openTunnel } from './proxy-tunnel.ts';
import { systemAnchors } from './system-anchors.ts';
import { networkFailure, TlsFailure } from './tls-failure.ts';
import type { TlsTarget } from './tls-target.ts';
import { authority } from './tls-target.ts';

/** A part of the way to a server, up to its certificate. */
export type ProbeStep = 'name-resolution' | 'tcp' | 'proxy' | 'tls' | 'certificate';

/** How one part of the way went. */
export interface ProbedStep {
  step: ProbeStep;
  /** Milliseconds. */
  duration: number;
  /** What was found, for people. */
  detail: string;
  /** Of `tcp`: every address that was tried, where the name has more than one. */
  attempts?: readonly AddressAttempt[];
  /** Of `certificate`: the one that was presented and passed. */
  certificate?: X509Certificate;
  /** Why it went no further. */
  failure?: TlsFailure;
}

/** The addresses of a name, at least one. @throws the system's error */
export type Lookup = (host: string) => Promise<string[]>;

export interface ProbeOptions {
  /** PEM */
  anchors: readonly string[];
  judge: CertificateJudge;
  /** With a proxy, name and TCP are those of the proxy, which resolves the server's name itself (decision 14). */
  route: Route;
  clientCertificate?: ClientCertificate | undefined;
  clock: Clock;
  signal: AbortSignal;
  /** Default: the system's. */
  lookup?: Lookup;
}

const systemLookup: Lookup = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Goes the way to a server step by step, so that it is seen where it ends: name, TCP, proxy (if there is one), TLS, certificate. Sends
 * nothing to the server, and closes. Ends with the step that failed. Each step has 10 s.
 * @throws `signal.reason` when aborted
 */
export async function* probeServer(target: TlsTarget, options: ProbeOptions): AsyncGenerator<ProbedStep, void, void> {
  const { clock, signal } = options;
  for (const [step, run] of probeSteps(target, options)) {
    const started = clock.monotonic();
    const duration = () => Math.round(clock.monotonic() - started);
    try {
      yield { step, ...(await run()), duration: duration() };
    } catch (error) {
      if (signal.aborted || !(error instanceof TlsFailure)) throw error;
      const attempts = error.cause instanceof NoneAnswered ? { attempts: error.cause.attempts } : {};
      yield { step, detail: error.message, duration: duration(), failure: error, ...attempts };
      return;
    }
  }
}

type Found = Pick<ProbedStep, 'detail' | 'attempts' | 'certificate'>;

function* probeSteps(
  target: TlsTarget,
  options: ProbeOptions,
): Generator<[ProbeStep, () => Promise<Found>], void, void> {
  let proxy: ProxyServer | undefined;
  try {
    proxy = options.route(target);
  } catch (error) {
    return yield ['proxy', () => Promise.reject(error)];
  }
  const first = proxy ?? target;
  let addresses: readonly string[] = [];
  yield [
    'name-resolution',
    async () => {
      addresses = await addressesOf(first.host, options);
      const found = isIP(first.host) ? `${first.host} is an IP address` : addresses.join(', ');
      return { detail: proxy ? `${found} (of the proxy, which resolves the name ${target.host} itself)` : found };
    },
  ];
  yield ['tcp', () => openTcp(addresses, first, options)];
  if (proxy) yield ['proxy', () => openProxy(proxy, target, options)];
  let certificate: { leaf: X509Certificate; verdict: TlsFailure | undefined } | undefined;
  yield [
    'tls',
    async () => {
      const judge: CertificateJudge = (leaf, problem) => {
        certificate = { leaf, verdict: verdictOf(() => options.judge(leaf, problem)) };
      };
      const socket = await openTls(target, { ...options, judge });
      const detail = `${socket.getProtocol()}, ${socket.getCipher().name}`;
      socket.on('error', () => undefined).destroy();
      return { detail };
    },
  ];
  yield [
    'certificate',
    async () => {
      if (!certificate) throw new Error('TLS was opened without a certificate');
      if (certificate.verdict) throw certificate.verdict;
      const { subject, issuer, validTo } = certificate.leaf;
      const detail = `${oneLine(subject)}, issued by ${oneLine(issuer)}, valid to ${validTo}`;
      return { detail, certificate: certificate.leaf };
    },
  ];
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

function addressesOf(host: string, options: ProbeOptions): Promise<string[]> {
  if (isIP(host)) return Promise.resolve([host]);
  const late = `no answer of the DNS server within ${connectTimeLimit / 1000} s`;
  return limited(new TlsFailure('name-resolution', late), options, (done, failed) => {
    (options.lookup ?? systemLookup)(host).then(done, (error: unknown) => failed(networkFailure(error)));
    return () => undefined;
  });
}

/** Why there is no TCP connection, with every address that was tried. */
class NoneAnswered extends Error {
  readonly attempts: readonly AddressAttempt[];

  constructor(attempts: readonly AddressAttempt[]) {
    super('no address answered');
    this.attempts = attempts;
  }
}

async function openTcp(addresses: readonly string[], { port }: TlsTarget, options: ProbeOptions): Promise<Found> {
  const attempts = await probeAddresses(addresses, port, options);
  const several = attempts.length > 1 ? { attempts } : {};
  const answered = attempts.find(({ failure }) => failure === undefined);
  if (answered) return { detail: answered.detail, ...several };
  const [first] = attempts;
  if (!first?.failure) throw new Error('the name was resolved to no address');
  const { kind, message } = first.failure;
  throw new TlsFailure(kind, message, { cause: attempts.length > 1 ? new NoneAnswered(attempts) : first.failure });
}

/** Opens the tunnel and closes it; TLS opens one of its own. */
function openProxy(proxy: ProxyServer, target: TlsTarget, options: ProbeOptions): Promise<Found> {
  const late = `the proxy ${authority(proxy)} opened no connection to ${authority(target)} within ${connectTimeLimit / 1000} s`;
  return limited(new TlsFailure('proxy', late), options, (done, failed) => {
    const giveUp = new AbortController();
    openTunnel(proxy, target, { anchors: systemAnchors, signal: giveUp.signal }).then((socket) => {
      socket.on('error', () => undefined).destroy();
      done({ detail: `${authority(proxy)} connects to ${authority(target)}` });
    }, failed);
    return () => giveUp.abort();
  });
}
