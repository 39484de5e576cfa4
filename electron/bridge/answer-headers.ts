import type { Duplex } from 'node:stream';
import { assetHeaders } from './window-policy.ts';

/** Headers of every answer, also of refusals. A page or a file of the console has its own in the place of the last two. */
export const answerHeaders: Readonly<Record<string, string>> = {
  ...assetHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

/** Answers on a bare socket, and ends it. The client may never close its side, so ours does not wait for it. */
export function refuseSocket(socket: Duplex, status: string, headers: Readonly<Record<string, string>> = {}): void {
  const all = { ...answerHeaders, connection: 'close', 'content-length': '0', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`, () => socket.destroy());
}
