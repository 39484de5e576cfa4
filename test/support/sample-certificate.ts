import { makeCertificate } from '../../electron/practice/certificates.ts';

/** PEM of a certificate that was made just now. */
export async function sampleCertificate(commonName = 'cloud.example'): Promise<string> {
  const { certificate } = await makeCertificate({ commonName });
  return certificate;
}
