import { isIP } from 'node:net';

/** Where a server is reached. */
export interface TlsTarget {
  /** DNS name or IP address without brackets. */
  host: string;
  port: number;
}

/** Host and port as they are written: an IPv6 address in brackets. */
export const authority = ({ host, port }: TlsTarget): string => `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
