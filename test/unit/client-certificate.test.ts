import { createPrivateKey, type KeyExportOptions, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import { readClientCertificate } from '../../electron/service/tls/client-certificate.ts';
import { handshakeFailure } from '../../electron/service/tls/tls-failure.ts';
import { refusalOf } from '../support/refusal.ts';

describe('a client certificate is checked when it is given', () => {
  let root: Identity;
  let issuer: Identity;
  let client: Identity;
  let other: Identity;
  beforeAll(async () => {
    root = await makeCertificate({ commonName: 'Root CA', purpose: 'authority' });
    issuer = await makeCertificate({ commonName: 'Client CA', purpose: 'authority', issuer: root });
    client = await makeCertificate({ commonName: 'nbwss', alternativeNames: [], purpose: 'client', issuer });
    other = await makeCertificate({ commonName: 'other', purpose: 'client', key: 'RSA' });
  });
  const keyAs = (options: KeyExportOptions<'pem'>, { privateKey } = client) =>
    createPrivateKey(privateKey).export(options).toString();
  const why = (pem: string, passphrase?: string) => {
    const input = passphrase === undefined ? { pem } : { pem, passphrase };
    const { code, fields } = refusalOf(() => readClientCertificate(input));
    expect(code).toBe('detailsNotValid');
    expect(Object.keys(fields)).toEqual(['clientCertificate']);
    return fields['clientCertificate'];
  };

  it('certificate and key: what is public of it is told, the key is told apart', () => {
    const { chain, key, saved } = readClientCertificate({ pem: client.certificate + client.privateKey });
    expect(saved).toEqual({
      chain,
      subject: 'CN=nbwss',
      issuer: 'CN=Client CA',
      validTo: Math.floor(Date.parse(new X509Certificate(client.certificate).validTo) / 1000),
    });
    expect(new X509Certificate(chain).subject).toBe('CN=nbwss');
    expect(createPrivateKey(key).equals(createPrivateKey(client.privateKey))).toBe(true);
    expect(JSON.stringify(saved)).not.toContain('PRIVATE');
  });

  it('in any order, with issuers, with text in between as OpenSSL writes it: the certificate of the key comes first', () => {
    const pem = `Bag Attributes\n${keyAs({ type: 'pkcs8', format: 'pem' })}subject=x\r\n${issuer.certificate}friendlyName: ü\n${client.certificate}`;
    const { chain } = readClientCertificate({ pem });
    const subjects = chain.split(/(?=-----BEGIN)/).map((text) => new X509Certificate(text).subject);
    expect(subjects).toEqual(['CN=nbwss', 'CN=Client CA']);
  });

  it('an RSA key, and keys in the older forms', () => {
    for (const [identity, type] of [
      [other, 'pkcs1'],
      [other, 'pkcs8'],
      [client, 'sec1'],
    ] as const) {
      const pem = identity.certificate + keyAs({ type, format: 'pem' } as KeyExportOptions<'pem'>, identity);
      expect(readClientCertificate({ pem }).key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    }
  });

  it.each(['pkcs8', 'sec1'] as const)('an encrypted key (%s): with the right passphrase only', (type) => {
    const key = keyAs({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'SENTINEL ü' });
    const pem = client.certificate + key;
    expect(readClientCertificate({ pem, passphrase: 'SENTINEL ü' }).key).toBe(client.privateKey);
    expect(why(pem)).toBe('has an encrypted private key: give its passphrase');
    expect(why(pem, '')).toBe('has an encrypted private key: give its passphrase');
    expect(why(pem, 'SENTINEL')).toBe('has an encrypted private key that the passphrase does not open');
  });

  it('a passphrase for a key that needs none does no harm', () => {
    const pem = client.certificate + client.privateKey;
    expect(readClientCertificate({ pem, passphrase: 'x' }).saved.subject).toBe('CN=nbwss');
  });

  it('what is missing, doubled, damaged or does not belong together is told', () => {
    const damaged = (text: string) => text.replace(/\n.{20}/, '\nSENTINEL++++++++++++');
    expect(why('SENTINEL')).toMatch(/^is not in PEM format/);
    expect(why('\u0000\u0001\u0002')).toMatch(/^is not in PEM format/);
    expect(why('-----BEGIN CERTIFICATE-----\nSENTINEL')).toMatch(/^is not in PEM format/);
    expect(why(client.certificate)).toBe('holds no private key, only certificates');
    expect(why(client.privateKey)).toBe('holds no certificate, only a private key');
    expect(why(client.certificate + client.privateKey + other.privateKey)).toBe('holds more than one private key');
    expect(why(client.certificate + other.privateKey)).toBe('has a private key that does not fit the certificate');
    expect(why(damaged(client.certificate) + client.privateKey)).toBe('holds a certificate that is damaged');
    expect(why(client.certificate + damaged(client.privateKey))).toBe(
      'has a private key that is damaged or of an unknown kind',
    );
    expect(why(client.certificate.repeat(11) + client.privateKey)).toBe('holds more than 10 certificates');
  });

  it('no refusal quotes what was given', () => {
    const pem =
      client.certificate + keyAs({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' });
    const report = refusalOf(() => readClientCertificate({ pem, passphrase: 'SENTINEL' }));
    const secret = pem.split('\n').at(-3) ?? '';
    expect(secret.length).toBeGreaterThan(10);
    expect(JSON.stringify(report)).not.toMatch(/SENTINEL/);
    expect(JSON.stringify(report)).not.toContain(secret);
  });
});

describe('a server that does not accept the client certificate, or wants one, is told by its alert', () => {
  const kind = (code: string, awaitsVerdict = false) =>
    handshakeFailure(Object.assign(new Error('x'), { code }), awaitsVerdict).kind;

  it.each([
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
    'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
    'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
    'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
  ])('%s', (code) => expect(kind(code)).toBe('client-certificate'));

  it('handshake_failure says so only where nothing else is left that could have failed (TLS 1.2)', () => {
    expect(kind('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE')).toBe('tls');
    expect(kind('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', true)).toBe('client-certificate');
    expect(kind('ECONNRESET', true)).toBe('tls');
  });
});
