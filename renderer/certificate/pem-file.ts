/** The longest name without its ending: some file systems have room for 143 bytes, and paths on Windows for 260 in all. */
const longest = 120;

/** Names that Windows keeps for devices, whatever follows their first dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name from a host name (DNS name or IP address) that every system takes: letters, digits, dots, hyphens and underscores.
 * @param what put behind the host name, such as `issuer`, when it is not the host's own certificate
 */
export function pemFileName(hostName: string, what?: string): string {
  const safe = hostName
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, longest)
    .replace(/^[.-]+|[.-]+$/g, '');
  const named = safe === '' ? 'certificate' : reserved.test(safe) ? `_${safe}` : safe;
  return `${named}${what === undefined ? '' : `-${what}`}.pem`;
}

/** A certificate and the rest of its chain as one PEM text, in the order in which a server sends them. */
export const pemText = (certificates: readonly { readonly pem: string }[]): string =>
  certificates.map(({ pem }) => `${pem.trim()}\n`).join('');
