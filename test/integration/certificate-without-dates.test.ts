import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readHostList, readValidatedHost } from '../../electron/masters/host-objects.ts';
import { RemoteRows } from '../../electron/masters/remote-rows.ts';
import { makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';
import { systemClock } from '../../electron/service/clock.ts';
import { pinnedJudge } from '../../electron/service/tls/certificate-judges.ts';
import { fetchCertificate } from '../../electron/service/tls/fetch-certificate.ts';
import { openTls } from '../../electron/service/tls/open-tls.ts';
import { direct } from '../../electron/service/tls/proxy.ts';
import { endpointStatusSchema } from '../../shared/connection-status.ts';
import { hostObject } from '../support/master-servers.ts';
import { withoutDates } from '../support/sample-certificate.ts';

describe('decision 35: a certificate whose validity cannot be read never counts as valid', () => {
  const damaged = async () => {
    const identity = await makeCertificate({ commonName: 'localhost' });
    return { ...identity, certificate: withoutDates(identity.certificate) };
  };

  it('a server that presents one is neither shown nor connected to, also when that very certificate was accepted', async () => {
    const identity = await damaged();
    const server = createServer(tlsCredentials(identity), (socket) => void socket.on('error', () => undefined));
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
    const options = { clock: systemClock, route: direct };
    const refusal = {
      name: 'TlsFailure',
      kind: 'tls',
      message: 'the server presented a damaged certificate: its validity cannot be read',
    };
    await expect(fetchCertificate(target, options)).rejects.toMatchObject(refusal);
    const acceptance = {
      trust: 'certificate' as const,
      sha256Fingerprint: new X509Certificate(identity.certificate).fingerprint256,
      acceptedWarnings: ['host-name-mismatch' as const],
      validTo: 0,
    };
    const judge = pinnedJudge(acceptance, target.host, systemClock);
    await expect(openTls(target, { ...options, anchors: [identity.certificate], judge })).rejects.toMatchObject(
      refusal,
    );
  });

  it('one that a master server tells of is no certificate, and its row is shown without', async () => {
    const { certificate } = await damaged();
    const list = await readHostList([hostObject({ certificate })]);
    if (!list) throw new Error('there is a list');
    const rows = new RemoteRows();
    rows.update({ list }, 0);
    expect(rows.all().map((row) => endpointStatusSchema.parse(row).certificate)).toEqual([null]);
    const [hostName, url] = ['cloud.example', 'wss://cloud.example/x'];
    const details = { token: 't', priority: 1, groupId: 'g', hostName, url };
    expect(readValidatedHost({ ...details, certificate }, details, 0)).toBe('its certificate cannot be read');
  });
});
