import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CertificateOptions, makeCertificate } from '../../electron/practice/certificates.ts';
import { isIssuedFor } from '../../electron/service/tls/certificate-judges.ts';

const namesOf = async (options: CertificateOptions, hosts: readonly string[]) => {
  const certificate = new X509Certificate((await makeCertificate(options)).certificate);
  return hosts.filter((host) => isIssuedFor(certificate, host));
};

describe('decision 34: whom a certificate was issued for', () => {
  it('decision 34 its alternative names count, whatever its common name says', async () => {
    const options = {
      commonName: 'cloud.example.com',
      alternativeNames: ['a.example.com', '*.b.example.com', '10.0.0.1'],
    };
    const hosts = ['a.example.com', 'A.EXAMPLE.com', 'x.b.example.com', 'b.example.com', 'x.y.b.example.com'];
    expect(await namesOf(options, [...hosts, 'cloud.example.com', '10.0.0.1', '10.0.0.2'])).toEqual([
      'a.example.com',
      'A.EXAMPLE.com',
      'x.b.example.com',
      '10.0.0.1',
    ]);
  });

  it('decision 34 its common name counts where it has no alternative DNS name', async () => {
    const hosts = ['cloud.example.com', 'other.example.com'];
    for (const alternativeNames of [[], ['10.0.0.1']])
      expect(await namesOf({ commonName: 'cloud.example.com', alternativeNames }, hosts)).toEqual([
        'cloud.example.com',
      ]);
  });

  it('decision 34 a common name that tells of a DNS name makes no alternative one', async () => {
    expect(await namesOf({ commonName: 'DNS:a.example.com', alternativeNames: [] }, ['a.example.com'])).toEqual([]);
  });
});
