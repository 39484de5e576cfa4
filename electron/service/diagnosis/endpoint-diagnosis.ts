import type { DiagnosisStep } from '../../../shared/diagnosis.ts';
import { diagnosisSteps } from '../../../shared/diagnosis-steps.ts';
import { webSocketAddress } from '../../../shared/endpoint-details.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { Clock } from '../clock.ts';
import type { ConnectionProcess } from '../connection/connection-process.ts';
import type { Credentials } from '../connection/connection-process-options.ts';
import { withoutSecret } from '../known-secret.ts';
import type { Log } from '../log.ts';
import type { Lookup } from '../tls/probe-server.ts';
import type { Route } from '../tls/proxy.ts';
import { TlsFailure } from '../tls/tls-failure.ts';
import { notTried, type StepName } from './steps.ts';
import { pingLive, tryConnection } from './trial.ts';
import { goWay } from './way.ts';

export interface EndpointDiagnosisOptions {
  /** The saved endpoint of a host. @throws NbwssError T-21 */
  endpoint: (hostName: string) => SavedEndpoint;
  credentials: Credentials;
  process: Pick<ConnectionProcess, 'lend' | 'ping' | 'servedBy' | 'attempted' | 'status'>;
  route: Route;
  clock: Clock;
  log: Log;
  /** Default: the system's. */
  lookup?: Lookup;
}

/** Why a diagnosis that was not stopped by its own window goes no further. */
class Ended extends Error {}

/**
 * Decision 41, "Diagnose…": the whole way of a connection, step by step. It disturbs nothing: the endpoint's record, its row and
 * its group are afterwards as they were, but for a token that turned out to be accepted.
 */
export class EndpointDiagnosis {
  readonly #options: EndpointDiagnosisOptions;
  readonly #running = new Map<string, AbortController>();

  constructor(options: EndpointDiagnosisOptions) {
    this.#options = options;
  }

  /**
   * Diagnoses a saved endpoint: each step as it ends, in the order of {@link diagnosisSteps}; after one that failed the others are not
   * tried. One at a time for each endpoint: a new one ends the one before, whose other steps are not tried then.
   * @param signal stops it, and closes what it opened
   * @throws NbwssError T-21, before anything is tried; `signal.reason` when aborted
   */
  run(hostName: string, signal?: AbortSignal): AsyncGenerator<DiagnosisStep, void, void> {
    const endpoint = this.#options.endpoint(hostName);
    this.#running.get(endpoint.hostName)?.abort(new Ended('Another diagnosis of this endpoint was started'));
    const own = new AbortController();
    this.#running.set(endpoint.hostName, own);
    return this.#run(endpoint, own, signal);
  }

  /** Ends those that are under way. */
  stop(): void {
    for (const own of this.#running.values()) own.abort(new Ended('The service is stopping'));
  }

  async *#run(
    endpoint: SavedEndpoint,
    own: AbortController,
    given: AbortSignal | undefined,
  ): AsyncGenerator<DiagnosisStep, void, void> {
    const signal = given ? AbortSignal.any([given, own.signal]) : own.signal;
    const left = [...diagnosisSteps];
    const failed: StepName[] = [];
    const clean = this.#cleaner(endpoint);
    let remaining = '';
    try {
      for await (const step of this.#steps(endpoint, signal)) {
        for (const skipped of left.splice(0, left.indexOf(step.step))) yield notTried(skipped);
        left.shift();
        if (step.verdict === 'failed') failed.push(step.step);
        yield clean(step);
      }
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      remaining = error.message;
    } finally {
      if (this.#running.get(endpoint.hostName) === own) this.#running.delete(endpoint.hostName);
      this.#log(endpoint, failed, left);
    }
    for (const step of left) yield notTried(step, remaining);
  }

  async *#steps(endpoint: SavedEndpoint, signal: AbortSignal): AsyncGenerator<DiagnosisStep, void, void> {
    const { process, credentials } = this.#options;
    const options = { ...this.#options, signal };
    let hasFailed = false;
    for await (const step of goWay(endpoint, options)) {
      hasFailed ||= step.verdict === 'failed';
      yield step;
    }
    const { connectionState, since } = process.status(endpoint);
    if (connectionState === 'CONNECTED') return yield* pingLive(endpoint, since, options);
    if (hasFailed) return;
    const now = credentials.list().find(({ hostName }) => hostName === endpoint.hostName);
    const why = reasonNotTo(endpoint, now);
    if (why === undefined) return yield* tryConnection(endpoint, options);
    yield notTried('upgrade', why);
    yield notTried('connect', why);
  }

  /** Decision 43: nothing that is told holds the token or the proxy's password, whoever wrote it there. */
  #cleaner({ hostName, url }: SavedEndpoint): (step: DiagnosisStep) => DiagnosisStep {
    const secrets = [
      secretOf(() => this.#options.credentials.token(hostName)),
      secretOf(() => this.#options.route(webSocketAddress(url))?.credentials?.replace(/^[^:]*:/, '')),
    ];
    const clean = (text: string) => secrets.reduce<string>((rest, secret) => withoutSecret(rest, secret), text);
    return ({ parts, ...step }) => ({
      ...step,
      detail: clean(step.detail),
      ...(parts ? { parts: parts.map((part) => ({ ...part, detail: clean(part.detail) })) } : {}),
    });
  }

  #log({ hostName, groupId }: SavedEndpoint, failed: readonly StepName[], left: readonly StepName[]): void {
    const detail =
      failed.length > 0 ? `failed: ${failed.join(', ')}` : left.length > 0 ? `ended before ${left[0]}` : 'passed';
    this.#options.log.info('diagnosis', { endpoint: hostName, group: groupId, detail });
  }
}

/** Why an endpoint is not to be connected now; `undefined` when it may be. */
function reasonNotTo(then: SavedEndpoint, now: SavedEndpoint | undefined): string | undefined {
  if (now?.addedAt !== then.addedAt || now.renewedAt !== then.renewedAt)
    return 'The endpoint was changed meanwhile. Run it again';
  // C-15
  return now.state === 'DEACTIVATED' ? 'It is deactivated: no WebSocket is opened to it' : undefined;
}

/** A secret that cannot be read was not sent either. */
function secretOf(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NbwssError || error instanceof TlsFailure) return undefined;
    throw error;
  }
}
