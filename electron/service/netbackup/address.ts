import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { NetBackupAddress } from '../command/netbackup-client.ts';
import { readCaCertificates } from './ca-certificate.ts';

/** NetBackup's PBX port, where its REST API is (netbackup-api.md). */
export const netBackupPort = 1556;

/** Settings that cannot be used: field of the pane → why. */
export const notValid = (fields: Record<string, string>): NbwssError => new NbwssError('netBackupNotValid', { fields });

/**
 * An address that is an origin, but for a trailing `/` or `/netbackup`.
 * @param text its scheme has been looked at
 * @throws what `refuse` makes of the reason
 */
export function originUrl(text: string, refuse: (reason: string) => Error): URL {
  if (!URL.canParse(text)) throw refuse('has no host, or a host or port that cannot be (ports end at 65535)');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /[?#@\\]/.test(text))
    throw refuse('must hold a host and a port only');
  if (!/^\/(netbackup\/?)?$/.test(url.pathname)) throw refuse(`must have no path, but has ${url.pathname}`);
  return url;
}

/**
 * Decision 15: a base URL as an origin that names its port, such as `https://master:1556`. A trailing `/` or `/netbackup` is
 * cut off.
 * @param defaultPort when the text names none
 * @throws NbwssError `netBackupNotValid`
 */
export function checkBaseUrl(text: string, defaultPort = netBackupPort): string {
  const refuse = (reason: string) => notValid({ 'Base URL': reason });
  const trimmed = text.trim();
  if (trimmed === '') throw refuse('must not be empty');
  if (!/^https:\/\//i.test(trimmed)) throw refuse('must begin with https://');
  const url = originUrl(trimmed, refuse);
  // A URL drops 443, the default of https, even when it was written.
  const isNamed = url.port !== '' || /^https:\/\/[^/]*:0*443(\/|$)/i.test(trimmed);
  return `https://${url.hostname}:${url.port || (isNamed ? 443 : defaultPort)}`;
}

/**
 * Checks an address and the certificates of its CA (one or more in PEM).
 * @param defaultPort when the base URL names none
 * @throws NbwssError `netBackupNotValid`
 */
export function checkNetBackupAddress(baseUrl: string, caCertificate: string, defaultPort?: number): NetBackupAddress {
  return {
    baseUrl: checkBaseUrl(baseUrl, defaultPort),
    caCertificate: readCaCertificates(caCertificate)
      .map((certificate) => certificate.toString())
      .join(''),
  };
}
