import type { buildConnector } from 'undici';
import { addressOf } from '../../../shared/host-name.ts';
import { type OpenTlsOptions, openTls } from './open-tls.ts';

/** Lets undici use sockets whose certificate was judged before a byte was sent. */
export function connectorTo(options: OpenTlsOptions): buildConnector.connector {
  return (url, callback) => {
    openTls(addressOf(url), options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}
