import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import type { CertificateWarning } from '../../shared/certificate.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { acceptAndAdd, authority, refused, sending } from '../support/certified-endpoints.ts';
import { useServers } from '../support/open-servers.ts';

const host = '127.0.0.1';

describe('decision 35: versions of TLS, and the name that is asked for', () => {
  const { bench, byteServer } = useServers();
  const only = (version: 'TLSv1.2' | 'TLSv1.3') => ({ minVersion: version, maxVersion: version });
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'C-11, decision 35: %s is spoken, with EC and with RSA keys',
    async (version) => {
      for (const key of ['EC', 'RSA'] as const) {
        const identity = await makeCertificate({ commonName: host, key });
        const server = await byteServer({ identity, tls: only(version) });
        const console = bench();
        expect((await acceptAndAdd(console, server)).key).toMatch(key);
        const line = await server.accept();
        await console.connected(host);
        expect(line.version).toBe(version);
      }
    },
  );

  it('decision 35: TLS 1.1 is not, and that is what is said', async () => {
    const server = await byteServer({ tls: old });
    const error = await bench()
      .service.details.validateFile(server.details)
      .catch((reason: unknown) => reason);
    if (!(error instanceof NbwssError)) throw error;
    expect(error.report).toMatchObject({
      lines: [`Unable to establish connection with host: ${host}`],
      causes: [expect.stringMatching(/^the server supports neither TLS 1\.2 nor TLS 1\.3 \(/)],
    });
  });

  it.each([
    ['speaks TLS 1.1 only', old, /^the server supports neither TLS 1\.2 nor TLS 1\.3 \(ERR_SSL_\w+\)$/],
    [
      'has no cipher in common',
      { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' },
      /^the server found no cipher or key that both sides support \(ERR_SSL_.+\)$/,
    ],
  ] as const)('T-24: a server that since it was added %s', async (_what, tls, reason) => {
    const identity = await makeCertificate({ commonName: host });
    const server = await byteServer({ identity });
    const console = bench();
    await acceptAndAdd(console, server);
    const line = await server.accept();
    console.service.endpoints.deactivate([host]);
    line.reset();
    server.present(identity, tls);
    await expect(console.service.endpoints.activate([host])).rejects.toThrow('Unable to establish connection');
    await refused(console, server, 'tls', reason);
  });

  it('T-24: a port on which something else answers', async () => {
    const server = await byteServer();
    const console = bench();
    await acceptAndAdd(console, server);
    const line = await server.accept();
    console.service.endpoints.deactivate([host]);
    line.reset();
    server.onConnection = (socket: Socket) => void socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n');
    await expect(console.service.endpoints.activate([host])).rejects.toThrow('Unable to establish connection');
    expect(console.row(host).detail).toMatchObject({ kind: 'failed', cause: 'tls' });
    expect(console.row(host).lastError).toMatch(/^what answers on this port does not speak TLS \(ERR_SSL_\w+\)$/);
  });

  it.each([
    ['localhost', 'localhost'],
    [host, undefined],
  ])(
    'decision 35: the name of %s in the TLS hello is %s: a name is sent, an IP address is not',
    async (hostName, name) => {
      const server = await byteServer({ hostName });
      const console = bench();
      await acceptAndAdd(console, server);
      await server.accept();
      expect(server.lines.map(({ serverName }) => serverName)).toEqual([name, name, name]); // Validate, Add Host, connection
    },
  );
});

describe('decision 35: what may be trusted of a chain', () => {
  const { bench, byteServer } = useServers();

  const kinds: { kind: string; make: () => Promise<Identity>; issuer: boolean; warnings: CertificateWarning[] }[] = [
    {
      kind: 'self-signed',
      make: () => makeCertificate({ commonName: host }),
      issuer: false,
      warnings: ['self-signed', 'not-trusted-by-system'],
    },
    {
      kind: 'of a private CA that is not sent along',
      make: async () => makeCertificate({ commonName: host, issuer: await authority('Provider CA') }),
      issuer: false,
      warnings: ['not-trusted-by-system'],
    },
    {
      kind: 'of a private CA that is sent along',
      make: async () => {
        const root = await authority('Provider CA');
        return sending(await makeCertificate({ commonName: host, issuer: root }), root);
      },
      issuer: true,
      warnings: ['not-trusted-by-system'],
    },
    {
      kind: 'of an intermediate CA that is sent along without its root, as public ones are',
      make: async () =>
        makeCertificate({ commonName: host, issuer: await authority('Middle', await authority('Root')) }),
      issuer: true,
      warnings: ['not-trusted-by-system'],
    },
    {
      kind: 'of an intermediate CA that is sent along with its root',
      make: async () => {
        const root = await authority('Root');
        const middle = await authority('Middle', root);
        return sending(await makeCertificate({ commonName: host, issuer: middle }), middle, root);
      },
      issuer: true,
      warnings: ['not-trusted-by-system'],
    },
    {
      kind: 'of an intermediate CA that is sent along behind its root, and a stranger before both',
      make: async () => {
        const root = await authority('Root');
        const middle = await authority('Middle', root);
        const leaf = await makeCertificate({ commonName: host, issuer: middle });
        return sending(leaf, await authority('Stranger'), root, middle);
      },
      issuer: true,
      warnings: ['not-trusted-by-system'],
    },
    {
      kind: 'of an intermediate CA that is not sent along',
      make: async () => {
        const middle = await authority('Middle', await authority('Root'));
        return sending(await makeCertificate({ commonName: host, issuer: middle }));
      },
      issuer: false,
      warnings: ['not-trusted-by-system'],
    },
    {
      kind: 'with another certificate sent along that did not issue it',
      make: async () =>
        sending(await makeCertificate({ commonName: host, issuer: await authority('CA') }), await authority('CA')),
      issuer: false,
      warnings: ['not-trusted-by-system'],
    },
  ];

  it.each(kinds)('C-11, decision 35: one $kind', async ({ make, issuer, warnings }) => {
    const identity = await make();
    for (const trust of ['certificate', 'issuer'] as const) {
      const server = await byteServer({ identity });
      const console = bench();
      const { certificate } = await console.service.details.validateFile(server.details);
      expect(certificate).toMatchObject({ issuerTrustPossible: issuer, warnings });
      const adding = console.service.endpoints.add(server.details, certificate.pem, trust);
      if (trust === 'issuer' && !issuer) {
        await expect(adding).rejects.toThrow('Failed to open connection to the remote object');
        expect(console.service.rows()).toEqual([]);
      } else {
        await adding;
        await server.accept();
        await console.connected(host);
      }
    }
  });
});
