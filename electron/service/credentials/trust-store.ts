import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, rmSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { canonicalHostName } from '../../../shared/host-name.ts';
import { replaceFile } from '../durable-file.ts';

/** A file name has at most 255 bytes; a host name may have 253, and what writes the file would shorten it silently. */
const longestName = 255 - '.pem'.length;

/** Bytes: two chains of certificates are far below it. */
const largestFile = 256 * 1024;

/** A pipe would be waited for, and a huge file read, while everything else waits. */
function assertPlausible(stat: Stats): void {
  if (!stat.isFile()) throw new Error('not a file');
  if (stat.size > largestFile) throw new Error(`over ${largestFile / 1024} KiB`);
}

/** D-17, Z-2: the accepted certificates, `<host name>.pem` each in one folder. */
export class TrustStore {
  readonly #folder: string;
  readonly #refusal: () => string | undefined;

  /** @param refusal why nothing may be written now, such as a data folder that is gone; `undefined` when it may */
  constructor(folder: string, refusal: () => string | undefined = () => undefined) {
    this.#folder = folder;
    this.#refusal = refusal;
  }

  /** A colon of an IPv6 address is no character for a file name on every system; in a DNS name nothing is changed. */
  #file(hostName: string): string {
    const name = encodeURIComponent(canonicalHostName(hostName));
    if (name.length <= longestName) return join(this.#folder, `${name}.pem`);
    return join(this.#folder, `${name.slice(0, 180)}-${createHash('sha256').update(name).digest('hex')}.pem`);
  }

  /** @throws NbwssError `trustStoreNotWritten` (T-17) */
  save(hostName: string, pem: string): void {
    try {
      const refusal = this.#refusal();
      if (refusal !== undefined) throw new Error(refusal);
      replaceFile(this.#file(hostName), pem);
    } catch (error) {
      throw new NbwssError('trustStoreNotWritten', { causes: [systemText(error)] }, { cause: error });
    }
  }

  /**
   * While credentials are renewed the new and the former certificate stand in one file, so that no crash can leave a
   * certificate that does not go with config.json.
   * @param sha256Fingerprint of the accepted one; without it the first is given
   * @throws NbwssError `trustStoreNotRead` (T-18): missing, unreadable, not a certificate, or not the accepted one
   */
  load(hostName: string, sha256Fingerprint?: string): string {
    const file = this.#file(hostName);
    let text: string;
    try {
      assertPlausible(statSync(file));
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw new NbwssError('trustStoreNotRead', { causes: [systemText(error)] }, { cause: error });
    }
    const intact = sha256Fingerprint === undefined ? undefined : pemWith(sha256Fingerprint, text);
    if (intact !== undefined) return intact;
    let certificates: X509Certificate[];
    try {
      certificates = readCertificates(text);
    } catch (error) {
      throw new NbwssError('trustStoreNotRead', { causes: [`${file} holds no certificate (PEM)`] }, { cause: error });
    }
    const accepted = certificates.find(
      ({ fingerprint256 }) => sha256Fingerprint === undefined || fingerprint256 === sha256Fingerprint,
    );
    if (accepted) return accepted.toString();
    throw new NbwssError('trustStoreNotRead', {
      causes: ['The stored certificate is not the one that was accepted.'],
    });
  }

  /**
   * Removes the certificate; one that is gone already is no error.
   * @throws NbwssError `certificateNotRemoved` (T-19)
   */
  remove(hostName: string): void {
    try {
      rmSync(this.#file(hostName), { force: true });
    } catch (error) {
      throw new NbwssError(
        'certificateNotRemoved',
        { parameter: hostName, causes: [systemText(error)] },
        { cause: error },
      );
    }
  }

  has(hostName: string): boolean {
    return existsSync(this.#file(hostName));
  }
}

/**
 * The certificate with this fingerprint, as it was saved: what has it is undamaged. To read it costs a tenth of what it costs to have OpenSSL read
 * the certificate, which thousands of endpoints would wait for.
 * @returns PEM; `undefined` when there is none, or not in the form that {@link X509Certificate.toString} gives
 */
function pemWith(sha256Fingerprint: string, text: string): string | undefined {
  const plain = sha256Fingerprint.replaceAll(':', '').toLowerCase();
  return text.match(savedPem)?.find((pem) => {
    const der = Buffer.from(pem.slice(pem.indexOf('\n'), pem.lastIndexOf('\n-')), 'base64');
    return createHash('sha256').update(der).digest('hex') === plain;
  });
}

/** Lines of base64, with nothing between or after them. */
const savedPem = /-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/]{1,64}={0,2}\n)+-----END CERTIFICATE-----\n/g;

/** @throws when there is none, or one is damaged */
function readCertificates(text: string): X509Certificate[] {
  const [first, ...others] = text.split(/(?=-----BEGIN CERTIFICATE-----)/).filter((part) => part.trim() !== '');
  if (first === undefined) throw new Error('The file holds no certificate.');
  return [first, ...others].map((pem) => new X509Certificate(pem));
}

/** What the file system said, in one line; for anything else its message. */
export function systemText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ? `${code}: ${message.replace(/^\w+: /, '')}` : message;
}
