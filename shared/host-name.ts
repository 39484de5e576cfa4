import { z } from 'zod';

const dnsLabel = /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/;
const ip = z.union([z.ipv4(), z.ipv6()]);

/** E-5: a DNS name (underscores tolerated, one trailing dot allowed) or an IP address. */
export function isHostName(text: string): boolean {
  if (ip.safeParse(text).success) return true;
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  if (name.length === 0 || name.length > 253) return false;
  // A name of digits and dots only is a mistyped IPv4 address.
  return name.split('.').every((label) => dnsLabel.test(label)) && !/^[\d.]+$/.test(name);
}

/** The form in which two host names are compared (decision 36): lower case, without the trailing dot. */
export function canonicalHostName(hostName: string): string {
  return hostName.toLowerCase().replace(/\.$/, '');
}

/** Host (an IPv6 address without brackets) and port (443 when none is given) of an https: or wss: URL. */
export function addressOf({ hostname, port }: Pick<URL, 'hostname' | 'port'>): { host: string; port: number } {
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 443 : Number(port) };
}
