import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { detailText } from '../../shared/connection-text.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import type { ByteServer, Line } from '../support/byte-server.ts';
import { acceptAndAdd, authority, refused, sending } from '../support/certified-endpoints.ts';
import { useServers } from '../support/open-servers.ts';
import { savedFilesIn } from '../support/saved-files.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const host = '127.0.0.1';
const self = () => makeCertificate({ commonName: host });

describe('decision 35: a server whose certificate was renewed', () => {
  const { bench, byteServer, cloud } = useServers();

  /** A connected endpoint. */
  const connected = async (trust: 'certificate' | 'issuer' = 'certificate', identity = self()) => {
    const accepted = await identity;
    const server = await byteServer({ identity: accepted });
    const console = bench();
    await acceptAndAdd(console, server, trust);
    const line = await server.accept();
    await console.connected(host);
    return { console, server, line, accepted };
  };
  /** The connection breaks, and the next attempt begins. */
  const reconnects = async (console: ServiceBench, line: Line) => {
    line.reset();
    await console.until('lost', () => console.row(host).connectionState === 'DISCONNECTED');
    console.service.runNow();
  };
  const isRefused = (console: ServiceBench, server: ByteServer) =>
    console.until('refused', () => console.row(host).changedCertificate !== null && server.lines.length > 0);

  it('C-11, decision 35: is refused, both fingerprints are told, and what is accepted then connects', async () => {
    const { console, server, line, accepted } = await connected();
    const renewed = await self();
    server.present(renewed);
    await reconnects(console, line);
    await isRefused(console, server);
    await refused(console, server, 'certificate-changed', /^the server presented \S+, accepted is \S+$/);
    const row = console.row(host);
    expect(detailText(row, 0)).toBe('The certificate is not the accepted one');
    expect(row.changedCertificate).toBe(renewed.sha256Fingerprint);
    expect(row.certificate).toMatchObject({ sha256Fingerprint: accepted.sha256Fingerprint, trust: 'certificate' });
    for (const { sha256Fingerprint } of [accepted, renewed]) expect(row.lastError).toContain(sha256Fingerprint);

    const now = await console.service.endpoints.presentedCertificate(host);
    expect(now.accepted).toMatchObject({
      trust: 'certificate',
      certificate: { sha256Fingerprint: accepted.sha256Fingerprint },
    });
    expect(now.presented).toMatchObject({
      sha256Fingerprint: renewed.sha256Fingerprint,
      warnings: ['self-signed', 'not-trusted-by-system'],
    });
    expect(server.lines.at(-1)?.bytesReceived).toBe(0);
    await console.service.endpoints.acceptCertificate(host, now.presented.pem, 'certificate');
    const next = await server.accept();
    await console.connected(host);
    expect((await next.connectRequest()).payload).toEqual({ token: server.details.token });
    expect(console.row(host)).toMatchObject({
      changedCertificate: null,
      lastError: null,
      certificate: { sha256Fingerprint: renewed.sha256Fingerprint },
    });
  });

  it('T-16: another certificate than the one that was shown is not accepted, and everything stays byte for byte', async () => {
    const { console, server } = await connected();
    const shown = await self();
    server.present(shown);
    const { presented } = await console.service.endpoints.presentedCertificate(host);
    server.present(await self());
    const before = savedFilesIn(console.dataFolder);
    const error = await console.service.endpoints
      .acceptCertificate(host, presented.pem, 'certificate')
      .catch((e: unknown) => e);
    if (!(error instanceof NbwssError)) throw error;
    expect(error.report.lines).toEqual([
      'The certificate did not match with the one accepted by the user, please verify the certificate',
    ]);
    expect(savedFilesIn(console.dataFolder)).toEqual(before);
    expect(console.row(host)).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
  });

  it('decision 35: accepted while the old connection lives, it is connected anew', async () => {
    const { console, server, line } = await connected();
    const renewed = await self();
    server.present(renewed);
    await console.service.endpoints.acceptCertificate(host, renewed.certificate, 'certificate');
    await line.until('our close', () => line.close !== undefined);
    expect(line.close).toEqual({ code: 1000, reason: 'the endpoint was renewed' });
    line.reset();
    await server.accept();
    await console.connected(host);
  });

  it('decision 35: with trust in the issuer one of the same issuer is taken at once, one of another is refused', async () => {
    const root = await authority('Provider CA');
    const stranger = await authority('Provider CA');
    const of = async (issuer: typeof root) => sending(await makeCertificate({ commonName: host, issuer }), issuer);
    const { console, server, line } = await connected('issuer', of(root));
    server.present(await of(root));
    await reconnects(console, line);
    const next = await server.accept();
    await console.connected(host);
    expect(console.row(host).changedCertificate).toBeNull();

    const foreign = await of(stranger);
    server.present(foreign);
    await reconnects(console, next);
    await isRefused(console, server);
    await refused(
      console,
      server,
      'certificate-wrong-issuer',
      /^the certificate does not come from the accepted issuer: the chain ends in another CA \(SELF_SIGNED_CERT_IN_CHAIN\)$/,
    );
    expect(detailText(console.row(host), 0)).toBe('The certificate is of another issuer');
    expect(console.row(host).changedCertificate).toBe(foreign.sha256Fingerprint);
    await console.service.endpoints.acceptCertificate(host, foreign.certificate, 'issuer');
    await server.accept();
    await console.connected(host);
  });

  it.each(['before', 'after'] as const)(
    'decision 38: a crash while it was saved, %s config.json was written, leaves an endpoint that connects',
    async (crashed) => {
      const dataFolder = join(tempFolder(), 'data');
      const identities = { before: await self(), after: await self() };
      const ep1 = await cloud({ hostName: host, identity: identities.before });
      const first = new ServiceBench({ dataFolder });
      await first.add(ep1);
      const configFile = join(dataFolder, 'config.json');
      const certificateFile = join(dataFolder, 'truststore', `${host}.pem`);
      const config = { before: readFileSync(configFile, 'utf8'), after: '' };
      ep1.listener.replaceCertificate(identities.after);
      await first.service.endpoints.acceptCertificate(host, identities.after.certificate, 'certificate');
      config.after = readFileSync(configFile, 'utf8');
      await first.close();
      // What stands on the disk between the two writes: the trust store holds both.
      writeFileSync(certificateFile, `${identities.after.certificate.trimEnd()}\n${identities.before.certificate}`);
      writeFileSync(configFile, config[crashed]);

      ep1.listener.replaceCertificate(identities[crashed]);
      const again = bench({ dataFolder });
      await again.connected(host);
      expect(again.row(host).certificate?.sha256Fingerprint).toBe(identities[crashed].sha256Fingerprint);
    },
  );
});
