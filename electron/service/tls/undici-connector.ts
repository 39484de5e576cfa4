import type { buildConnector } from 'undici';
import { type OpenTlsOptions, openTls } from './open-tls.ts';

/** Lets undici use sockets whose certificate was judged before a byte was sent. */
export function connectorTo(options: OpenTlsOptions): buildConnector.connector {
  return ({ hostname, port }, callback) => {
    openTls({ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 443 : Number(port) }, options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}
