import { makeCertificate } from '../../electron/practice/certificates.ts';

/** PEM of a certificate that was made just now. */
export async function sampleCertificate(commonName = 'cloud.example'): Promise<string> {
  const { certificate } = await makeCertificate({ commonName });
  return certificate;
}

/** The same certificate with dates that are none, and with its signature broken by that. */
export function withoutDates(pem: string): string {
  const [head = '', body = ''] = pem.split(/-----\n/);
  const der = Buffer.from(body.split('-----')[0] ?? '', 'base64').toString('latin1');
  const without = der.replace(/\d{12}Z/g, '99XX01000000Z');
  const encoded = Buffer.from(without, 'latin1').toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `${head}-----\n${encoded}\n-----END CERTIFICATE-----\n`;
}

/** So many certificates that are all different, made from one: only their signatures, which are not true, differ. */
export function differentCertificates(pem: string, count: number): string[] {
  const body = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return Array.from({ length: count }, (_, number) => {
    body.writeUInt32BE(number, body.length - 4);
    const encoded = body.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
    return `-----BEGIN CERTIFICATE-----\n${encoded}\n-----END CERTIFICATE-----\n`;
  });
}
