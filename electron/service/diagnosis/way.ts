import type { X509Certificate } from 'node:crypto';
import { expiryWarningDays } from '../../../shared/certificate-text.ts';
import type { DiagnosisStep } from '../../../shared/diagnosis.ts';
import { webSocketAddress } from '../../../shared/endpoint-details.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { Clock } from '../clock.ts';
import { type ConnectionEnd, endOf } from '../connection/connection-failure.ts';
import type { Credentials } from '../connection/connection-process-options.ts';
import { pinnedJudge } from '../tls/certificate-judges.ts';
import { outcomeOf } from '../tls/probe-outcome.ts';
import { type Lookup, probeServer } from '../tls/probe-server.ts';
import type { Route } from '../tls/proxy.ts';
import { TlsFailure } from '../tls/tls-failure.ts';
import type { TlsTarget } from '../tls/tls-target.ts';
import { failedBy, notTried, toldOf } from './steps.ts';

export interface WayOptions {
  credentials: Credentials;
  /** Through which proxy, if any (decision 14). */
  route: Route;
  /** Default: the system's. */
  lookup?: Lookup;
  clock: Clock;
  signal: AbortSignal;
}

const day = 86_400_000;
const expiresSoon = [
  'Ask the provider when the certificate of the server will be renewed.',
  'Once it is renewed, accept the new certificate (Accept new certificate…).',
];

/**
 * Goes the way of a connection up to the certificate, which is judged as a connection judges it (decision 35). Sends nothing to
 * the server, so it does not count as a connection (C-3, C-4). Ends with the step that failed.
 * @throws `signal.reason` when aborted
 */
export async function* goWay(endpoint: SavedEndpoint, options: WayOptions): AsyncGenerator<DiagnosisStep, void, void> {
  const { credentials, clock } = options;
  const { hostName, url, acceptance } = endpoint;
  const target = webSocketAddress(url);
  const anchor = read(() => credentials.anchor(hostName));
  const client = read(() => credentials.clientCertificate(hostName));
  /** A connection does not begin without them; here it is told at the step that needs them. */
  const unreadable = { tls: client.problem, certificate: anchor.problem };
  const probe = probeServer(target, {
    ...options,
    anchors: anchor.value === undefined ? [] : [anchor.value],
    judge: anchor.problem ? () => undefined : pinnedJudge(acceptance, target.host, clock),
    clientCertificate: client.value,
  });
  for await (const probed of probe) {
    const { step, failure, certificate, duration } = probed;
    const problem = step === 'tls' || step === 'certificate' ? unreadable[step] : undefined;
    if (problem && !failure) return yield failedBy(step, problem, duration);
    const outcome = { ...outcomeOf(probed, toldOf), step };
    yield certificate ? { ...outcome, ...judged(endpoint, certificate, clock.now()) } : outcome;
    if (failure) return;
    if (step === 'tcp' && isDirect(target, options.route))
      yield notTried('proxy', 'No proxy: connections to this host go directly');
  }
}

function isDirect(target: TlsTarget, route: Route): boolean {
  try {
    return route(target) === undefined;
  } catch (error) {
    if (error instanceof TlsFailure) return false; // a proxy is wanted, and cannot be used
    throw error;
  }
}

function read<T>(what: () => T): { value?: T; problem?: ConnectionEnd } {
  try {
    return { value: what() };
  } catch (error) {
    if (error instanceof NbwssError) return { problem: endOf(error) };
    throw error;
  }
}

/** What is told of a certificate that passed. */
function judged(
  { acceptance }: SavedEndpoint,
  { fingerprint256, validTo }: X509Certificate,
  now: number,
): Pick<DiagnosisStep, 'verdict' | 'detail' | 'advice'> {
  const days = Math.floor((Date.parse(validTo) - now) / day);
  const left = days < 0 ? `expired ${-days} days ago, which was accepted` : `${days} days left`;
  const accepted = acceptance.trust === 'issuer' ? 'of the accepted issuer' : 'the accepted one';
  const isDue = days < expiryWarningDays;
  return {
    verdict: isDue ? 'warning' : 'passed',
    detail: `${accepted}: SHA-256 ${fingerprint256}, valid to ${new Date(validTo).toISOString().slice(0, 10)} (${left})`,
    advice: isDue ? expiresSoon : [],
  };
}
