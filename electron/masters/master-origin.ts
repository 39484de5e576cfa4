import { isIPv4 } from 'node:net';
import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import type { RemoteMasterKind } from '../../shared/masters.ts';
import { checkBaseUrl, originUrl } from '../service/netbackup/address.ts';

/** Settings that cannot be used: field of the form → why. */
export const masterNotValid = (fields: Record<string, string>): NbwssError =>
  new NbwssError('masterNotValid', { fields });

const refuse = (reason: string) => masterNotValid({ origin: reason });

/** Whether a host of a URL is this computer for certain: what is sent there needs no TLS. */
const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));

/**
 * The address of a master server as an origin; a trailing `/` or `/netbackup` is cut off. Without a port NetBackup's is 1556. Plain
 * HTTP is for a headless host behind a tunnel that ends on this computer.
 * @throws NbwssError `masterNotValid`
 */
export function checkMasterOrigin(kind: RemoteMasterKind, text: string): string {
  return kind === 'NetBackup' ? checkNetBackupOrigin(text) : checkHostOrigin(text);
}

function checkNetBackupOrigin(text: string): string {
  try {
    return checkBaseUrl(text);
  } catch (error) {
    const [reason] = Object.values(asNbwssError(error).report.fields);
    if (reason === undefined) throw error;
    throw refuse(reason);
  }
}

function checkHostOrigin(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw refuse('must not be empty');
  if (!/^https?:\/\//i.test(trimmed)) throw refuse('must begin with https://, or with http:// and a loopback address');
  const url = originUrl(trimmed, refuse);
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw refuse('must begin with https://: over http:// the token could be read on the way');
  return url.origin;
}
