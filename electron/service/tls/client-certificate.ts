import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { ClientCertificateInput, SavedClientCertificate } from '../../../shared/client-certificate.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { certificateFacts } from './certificate-facts.ts';
import { readCertificate } from './read-certificate.ts';

/** What this side shows to a server that asks for it. */
export interface ClientCertificate {
  /** PEM: the certificate, then its issuers. */
  chain: string;
  /** PEM (PKCS #8): a secret. */
  key: string;
}

/** A client certificate that was checked: what is public of it, and its private key. */
export interface GivenClientCertificate extends ClientCertificate {
  saved: SavedClientCertificate;
}

/** The most certificates that are taken. */
const maxCertificates = 10;

const pemBlock = /^-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/;

const refuse = (why: string, cause?: unknown): never => {
  throw new NbwssError('detailsNotValid', { fields: { clientCertificate: why } }, { cause });
};

/**
 * Checks a client certificate: PEM text of certificates in any order, and of one private key that fits one of them.
 * @throws NbwssError `detailsNotValid` with the field `clientCertificate`; what was given is not quoted
 */
export function readClientCertificate({ pem, passphrase }: ClientCertificateInput): GivenClientCertificate {
  const blocks = pem.split(/(?=-----BEGIN )/).flatMap((part) => {
    const [text, label = ''] = pemBlock.exec(part) ?? [];
    return text === undefined ? [] : [{ text, label }];
  });
  const keys = blocks.filter(({ label }) => /(^| )PRIVATE KEY$/.test(label));
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ text }) => certificateIn(text));
  const [keyBlock] = keys;
  if (certificates.length === 0 && !keyBlock)
    return refuse('is not in PEM format: -----BEGIN CERTIFICATE----- and -----BEGIN PRIVATE KEY----- are expected');
  if (certificates.length === 0) return refuse('holds no certificate, only a private key');
  if (certificates.length > maxCertificates) return refuse(`holds more than ${maxCertificates} certificates`);
  if (!keyBlock) return refuse('holds no private key, only certificates');
  if (keys.length > 1) return refuse('holds more than one private key');
  const privateKey = readKey(keyBlock.text, keyBlock.label, passphrase ?? '');
  const own = certificates.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (!own) return refuse('has a private key that does not fit the certificate');
  const chain = [own, ...certificates.filter(({ fingerprint256 }) => fingerprint256 !== own.fingerprint256)]
    .map(String)
    .join('');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  try {
    createSecureContext({ cert: chain, key });
  } catch (error) {
    return refuse(`cannot be used for TLS: ${(error as Error).message}`, error);
  }
  const { subject, issuer, validTo } = certificateFacts(own);
  return { chain, key, saved: { chain, subject, issuer, validTo } };
}

function certificateIn(text: string): X509Certificate {
  try {
    return readCertificate(text);
  } catch (error) {
    return refuse('holds a certificate that is damaged', error);
  }
}

function readKey(text: string, label: string, passphrase: string): KeyObject {
  const isEncrypted = label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: 4,ENCRYPTED/m.test(text);
  if (isEncrypted && passphrase === '') return refuse('has an encrypted private key: give its passphrase');
  try {
    return createPrivateKey(isEncrypted ? { key: text, passphrase } : { key: text });
  } catch (error) {
    return refuse(
      isEncrypted
        ? 'has an encrypted private key that the passphrase does not open'
        : 'has a private key that is damaged or of an unknown kind',
      error,
    );
  }
}
