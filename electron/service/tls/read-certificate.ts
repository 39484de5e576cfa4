import { X509Certificate } from 'node:crypto';
import { TlsFailure } from './tls-failure.ts';

/**
 * A certificate whose validity can be read, from PEM or DER. OpenSSL takes any text for a date, and a certificate without one would
 * count as valid for ever: nothing is before or after what is no time.
 * @throws what is wrong with it
 */
export function readCertificate(encoded: string | Buffer): X509Certificate {
  return withValidity(new X509Certificate(encoded));
}

/** The same of what TLS has read of a server already. @throws TlsFailure */
export function presented(certificate: X509Certificate): X509Certificate {
  try {
    return withValidity(certificate);
  } catch (error) {
    throw new TlsFailure('tls', `the server presented a damaged certificate: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function withValidity(certificate: X509Certificate): X509Certificate {
  const { validFrom, validTo } = certificate;
  if (Number.isNaN(Date.parse(validFrom)) || Number.isNaN(Date.parse(validTo)))
    throw new Error('its validity cannot be read');
  return certificate;
}
