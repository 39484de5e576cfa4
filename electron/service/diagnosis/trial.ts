import type { DiagnosisStep } from '../../../shared/diagnosis.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { Clock } from '../clock.ts';
import { type Connection, pongTimeLimit } from '../connection/connection.ts';
import { endOf } from '../connection/connection-failure.ts';
import type { ConnectionProcess } from '../connection/connection-process.ts';
import type { GroupLoan } from '../connection/group-loan.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { failedBy, notTried, passed } from './steps.ts';

export interface TrialOptions {
  process: Pick<ConnectionProcess, 'lend' | 'ping' | 'servedBy' | 'attempted'>;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * Decision 41: WebSocket upgrade, CONNECT and ping, on a connection of its own in the place of the group's (C-3, C-4). The token is sent
 * by a connection like any other: after the certificate has passed. Ends with the step that failed, and leaves nothing behind.
 * @throws `signal.reason` when aborted; the connection is closed then (1000)
 */
export async function* tryConnection(
  endpoint: SavedEndpoint,
  { process, clock, signal }: TrialOptions,
): AsyncGenerator<DiagnosisStep, void, void> {
  const loan = await process.lend(endpoint, signal);
  if (!loan) return yield* notLent(endpoint, process);
  const stop = () => loan.end(1000, 'the diagnosis was stopped');
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* onLoan(loan, clock, signal);
  } finally {
    signal.removeEventListener('abort', stop);
    loan.end(1000, 'the diagnosis has ended');
    await loan.over;
  }
}

/** The group is not free, though it was a moment ago. */
function* notLent({ groupId }: SavedEndpoint, process: TrialOptions['process']): Generator<DiagnosisStep, void, void> {
  const server = process.servedBy(groupId);
  const attempted = process.attempted(groupId);
  const why =
    server === undefined
      ? `The connection process is trying ${attempted ?? groupId} now: a group has one connection at a time. Run it again when that has ended`
      : `${groupId} is served by ${server}`;
  yield notTried('upgrade', why);
  yield notTried('connect', why);
}

async function* onLoan(loan: GroupLoan, clock: Clock, signal: AbortSignal): AsyncGenerator<DiagnosisStep, void, void> {
  let since = clock.monotonic();
  const taken = () => clock.monotonic() - since;
  const upgraded = Promise.withResolvers<undefined>();
  let connection: Connection | undefined;
  try {
    connection = loan.connect((stage) => {
      if (stage === 'upgraded') upgraded.resolve(undefined);
      else since = clock.monotonic();
    });
  } catch (error) {
    if (!(error instanceof NbwssError)) throw error;
    yield notTried('upgrade', 'Without the token no connection is begun');
    return yield failedBy('connect', endOf(error), 0);
  }
  if (!connection) return yield notTried('upgrade', 'The endpoint was changed meanwhile. Run it again');
  const refused = await unlessAborted(Promise.race([upgraded.promise, connection.ended]), signal);
  if (refused) return yield failedBy('upgrade', refused, taken());
  yield passed('upgrade', taken(), 'Status 101: the WebSocket is open');
  since = clock.monotonic();
  if (!(await unlessAborted(connection.accepted, signal)))
    return yield failedBy('connect', await connection.ended, taken());
  yield passed('connect', taken(), 'The cloud application accepted the token');
  yield await pinged(connection.ping(), clock, signal);
}

/** Decision 41: the live connection of an endpoint is not disturbed: it is pinged, and nothing else. */
export async function* pingLive(
  endpoint: SavedEndpoint,
  since: number,
  { process, clock, signal }: TrialOptions,
): AsyncGenerator<DiagnosisStep, void, void> {
  const detail = `Connected since ${utc(since)}, not tried again`;
  yield notTried('upgrade', detail);
  yield notTried('connect', detail);
  yield await pinged(process.ping(endpoint), clock, signal);
}

async function pinged(ping: Promise<number | undefined>, clock: Clock, signal: AbortSignal): Promise<DiagnosisStep> {
  const started = clock.monotonic();
  const roundTrip = await unlessAborted(ping, signal);
  const duration = clock.monotonic() - started;
  if (roundTrip !== undefined) return passed('ping', duration, `Pong after ${roundTrip.toFixed(1)} ms`);
  return failedBy('ping', { cause: 'no-pong', reason: `no pong within ${pongTimeLimit / 1000} s` }, duration);
}

/** @param time epoch milliseconds */
const utc = (time: number) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
