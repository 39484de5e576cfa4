import type { TLSSocket } from 'node:tls';
import WebSocket from 'ws';
import type { Clock } from '../clock.ts';
import { closeTimeLimit } from './connection.ts';
import { maxMessageBytes } from './message-codec.ts';
import { answerPings } from './ping-answers.ts';

/** Begins the upgrade on a socket whose certificate has been judged: before it nothing of ours was sent. */
export function openWebSocket(url: string, tls: TLSSocket): WebSocket {
  const socket = new WebSocket(url, {
    createConnection: () => tls,
    // Compression would let a small frame grow without bound before its size is seen, and saves little on one machine's JSON.
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    followRedirects: false,
    skipUTF8Validation: true, // decoded with the fatal decoder, so that C-14 decides what happens
    autoPong: false, // ws would drop the connection without a reason after 60 pings that came faster than it could answer
  });
  answerPings(socket);
  return socket;
}

/** What is sent in one turn leaves in one piece: each that leaves alone costs a call of the system, and the other side a wake-up. */
export function gatherWrites(tls: TLSSocket | undefined): void {
  if (!tls || tls.writableCorked > 0) return;
  tls.cork();
  process.nextTick(() => tls.uncork());
}

/** Decision 9: the closing handshake of an open WebSocket; a peer that does not answer the close within 5 s is dropped. */
export function closeWebSocket(socket: WebSocket, code: number, reason: string, clock: Clock): void {
  const drop = clock.setTimeout(() => socket.terminate(), closeTimeLimit);
  socket.on('error', () => undefined);
  socket.once('close', () => drop.cancel());
  // A close frame holds at most 123 bytes of reason.
  socket.close(code, reason.length > 100 ? '' : reason.replace(/[^\x20-\x7e]/g, '?'));
  if (socket.readyState === WebSocket.CLOSED) drop.cancel();
}

/** Ends a WebSocket without a closing handshake. */
export function dropWebSocket(socket: WebSocket): void {
  socket.on('error', () => undefined).terminate();
}
