import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { pinnedJudge } from '../../electron/service/tls/certificate-judges.ts';
import type { CertificateWarning } from '../../shared/certificate.ts';
import { acceptAndAdd, authority, refused, sending } from '../support/certified-endpoints.ts';
import { useServers } from '../support/open-servers.ts';

const host = '127.0.0.1';
const day = 24 * 3_600_000;

describe('decision 35: validity', () => {
  const { bench, byteServer } = useServers();
  const expired = () => ({ validFrom: new Date(Date.now() - 7 * day), validTo: new Date(Date.now() - day) });
  const future = () => ({ validFrom: new Date(Date.now() + day), validTo: new Date(Date.now() + 7 * day) });

  it.each([
    ['expired', expired],
    ['not-yet-valid', future],
  ] as const)(
    'decision 35: one that is %s when it is accepted connects: the warning was shown',
    async (warning, time) => {
      const server = await byteServer({ identity: await makeCertificate({ commonName: host, ...time() }) });
      const console = bench();
      expect((await acceptAndAdd(console, server)).warnings).toContain(warning);
      await server.accept();
      await console.connected(host);
    },
  );

  it.each([
    ['has expired since', 2 * 365 * day, 'certificate-expired', /^the certificate expired on .+ GMT$/],
    [
      'is not valid yet since the clock was set back',
      -7 * day,
      'certificate-not-yet-valid',
      /^the certificate is not valid before .+ GMT$/,
    ],
  ] as const)('decision 35: one that %s is refused', async (_what, later, cause, reason) => {
    for (const trust of ['certificate', 'issuer'] as const) {
      const root = await authority('Provider CA');
      const identity = sending(await makeCertificate({ commonName: host, issuer: root }), root);
      const server = await byteServer({ identity });
      const console = bench();
      await acceptAndAdd(console, server, trust);
      const line = await server.accept();
      await console.connected(host);
      line.reset();
      await console.failed(host);
      console.clock.setWallClock(console.clock.now() + later);
      console.service.runNow();
      await console.until('another attempt has failed', () => / certificate /.test(console.row(host).lastError ?? ''));
      await refused(console, server, cause, reason);
      expect(console.row(host).changedCertificate).toBeNull();
    }
  });

  it('decision 35: with trust in the issuer an expired one is refused, and when it is the issuer’s that is told', async () => {
    const root = await makeCertificate({ commonName: 'CA', alternativeNames: [], purpose: 'authority', ...expired() });
    for (const [identity, reason] of [
      [await makeCertificate({ commonName: host, issuer: root, ...expired() }), /^the certificate expired on /],
      [
        await makeCertificate({ commonName: host, issuer: root }),
        /^a certificate of the chain has expired \(CERT_HAS_EXPIRED\)$/,
      ],
    ] as const) {
      const server = await byteServer({ identity: sending(identity, root) });
      const console = bench();
      await acceptAndAdd(console, server, 'issuer');
      await refused(console, server, 'certificate-expired', reason);
    }
  });
});

describe('decision 35: a certificate that OpenSSL would not take for a server', () => {
  const { bench, byteServer } = useServers();

  it('decision 35: connects when that very one was accepted, and not by trust in its issuer', async () => {
    const root = await authority('Provider CA');
    const forClients = await makeCertificate({ commonName: host, purpose: 'client', issuer: root });
    const trusting = async (trust: 'certificate' | 'issuer') => {
      const server = await byteServer({ identity: sending(forClients, root) });
      const console = bench();
      expect((await acceptAndAdd(console, server, trust)).warnings).toEqual(['not-trusted-by-system']);
      return { console, server };
    };
    const one = await trusting('certificate');
    await one.server.accept();
    await one.console.connected(host);
    const { console, server } = await trusting('issuer');
    const why = /^the certificate does not come from .+: the certificate is not for servers \(INVALID_PURPOSE\)$/;
    await refused(console, server, 'certificate-wrong-issuer', why);
  });
});

describe('decision 35: the name that it was issued for', () => {
  const { bench, byteServer } = useServers();

  it.each([
    ['127.0.0.1', [], ['127.0.0.1']],
    ['an IP address as common name only', ['host-name-mismatch'], undefined],
    ['another name', ['host-name-mismatch'], ['other.example.com']],
    ['another IP address', ['host-name-mismatch'], ['127.0.0.2']],
    ['localhost, which is the same computer', ['host-name-mismatch'], ['localhost']],
  ])('decision 35: for an endpoint at 127.0.0.1, one for %s', async (_name, warnings, alternativeNames) => {
    const identity = await makeCertificate({ commonName: host, alternativeNames: alternativeNames ?? [] });
    const server = await byteServer({ identity });
    const console = bench();
    expect((await acceptAndAdd(console, server)).warnings).toEqual([
      ...warnings,
      'self-signed',
      'not-trusted-by-system',
    ]);
    await server.accept(); // it was shown and accepted
    await console.connected(host);
  });

  it('decision 35: with trust in the issuer another name is refused', async () => {
    const root = await authority('Provider CA');
    const server = await byteServer({
      identity: sending(await makeCertificate({ commonName: host, issuer: root }), root),
    });
    const console = bench();
    await acceptAndAdd(console, server, 'issuer');
    const line = await server.accept();
    await console.connected(host);
    const other = await makeCertificate({ commonName: 'other.example.com', issuer: root });
    server.present(sending(other, root));
    line.reset();
    await console.failed(host);
    console.service.runNow();
    await console.until('refused', () => console.row(host).changedCertificate !== null);
    await refused(console, server, 'certificate-wrong-name', /^the certificate was not issued for 127\.0\.0\.1$/);
    expect(console.row(host).changedCertificate).toBe(other.sha256Fingerprint);
  });

  /** The verdict on a certificate as it came over a real connection, for a host that no name server knows. */
  const judged = async (names: readonly string[], name: string, warnings: CertificateWarning[] = []) => {
    const identity = await makeCertificate({ commonName: 'x', alternativeNames: names });
    const server = await byteServer({ identity });
    const { port } = new URL(server.details.url);
    const socket: TLSSocket = connect({
      host,
      port: Number(port),
      servername: name,
      ca: identity.certificate,
      rejectUnauthorized: false,
    });
    await once(socket, 'secureConnect');
    const leaf = new X509Certificate(socket.getPeerCertificate().raw);
    const { sha256Fingerprint } = identity;
    const judge = pinnedJudge(
      { trust: 'certificate', sha256Fingerprint, acceptedWarnings: warnings, validTo: 0 },
      name,
      Date,
    );
    try {
      judge(leaf, undefined);
      return 'accepted';
    } catch (error) {
      return (error as Error).message;
    } finally {
      socket.destroy();
    }
  };

  it.each([
    ['*.example.com', 'a.example.com', true],
    ['*.example.com', 'A.EXAMPLE.COM', true],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'example.com', false],
    ['a.*.example.com', 'a.b.example.com', false],
    ['*', 'localhost', false],
    ['*.com', 'example.com', false],
  ])('decision 35: one for %s, at the host %s: %s', async (pattern, name, matches) => {
    const refusal = `the certificate was not issued for ${name}`;
    expect(await judged([pattern], name)).toBe(matches ? 'accepted' : refusal);
    expect(await judged([pattern], name, ['host-name-mismatch'])).toBe('accepted');
    expect(await judged([pattern], name, ['self-signed'])).toBe(matches ? 'accepted' : refusal);
  });
});
