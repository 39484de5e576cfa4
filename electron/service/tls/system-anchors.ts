import { getCACertificates, rootCertificates } from 'node:tls';

let system: readonly string[] | undefined;

/** PEM of the CAs that this computer trusts: Node's own list and the system's store. Read once: it is slow on some systems. */
export function systemAnchors(): readonly string[] {
  system ??= [...new Set([...rootCertificates, ...getCACertificates('default'), ...getCACertificates('system')])];
  return system;
}
