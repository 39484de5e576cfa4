import { X509Certificate } from 'node:crypto';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type Identity, makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';

/** How a client that trusts only `anchor` gets on with a server: `ok`, or the error's code. */
async function handshake(identity: Identity, anchor: string, host = 'localhost'): Promise<string> {
  const server = createServer(tlsCredentials(identity));
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    return await new Promise<string>((resolve) => {
      const socket: TLSSocket = connect(
        { host: '127.0.0.1', port, ca: anchor, servername: host === '127.0.0.1' ? '' : host },
        () => {
          socket.destroy();
          resolve('ok');
        },
      );
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

const day = 24 * 60 * 60 * 1000;

describe('certificates made on the spot', () => {
  test('a self-signed one is its own trust anchor', async () => {
    const identity = await makeCertificate({ commonName: 'localhost' });
    expect(await handshake(identity, identity.certificate)).toBe('ok');
    const certificate = new X509Certificate(identity.certificate);
    expect(certificate.subjectAltName).toBe('DNS:localhost');
    expect(certificate.ca).toBe(false);
    expect(identity.sha256Fingerprint).toBe(certificate.fingerprint256);
    expect(identity.chain).toEqual([]);
  });

  test('one for an IP address', async () => {
    const identity = await makeCertificate({ commonName: '127.0.0.1' });
    expect(new X509Certificate(identity.certificate).subjectAltName).toBe('IP Address:127.0.0.1');
    expect(await handshake(identity, identity.certificate, '127.0.0.1')).toBe('ok');
  });

  test('a chain with an intermediate', async () => {
    const root = await makeCertificate({ commonName: 'Root', purpose: 'authority', alternativeNames: [] });
    const middle = await makeCertificate({
      commonName: 'Middle',
      purpose: 'authority',
      alternativeNames: [],
      issuer: root,
    });
    const leaf = await makeCertificate({ commonName: 'localhost', issuer: middle });
    expect(leaf.chain).toEqual([middle.certificate]);
    expect(await handshake(leaf, root.certificate)).toBe('ok');
    expect(await handshake({ ...leaf, chain: [] }, root.certificate)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  test('the odd ones that tests need', async () => {
    const expired = await makeCertificate({
      commonName: 'localhost',
      validFrom: new Date(Date.now() - 9 * day),
      validTo: new Date(Date.now() - day),
    });
    expect(await handshake(expired, expired.certificate)).toBe('CERT_HAS_EXPIRED');
    const early = await makeCertificate({ commonName: 'localhost', validFrom: new Date(Date.now() + day) });
    expect(await handshake(early, early.certificate)).toBe('CERT_NOT_YET_VALID');
    const other = await makeCertificate({ commonName: 'localhost', alternativeNames: ['other.example'] });
    expect(await handshake(other, other.certificate)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    const stranger = await makeCertificate({ commonName: 'localhost' });
    expect(await handshake(stranger, other.certificate)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('renewal with the same key and with a new one', async () => {
    const first = await makeCertificate({ commonName: 'localhost' });
    const sameKey = await makeCertificate({ commonName: 'localhost', keysOf: first });
    const newKey = await makeCertificate({ commonName: 'localhost' });
    const fingerprints = new Set([first, sameKey, newKey].map(({ sha256Fingerprint }) => sha256Fingerprint));
    expect(fingerprints.size).toBe(3);
    expect(sameKey.privateKey).toBe(first.privateKey);
    expect(newKey.privateKey).not.toBe(first.privateKey);
  });
});
