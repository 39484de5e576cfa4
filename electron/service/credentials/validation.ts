import { X509Certificate } from 'node:crypto';
import type { Acceptance, PresentedCertificate, Trust } from '../../../shared/certificate.ts';
import {
  detailsWarnings,
  type EndpointDetails,
  type ReadDetails,
  readEndpointDetails,
  webSocketAddress,
} from '../../../shared/endpoint-details.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { addressOf } from '../../../shared/host-name.ts';
import type { Clock } from '../clock.ts';
import type { ClientCertificate } from '../tls/client-certificate.ts';
import { fetchCertificate } from '../tls/fetch-certificate.ts';
import type { Route } from '../tls/proxy.ts';
import { TlsFailure } from '../tls/tls-failure.ts';
import { checkDetailsUrl, downloadDetails, UntrustedDetailsServer } from './details-download.ts';

/** Which step asks for a certificate: decides between the strings of T-3, T-5 and T-15 (decision 31). */
type Step = 'validate file' | 'validate url' | 'add host';

export interface ValidationOptions {
  clock: Clock;
  /** Through which proxy, if any (decision 14). */
  route: Route;
  /** Shown to the endpoint's server if it asks for one, and never to the details server. */
  clientCertificate?: ClientCertificate | undefined;
  signal?: AbortSignal | undefined;
}

/** Details together with the certificate that is to be accepted for them. */
export interface ValidatedDetails extends ReadDetails {
  certificate: PresentedCertificate;
}

/** What Validate with URL leads to: first, where needed, the details server's own certificate (decision 33). */
export type UrlValidation =
  | { kind: 'details-server'; url: string; certificate: PresentedCertificate }
  | { kind: 'validated'; validation: ValidatedDetails };

const asOptions = ({ clock, route, signal }: ValidationOptions) => ({ clock, route, ...(signal ? { signal } : {}) });

/** What a certificate is asked with. */
type Asked = Pick<EndpointDetails, 'hostName' | 'url'>;

/**
 * Decision 35: what the server of a saved endpoint presents now. Sends nothing.
 * @throws NbwssError `noConnection`
 */
export function presentedCertificate(endpoint: Asked, options: ValidationOptions): Promise<PresentedCertificate> {
  return certificateOf(endpoint, 'validate file', options);
}

async function certificateOf(details: Asked, step: Step, options: ValidationOptions): Promise<PresentedCertificate> {
  try {
    const { clientCertificate } = options;
    return await fetchCertificate(webSocketAddress(details.url), { ...asOptions(options), clientCertificate });
  } catch (error) {
    if (!(error instanceof TlsFailure)) throw error;
    if (error.isOurs) throw new NbwssError('tlsSetup', { causes: [error.message] }, { cause: error }); // decision 31
    if (error.stage === 'network' || step === 'validate file') {
      throw new NbwssError('noConnection', { parameter: details.hostName, causes: [error.message] }, { cause: error });
    }
    throw new NbwssError('openFailed', { causes: [error.message] }, { cause: error });
  }
}

const day = (date: string) => new Date(date).toISOString().slice(0, 10);

/** A client certificate out of its time is allowed, but worth a second look. */
function clientWarnings({ clientCertificate, clock }: ValidationOptions): string[] {
  if (!clientCertificate) return [];
  const { validFrom, validTo } = new X509Certificate(clientCertificate.chain);
  if (clock.now() > Date.parse(validTo)) return [`The client certificate expired on ${day(validTo)}.`];
  if (clock.now() < Date.parse(validFrom)) return [`The client certificate is not valid before ${day(validFrom)}.`];
  return [];
}

/** D-9 for FILE: details that were read before, and the certificate that their server presents now. */
export async function validateDetails(details: EndpointDetails, options: ValidationOptions): Promise<ValidatedDetails> {
  return {
    details,
    warnings: [...detailsWarnings(details), ...clientWarnings(options)],
    certificate: await certificateOf(details, 'validate file', options),
  };
}

/**
 * D-8, D-9 for URL: downloads the details, then asks their server for its certificate.
 * @param acceptedDetailsServer PEM of the details server's certificate, when it was accepted
 */
export async function validateUrl(
  text: string,
  acceptedDetailsServer: string | undefined,
  options: ValidationOptions,
): Promise<UrlValidation> {
  const url = checkDetailsUrl(text);
  const target = addressOf(url);
  let accepted: PresentedCertificate | undefined;
  if (acceptedDetailsServer !== undefined) {
    accepted = await presentedBy(target, options);
    if (accepted.pem.trim() !== acceptedDetailsServer.trim())
      throw new NbwssError('certificateDiffers', {
        causes: [`The server ${target.host} now presents ${accepted.sha256Fingerprint}.`],
      });
  }
  let contents: Uint8Array;
  try {
    contents = await downloadDetails(url, { ...asOptions(options), ...(accepted ? { accepted } : {}) });
  } catch (error) {
    if (!(error instanceof UntrustedDetailsServer)) throw error;
    return { kind: 'details-server', url: url.href, certificate: await presentedBy(target, options) };
  }
  const read = readEndpointDetails(contents, 'url');
  return {
    kind: 'validated',
    validation: {
      ...read,
      warnings: [...read.warnings, ...clientWarnings(options)],
      certificate: await certificateOf(read.details, 'validate url', options),
    },
  };
}

async function presentedBy(
  target: { host: string; port: number },
  options: ValidationOptions,
): Promise<PresentedCertificate> {
  try {
    return await fetchCertificate(target, asOptions(options));
  } catch (error) {
    if (!(error instanceof TlsFailure)) throw error;
    if (error.stage === 'network')
      throw new NbwssError('noConnection', { parameter: target.host, causes: [error.message] }, { cause: error });
    throw new NbwssError('openFailed', { causes: [error.message] }, { cause: error });
  }
}

/** What was accepted, and the PEM that goes into the trust store for it. */
export interface ConfirmedCertificate {
  acceptance: Acceptance;
  anchor: string;
}

/**
 * D-17: fetches the certificate again and compares it with the accepted one.
 * @param acceptedPem the certificate that the administrator accepted, with the warnings that were shown for it
 * @throws NbwssError `certificateDiffers` (T-16), `noConnection` (T-11), `tlsSetup` (T-14), `openFailed` (T-15)
 */
export async function confirmCertificate(
  details: Asked,
  acceptedPem: string,
  trust: Trust,
  options: ValidationOptions,
): Promise<ConfirmedCertificate> {
  const now = await certificateOf(details, 'add host', options);
  if (now.pem.trim() !== acceptedPem.trim()) {
    throw new NbwssError('certificateDiffers', {
      causes: [`The server now presents the certificate ${now.sha256Fingerprint}.`],
    });
  }
  const issuer = now.issuerTrustPossible ? now.chain[0] : undefined;
  if (trust === 'issuer' && !issuer) {
    throw new NbwssError('openFailed', {
      causes: ['The server does not present the issuer of its certificate for this host name.'],
    });
  }
  const { sha256Fingerprint, warnings, validTo } = now;
  const acceptance: Acceptance = { trust, sha256Fingerprint, acceptedWarnings: warnings, validTo };
  return trust === 'issuer' && issuer
    ? {
        // The server's own certificate may be renewed at any time: what expires is the trust in its issuer.
        acceptance: { ...acceptance, validTo: issuer.validTo, anchorFingerprint: issuer.sha256Fingerprint },
        anchor: issuer.pem,
      }
    : { acceptance, anchor: now.pem };
}
