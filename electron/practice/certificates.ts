import 'reflect-metadata';
import { X509Certificate as NodeCertificate, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

const keyAlgorithms = {
  EC: { name: 'ECDSA', namedCurve: 'P-256' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
} as const;
// The global WebCrypto, not the one of node:crypto: it is the same, and the certificate library is typed for it.
const { subtle } = globalThis.crypto;
const makeKeys = (key: keyof typeof keyAlgorithms) => subtle.generateKey(keyAlgorithms[key], true, ['sign', 'verify']);
type Keys = Awaited<ReturnType<typeof makeKeys>>;

/** A certificate, the key that belongs to it, and what a server has to send along with it. */
export interface Identity {
  /** PEM */
  readonly certificate: string;
  /** PEM of the issuers that the server sends too, nearest first; a self-signed root is not among them. */
  readonly chain: readonly string[];
  /** PEM (PKCS #8) */
  readonly privateKey: string;
  readonly selfSigned: boolean;
  /** Upper-case hex pairs with colons. */
  readonly sha256Fingerprint: string;
  readonly keys: Keys;
}

/** What a certificate is to say. Everything that is left out is what an honest server would have. */
export interface CertificateOptions {
  readonly commonName: string;
  /** DNS names and IP addresses; default: the common name alone. An empty list leaves the extension out. */
  readonly alternativeNames?: readonly string[];
  /** Who signs it; without one it is self-signed. */
  readonly issuer?: Identity;
  /** `authority` may sign other certificates; default `server`. */
  readonly purpose?: 'server' | 'client' | 'authority';
  /** Default: a day ago. */
  readonly validFrom?: Date;
  /** Default: a year from now. */
  readonly validTo?: Date;
  /** Renewal with the old key; default: a new key. */
  readonly keysOf?: Identity;
  /** Of a new key; default `EC`. */
  readonly key?: keyof typeof keyAlgorithms;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;
const pem = (label: string, der: ArrayBuffer) =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`;

function extensions(options: CertificateOptions): x509.Extension[] {
  const names = options.alternativeNames ?? [options.commonName];
  const alternativeNames = names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }));
  const purpose =
    options.purpose === 'authority'
      ? [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        ]
      : [
          new x509.BasicConstraintsExtension(false, undefined, true),
          // Electron's TLS library takes a self-signed certificate for its own issuer only if no key usage forbids it.
          ...(options.issuer ? [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)] : []),
          new x509.ExtendedKeyUsageExtension([
            options.purpose === 'client' ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth,
          ]),
        ];
  return alternativeNames.length === 0
    ? purpose
    : [...purpose, new x509.SubjectAlternativeNameExtension(alternativeNames)];
}

/** Makes a certificate on the spot (ECDSA P-256, or RSA 2048 bits): nothing secret is ever shipped or kept. */
export async function makeCertificate(options: CertificateOptions): Promise<Identity> {
  const keys = options.keysOf?.keys ?? (await makeKeys(options.key ?? 'EC'));
  const signer = options.issuer?.keys ?? keys;
  const subject = [{ CN: [options.commonName] }];
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: options.issuer ? new x509.X509Certificate(options.issuer.certificate).subjectName : subject,
    // A positive number of 16 bytes: the first one must not have its highest bit set, nor be zero.
    serialNumber: `4e${randomBytes(15).toString('hex')}`,
    notBefore: options.validFrom ?? new Date(Date.now() - dayMilliseconds),
    notAfter: options.validTo ?? new Date(Date.now() + 365 * dayMilliseconds),
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm: { name: signer.privateKey.algorithm.name, hash: 'SHA-256' },
    extensions: [
      ...extensions(options),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
      await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey, false),
    ],
  });
  const text = pem('CERTIFICATE', certificate.rawData);
  return {
    certificate: text,
    chain: options.issuer && !options.issuer.selfSigned ? [options.issuer.certificate, ...options.issuer.chain] : [],
    privateKey: pem('PRIVATE KEY', await subtle.exportKey('pkcs8', keys.privateKey)),
    selfSigned: options.issuer === undefined,
    sha256Fingerprint: new NodeCertificate(text).fingerprint256,
    keys,
  };
}

/** What a TLS server needs of an identity. */
export const tlsCredentials = (identity: Identity): { key: string; cert: string } => ({
  key: identity.privateKey,
  cert: [identity.certificate, ...identity.chain].join(''),
});
