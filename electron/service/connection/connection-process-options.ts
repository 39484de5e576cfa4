import type { Envelope, Message } from '../../../shared/messages.ts';
import type { Properties } from '../../../shared/properties.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ClientCertificate } from '../tls/client-certificate.ts';
import type { Activity } from './activity-sink.ts';
import type { OpenConnection, Remark } from './connection.ts';
import type { ConnectionEnd } from './connection-failure.ts';

/** What the connection process reads: the saved endpoints, and the secrets of one of them. */
export interface Credentials {
  list(): readonly SavedEndpoint[];
  token(hostName: string): string;
  anchor(hostName: string): string;
  /** `undefined` when it has none. */
  clientCertificate(hostName: string): ClientCertificate | undefined;
}

/**
 * Sends on the connection that a message came from, while it lasts. Each connection has one, by which it is known.
 * @param written called once when it has left for the network, or never will; not at all when it was not sent
 * @returns whether it was sent
 */
export type Reply = (message: Message, written?: () => void) => boolean;

export interface ConnectionProcessOptions {
  credentials: Credentials;
  /** Begins a connection to an endpoint. */
  open: OpenConnection;
  clock: Clock;
  log: Log;
  /** From 0 to 1; spreads reconnections. */
  jitter: () => number;
  newId: () => string;
  properties: () => Properties;
  /** A message on the accepted connection of an endpoint; `reply` sends on that connection, while it lasts. */
  received: (hostName: string, message: Envelope, reply: Reply, remark: Remark) => void;
  /** A group got a connection to a host that was accepted, or lost it (N-16); `end` says how. */
  served: (groupId: string, hostName: string, end: ConnectionEnd | undefined) => void;
  /** Who looks on while messages pass. */
  activity?: Activity;
  /** An attempt to connect began. */
  attempted?: () => void;
  /** An attempt failed, or a connection ended. */
  ended?: (end: ConnectionEnd) => void;
  /** The row of a host, or (`undefined`) the groups and the next run have changed. */
  changed: (hostName: string | undefined) => void;
}
