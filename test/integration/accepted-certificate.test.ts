import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { acceptAndAdd, authority, sending } from '../support/certified-endpoints.ts';
import { useServers } from '../support/open-servers.ts';
import { refusalOf } from '../support/refusal.ts';
import type { ServiceBench } from '../support/service-bench.ts';

const host = '127.0.0.1';
const day = 86_400_000;

describe('decision 35: the accepted certificate of a saved endpoint in full', () => {
  const { bench, byteServer } = useServers();
  const accepted = ({ service }: ServiceBench) => service.endpoints.acceptedCertificate(host);
  const file = ({ dataFolder }: ServiceBench) => join(dataFolder, 'truststore', `${host}.pem`);

  it('decision 35: is what was shown at Validate, with what was wrong with it then', async () => {
    const console = bench();
    const {
      chain: _chain,
      warnings,
      issuerTrustPossible: _possible,
      ...facts
    } = await acceptAndAdd(console, await byteServer({ identity: await makeCertificate({ commonName: host }) }));
    expect(accepted(console)).toEqual({
      trust: 'certificate',
      certificate: facts,
      warnings,
      acceptedWarnings: warnings,
      sha256Fingerprint: facts.sha256Fingerprint,
    });
    expect(warnings).toEqual(['self-signed', 'not-trusted-by-system']);
  });

  it('decisions 34 and 35: its warnings are those of today, on the clock that is passed in', async () => {
    const console = bench();
    const identity = await makeCertificate({
      commonName: 'other.example',
      validTo: new Date(console.clock.now() + 5 * day),
    });
    await acceptAndAdd(console, await byteServer({ identity }));
    const untimely = ['host-name-mismatch', 'self-signed', 'not-trusted-by-system'];
    expect(accepted(console).warnings).toEqual(untimely);
    console.clock.setWallClock(console.clock.now() + 6 * day);
    expect(accepted(console)).toMatchObject({
      warnings: ['expired', ...untimely],
      acceptedWarnings: untimely,
    });
    console.clock.setWallClock(console.clock.now() - 30 * day);
    expect(accepted(console).warnings).toEqual(['not-yet-valid', ...untimely]);
  });

  it('decision 35: with trust in the issuer it is the issuer’s that the trust store holds, and the issuer’s end that counts', async () => {
    const console = bench();
    const root = await makeCertificate({
      commonName: 'Provider CA',
      alternativeNames: [],
      purpose: 'authority',
      validTo: new Date(console.clock.now() + 20 * day),
    });
    const identity = sending(await makeCertificate({ commonName: host, issuer: root }), root);
    await acceptAndAdd(console, await byteServer({ identity }), 'issuer');
    expect(accepted(console)).toMatchObject({
      trust: 'issuer',
      certificate: { subject: 'CN=Provider CA', sha256Fingerprint: root.sha256Fingerprint },
      warnings: [], // that a root is its own issuer is as it should be
      sha256Fingerprint: identity.sha256Fingerprint,
    });
    expect(console.row(host).certificate?.validTo).toBe(accepted(console).certificate.validTo);
    console.clock.setWallClock(console.clock.now() + 21 * day);
    expect(accepted(console).warnings).toEqual(['expired']);
  });

  it('T-18: a missing, a damaged and a foreign file are refused with the exact string and why; T-21 an unknown host', async () => {
    const console = bench();
    await acceptAndAdd(console, await byteServer({ identity: await makeCertificate({ commonName: host }) }));
    const refused = (hostName = host) => refusalOf(() => console.service.endpoints.acceptedCertificate(hostName));
    const keystore = (cause: RegExp) => ({
      code: 'trustStoreNotRead',
      lines: ['Error loading keystore'],
      causes: [expect.stringMatching(cause)],
    });
    writeFileSync(file(console), '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n');
    expect(await refused()).toMatchObject(keystore(/holds no certificate \(PEM\)/));
    writeFileSync(file(console), (await authority('Another')).certificate);
    expect(await refused()).toMatchObject(keystore(/not the one that was accepted/));
    rmSync(file(console));
    expect(await refused()).toMatchObject(keystore(/ENOENT/));
    expect(await refused('nobody.example')).toMatchObject({ code: 'notFound', lines: ['no entity was found'] });
  });
});
