import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type Server, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type Identity, makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';
import { pinnedJudge } from '../../electron/service/tls/certificate-judges.ts';
import type { CertificateWarning } from '../../shared/certificate.ts';
import { detailText } from '../../shared/connection-text.ts';
import { useServers } from '../support/open-servers.ts';

/** A TLS server that counts what clients send inside TLS, and says nothing. */
class Listener {
  readonly server: Server;
  /** One for each TCP connection; resolves when it is closed. */
  readonly closed: Promise<unknown>[] = [];
  bytes = 0;

  constructor(identity: Identity, version: 'TLSv1.2' | 'TLSv1.3') {
    this.server = createTlsServer(
      { ...tlsCredentials(identity), minVersion: version, maxVersion: version },
      (socket: TLSSocket) => {
        socket.on('data', (data) => {
          this.bytes += data.length;
        });
        socket.on('error', () => undefined);
      },
    );
    this.server.on('connection', (socket) => this.closed.push(once(socket, 'close')));
  }

  /** Listens on the port that another one had. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

describe('decision 35, E-16: nothing, the token least of all, reaches a server with another certificate than the accepted one', () => {
  const { bench, cloud, closeLater } = useServers();
  const details = (port: number) => ({
    token: 'SENTINEL',
    priority: 1,
    groupId: 'g',
    hostName: '127.0.0.1',
    url: `wss://127.0.0.1:${port}/x`,
  });
  const identity = (commonName = '127.0.0.1', issuer?: Identity) =>
    makeCertificate({ commonName, ...(issuer ? { issuer } : {}) });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('on the first connection (%s)', async (version) => {
    const console = bench();
    const accepted = new Listener(await identity(), version);
    await accepted.listen(0);
    const { port } = accepted;
    const { certificate } = await console.service.details.validateFile(details(port));
    await console.service.endpoints.add(details(port), certificate.pem, 'certificate');
    await console.until(
      'the accepted server was told hello',
      () => console.row('127.0.0.1').detail.kind !== 'waiting-for-run',
    );
    console.service.endpoints.deactivate(['127.0.0.1']);
    await accepted.close();
    const other = new Listener(await identity(), version);
    await other.listen(port);
    closeLater(other);
    await expect(console.service.endpoints.activate(['127.0.0.1'])).rejects.toThrow(
      'Unable to establish connection with host: 127.0.0.1',
    );
    expect(other.closed).toHaveLength(1);
    await Promise.all(other.closed);
    expect(other.bytes).toBe(0);
    const row = console.row('127.0.0.1');
    expect(detailText(row, 0)).toBe('The certificate is not the accepted one');
    expect(row.changedCertificate).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(row.changedCertificate).not.toBe(certificate.sha256Fingerprint);
  });

  it('on reconnection, also when the other certificate has the same names and the same issuer', async () => {
    const authority = await makeCertificate({ commonName: 'Provider CA', purpose: 'authority' });
    const ep1 = await cloud({
      hostName: '127.0.0.1',
      identity: await identity('127.0.0.1', authority),
    });
    const console = bench();
    await console.add(ep1);
    await console.connected('127.0.0.1');
    await ep1.setOnline(false);
    await console.until('lost', () => console.row('127.0.0.1').closeStatus !== null);
    await ep1.listener.replaceCertificate(await identity('127.0.0.1', authority));
    const before = {
      messages: ep1.received.filter(({ kind }) => kind === 'message').length,
      connections: ep1.listener.connections.length,
    };
    await ep1.setOnline(true);
    console.service.runNow();
    await console.until('refused', () => console.row('127.0.0.1').changedCertificate !== null);
    expect(ep1.received.filter(({ kind }) => kind === 'message')).toHaveLength(before.messages);
    const later = ep1.listener.connections.slice(before.connections);
    expect(later.map(({ bytesReceived }) => bytesReceived)).toEqual([0]);
  });

  it('trust in the issuer: another certificate of it is taken, one of another issuer or for another name is not', async () => {
    const authority = await makeCertificate({ commonName: 'Provider CA', purpose: 'authority' });
    const stranger = await makeCertificate({ commonName: 'Provider CA', purpose: 'authority' });
    const chained = async (commonName: string, issuer: Identity) => {
      const leaf = await identity(commonName, issuer);
      return { ...leaf, chain: [issuer.certificate] };
    };
    const ep1 = await cloud({
      hostName: '127.0.0.1',
      identity: await chained('127.0.0.1', authority),
    });
    const console = bench();
    const { certificate } = await console.service.details.validateFile(ep1.details);
    expect(certificate.issuerTrustPossible).toBe(true);
    await console.service.endpoints.add(ep1.details, certificate.pem, 'issuer');
    await console.connected('127.0.0.1');
    /** Whether NBWSS connects once the server has this certificate. */
    const connectsTo = async (next: Identity) => {
      console.service.endpoints.deactivate(['127.0.0.1']);
      await ep1.listener.replaceCertificate(next);
      return console.service.endpoints.activate(['127.0.0.1']).then(
        () => true,
        () => false,
      );
    };
    expect(await connectsTo(await chained('127.0.0.1', authority))).toBe(true);
    expect(await connectsTo(await chained('127.0.0.1', stranger))).toBe(false);
    expect(await connectsTo(await chained('other.example.com', authority))).toBe(false);
    expect(await connectsTo(await chained('127.0.0.1', authority))).toBe(true);
  });

  it('an expired certificate and one for another name connect when that very warning was shown and accepted', async () => {
    const lastWeek = new Date(Date.now() - 7 * 86_400_000);
    const yesterday = new Date(Date.now() - 86_400_000);
    for (const odd of [
      await makeCertificate({ commonName: 'localhost', validFrom: lastWeek, validTo: yesterday }),
      await makeCertificate({ commonName: 'other.example.com' }),
    ]) {
      const ep1 = await cloud({ identity: odd });
      const console = bench();
      await console.add(ep1);
      await console.connected('localhost');
    }
  });

  it('a certificate that expires, or is not valid yet, is refused unless that very warning was accepted', async () => {
    const { certificate } = await identity();
    const leaf = new X509Certificate(certificate);
    const judge = (acceptedWarnings: CertificateWarning[], now: string) => () =>
      pinnedJudge(
        { trust: 'certificate', sha256Fingerprint: leaf.fingerprint256, acceptedWarnings, validTo: 0 },
        '127.0.0.1',
        { now: () => Date.parse(now) },
      )(leaf, undefined);
    const year = 365 * 86_400_000;
    const later = new Date(Date.now() + 2 * year).toISOString();
    const earlier = new Date(Date.now() - 2 * year).toISOString();
    expect(judge([], later)).toThrow('expired');
    expect(judge(['host-name-mismatch', 'not-yet-valid'], later)).toThrow('expired');
    expect(judge(['expired'], earlier)).toThrow('not valid before');
    expect(judge(['expired'], later)).not.toThrow();
    expect(judge(['not-yet-valid'], earlier)).not.toThrow();
  });
});
