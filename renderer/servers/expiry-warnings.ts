import { expiryWarningDays } from '../../shared/certificate-text.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { daysUntil } from '../feedback/time.ts';
import { texts } from '../texts.ts';

/** So many hosts are named; the others are counted. */
const namedHosts = 3;

/** One warning, and the hosts that it is about, the most urgent first. */
export interface ExpiryWarning {
  readonly text: string;
  readonly hosts: readonly string[];
}

/** The certificates of an endpoint that can expire, and how that is said of one and of several. */
const kinds = [
  {
    validTo: ({ certificate }: EndpointStatus) => certificate?.validTo,
    one: texts.servers.certificateExpires,
    many: texts.servers.certificatesExpire,
  },
  {
    validTo: ({ clientCertificate }: EndpointStatus) => clientCertificate?.validTo,
    one: texts.servers.clientCertificateExpires,
    many: texts.servers.clientCertificatesExpire,
  },
] as const;

const expiresSoon = (validTo: number | undefined, nowSeconds: number): validTo is number =>
  validTo !== undefined && validTo < nowSeconds + expiryWarningDays * 86_400;

/** Decision 35: whether a certificate of the endpoint has expired, or does so soon. */
export const hasExpiring = (endpoint: EndpointStatus, nowSeconds: number): boolean =>
  kinds.some(({ validTo }) => expiresSoon(validTo(endpoint), nowSeconds));

/** Decision 35: what is said of the certificates of one endpoint that expire soon, or have expired; of its client certificate likewise. */
export const certificateWarnings = (endpoint: EndpointStatus, nowSeconds: number): string[] =>
  expiryWarnings([endpoint], nowSeconds).map(({ text }) => text);

/** Decision 35: one warning for all accepted certificates that expire soon, and one for all client certificates. */
export function expiryWarnings(endpoints: readonly EndpointStatus[], nowSeconds: number): ExpiryWarning[] {
  return kinds.flatMap(({ validTo, one, many }) => {
    const soon = endpoints
      .flatMap((endpoint) => {
        const end = validTo(endpoint);
        return expiresSoon(end, nowSeconds) ? [{ host: endpoint.hostName, end }] : [];
      })
      .sort((a, b) => a.end - b.end);
    const hosts = soon.map(({ host }) => host);
    const [first, ...others] = soon;
    if (!first) return [];
    const text =
      others.length === 0
        ? one(first.host, daysUntil(first.end, nowSeconds))
        : many(texts.servers.hostList(hosts.slice(0, namedHosts), hosts.length - namedHosts));
    return [{ text, hosts }];
  });
}
