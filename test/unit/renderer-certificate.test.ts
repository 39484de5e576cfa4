import { describe, expect, it } from 'vitest';
import { certificateAsText } from '../../renderer/certificate/certificate-as-text.ts';
import { pemFileName, pemText } from '../../renderer/certificate/pem-file.ts';
import type { CertificateFacts } from '../../shared/certificate.ts';

const certificate: CertificateFacts = {
  pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
  subject: 'CN=cloud.example',
  issuer: 'CN=Provider CA, O=Provider',
  alternativeNames: ['DNS:cloud.example', 'IP Address:192.0.2.1'],
  validFrom: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
  validTo: Date.UTC(2026, 11, 31, 23, 59, 59) / 1000,
  serialNumber: '4E01',
  key: 'EC prime256v1',
  signature: 'ecdsa-with-SHA256',
  sha256Fingerprint: 'AA:BB',
  sha1Fingerprint: 'CC:DD',
};
const issuer = { ...certificate, subject: 'CN=Provider CA', sha256Fingerprint: 'EE:FF', pem: 'issuer' };

describe('decision 34 a certificate as text', () => {
  const now = Date.UTC(2026, 11, 1);

  it('decision 34 has everything that is shown, with times in UTC', () => {
    const text = certificateAsText(
      {
        heading: 'Certificate of the WebSocket server cloud.example',
        certificate,
        warnings: ['self-signed'],
        chain: [issuer],
      },
      now,
    );
    expect(text.split('\n')).toEqual([
      'Certificate of the WebSocket server cloud.example',
      'Warning: The certificate is self-signed: only its fingerprint can tell whether it is the right one.',
      'Subject: CN=cloud.example',
      'Issuer: CN=Provider CA, O=Provider',
      'Alternative names: DNS:cloud.example, IP Address:192.0.2.1',
      'Valid from: 2026-01-02 03:04:05 UTC',
      'Valid to: 2026-12-31 23:59:59 UTC (30 days left)',
      'Serial number: 4E01',
      'Public key: EC prime256v1',
      'Signature: ecdsa-with-SHA256',
      'SHA-256: AA:BB',
      'SHA-1: CC:DD',
      'Chain: CN=Provider CA, valid to 2026-12-31 23:59:59 UTC, SHA-256 EE:FF',
      '',
    ]);
  });

  it('decision 34 without names, warnings and chain there are no empty lines, and what has expired says so', () => {
    const bare = { ...certificate, alternativeNames: [], validTo: Date.UTC(2026, 10, 29) / 1000 };
    const text = certificateAsText({ heading: 'h', certificate: bare, warnings: [], chain: [] }, now);
    expect(text).toContain('\nAlternative names: None\n');
    expect(text).toContain('(expired 2 days ago)');
    expect(text.trimEnd().split('\n')).toHaveLength(11);
  });
});

describe('decision 34 a PEM file', () => {
  it('decision 34 holds the certificate and its chain, each ending its last line', () => {
    expect(pemText([{ pem: 'leaf\n' }, { pem: ' issuer' }])).toBe('leaf\nissuer\n');
  });

  it.each([
    ['cloudhost7.example.com', 'cloudhost7.example.com.pem'],
    ['with_underscore.example', 'with_underscore.example.pem'],
    ['trailing.dot.', 'trailing.dot.pem'],
    ['192.0.2.1', '192.0.2.1.pem'],
    ['2001:db8::1', '2001-db8-1.pem'],
    ['::1', '1.pem'],
    ['::', 'certificate.pem'],
    ['[::1]', '1.pem'],
    ['con', '_con.pem'],
    ['NUL.example.com', '_NUL.example.com.pem'],
    ['com1', '_com1.pem'],
    ['console.example', 'console.example.pem'],
    ['../../etc/passwd', 'etc-passwd.pem'],
  ])('decision 34 of %s is named so that every system takes it', (host, name) => {
    expect(pemFileName(host)).toBe(name);
  });

  it('decision 34 of a host name of 253 characters is short enough for every file system', () => {
    const host = `${`${'a'.repeat(59)}.`.repeat(4)}${'b'.repeat(13)}`;
    expect(host).toHaveLength(253);
    expect(pemFileName(host, 'issuer')).toBe(`${'a'.repeat(59)}.${'a'.repeat(59)}-issuer.pem`);
  });
});
