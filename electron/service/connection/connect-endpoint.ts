import type { Transition } from '../../../shared/connection-status.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import { WrittenMessage } from '../written-message.ts';
import type { Connection } from './connection.ts';
import type { ConnectionProcessOptions, Reply } from './connection-process-options.ts';
import type { Reached } from './group-loan.ts';

/**
 * Begins a connection to an endpoint, with its secrets and the properties as they are now, and has log, inspector and counters told
 * what becomes of it.
 *
 * @param noted each transition, for the endpoint's row; not of a connection of a diagnosis
 * @param reached set for a connection of a diagnosis: row and counters do not tell of it, log and inspector do
 * @throws when credentials or certificate cannot be read
 */
export function connectEndpoint(
  endpoint: SavedEndpoint,
  options: ConnectionProcessOptions,
  noted: (transition: Transition) => void,
  reached?: Reached,
): Connection {
  const { credentials, clock, newId, log, properties, open, activity } = options;
  const { hostName, url, groupId, acceptance } = endpoint;
  const fields = { endpoint: hostName, group: groupId };
  const token = credentials.token(hostName); // C-17
  const reply: Reply = (message, written) => connection.send(message, written);
  const connection: Connection = open(
    {
      url,
      acceptance,
      anchor: credentials.anchor(hostName),
      token,
      clientCertificate: credentials.clientCertificate(hostName),
    },
    {
      clock,
      newId,
      ignoreDecoderExceptions: () => properties()['exception.ignoreDecoder'],
      keepAlive: {
        interval: () => properties()['keepAlive.scheduledRate'] * 1000,
        maxMissed: () => properties()['keepAlive.maxPongMissAllowed'],
      },
      moved: (transition, end) => {
        // An attempt that failed is a warning; a connection that ended is not: it may have been closed for good reason.
        const failed = end !== undefined && end.lived === undefined && end.cause !== 'closed-by-us';
        log[failed ? 'warn' : 'info'](transition.to, {
          ...fields,
          detail: `${reached ? 'diagnosis: ' : ''}${transition.code}: ${transition.reason}`,
        });
        activity?.sink?.moved(fields, transition);
        if (reached && transition.to === 'waiting-for-connect-response') reached('upgraded');
        if (reached) return;
        if (transition.to === 'connecting') options.attempted?.();
        if (end) options.ended?.(end);
        noted(transition);
      },
      secured: () => reached?.('secured'),
      received: (message, remark) => options.received(hostName, message, reply, remark),
      // While nobody looks on nothing is read.
      passed: (direction, message, bytes) =>
        activity?.sink?.passed(fields, direction, message instanceof WrittenMessage ? message.read() : message, bytes),
      remarked: (event, detail) => log.warn(event, { ...fields, detail }),
      faulted: (error) => log.error('connection failed by a fault of this service', fields, error),
      pulse: () => {
        log.debug('ping', { ...fields, detail: pulseOf(connection) });
        options.changed(hostName);
      },
    },
  );
  return connection;
}

/** C-12, C-13: what came of the last ping, for the log. */
function pulseOf({ missedPongs, roundTrip }: Connection): string {
  if (missedPongs > 0) return `${missedPongs} in a row without a pong`;
  return `pong after ${(roundTrip ?? 0).toFixed(1)} ms`;
}
