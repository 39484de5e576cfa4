import type { Acceptance } from '../../../shared/certificate.ts';
import type { Transition } from '../../../shared/connection-status.ts';
import type { Envelope, Message } from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';
import type { ClientCertificate } from '../tls/client-certificate.ts';
import type { WrittenMessage } from '../written-message.ts';
import type { Direction } from './activity-sink.ts';
import type { ConnectionEnd } from './connection-failure.ts';
import type { KeepAliveOptions } from './keep-alive.ts';
import { maxMessageBytes } from './message-codec.ts';

/** Decision 2: how long the CONNECT RESPONSE is awaited, in milliseconds. */
export const connectResponseTimeLimit = 30_000;
/** Decision 9: how long a peer may take to answer the close. */
export const closeTimeLimit = 5_000;
/** Decision 41: how long a diagnosis waits for a pong, in milliseconds. */
export const pongTimeLimit = 10_000;
/** The most bytes that wait for a peer that does not read: the two large answers that the relay holds, with room for escapes. */
export const maxUnsentBytes = 8 * maxMessageBytes;

/** What a connection needs to know of its endpoint, read when it begins. */
export interface ConnectionTarget {
  url: string;
  acceptance: Acceptance;
  /** PEM: the only trust anchor. */
  anchor: string;
  /** A secret: sent in CONNECT, to a server with the accepted certificate only. */
  token: string;
  /** Shown to a server that asks for one. */
  clientCertificate?: ClientCertificate | undefined;
}

export interface ConnectionOptions {
  clock: Clock;
  /** A new upper-case UUID (decision 13). */
  newId: () => string;
  ignoreDecoderExceptions: () => boolean;
  /** C-12, C-13 */
  keepAlive: Pick<KeepAliveOptions, 'interval' | 'maxMissed'>;
  /** Every transition, each with code and reason; the last with how it ended. */
  moved: (transition: Transition, end: ConnectionEnd | undefined) => void;
  /** TLS stands and the certificate has passed: the upgrade begins. */
  secured?: () => void;
  /** A message on the accepted connection; `remark` tells what is odd about it. */
  received: (message: Envelope, remark: Remark) => void;
  /** For who looks on: every message in either direction, or why it could not be decoded, and its size. */
  passed?: (direction: Direction, message: Envelope | Message | WrittenMessage | string, bytes: number) => void;
  /** Not each time when it happens again and again. */
  remarked: Remark;
  /** A fault of ours, which ended the connection. */
  faulted: (error: unknown) => void;
  /** {@link Connection.roundTrip} or {@link Connection.missedPongs} changed. */
  pulse: () => void;
}

/** Something odd that changes nothing, for the log: one of a few events, and what it was. */
export type Remark = (event: string, detail: string) => void;

/** What the connection process needs of a connection. */
export interface Connection {
  /** Whether the endpoint accepted the connection (C-11); `false` when it ended before. */
  readonly accepted: Promise<boolean>;
  /** How it ended; never rejects. */
  readonly ended: Promise<ConnectionEnd>;
  /** When nothing of it is left: its socket is closed, too. Never rejects; at most 5 s after `ended` (decision 9). */
  readonly gone: Promise<void>;
  readonly isConnected: boolean;
  /** Milliseconds that the last answered ping took (C-12); `undefined` before the first, and while not connected. */
  readonly roundTrip: number | undefined;
  /** Pings in a row without a pong (C-13). */
  readonly missedPongs: number;
  /**
   * Sends a message on the accepted connection. A peer that leaves more than {@link maxUnsentBytes} unread is closed with
   * 1013: what waits for it would fill the memory. A message for which nothing has to wait is never too large.
   * @param written called once when it has left for the network, or never will; not at all when it was not handed over
   * @returns whether it was handed to the socket
   */
  send(message: Message | WrittenMessage, written?: () => void): boolean;
  /**
   * Decision 41: pings the accepted connection now, or takes the answer to a ping that waits for its pong.
   * @returns milliseconds until the pong; `undefined` when none came within 10 s or the connection ended
   */
  ping(): Promise<number | undefined>;
  /** {@link ConnectionOptions.keepAlive} has another interval now. */
  pingRateChanged(): void;
  /**
   * Ends the connection from our side: with the close code when it is open, by dropping it when not. Its state is `ended` at
   * once; a peer that does not answer the close within 5 s is dropped (decision 9).
   */
  close(code: number, reason: string): void;
}

/** Begins a connection. */
export type OpenConnection = (target: ConnectionTarget, options: ConnectionOptions) => Connection;
