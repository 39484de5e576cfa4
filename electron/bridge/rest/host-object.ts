import { z } from 'zod';
import type { PresentedCertificate } from '../../../shared/certificate.ts';
import { certificateWarningTexts } from '../../../shared/certificate-text.ts';
import { connectionStateSchema, type EndpointStatus, endpointStateSchema } from '../../../shared/connection-status.ts';
import { type EndpointDetails, endpointDetailsSchema } from '../../../shared/endpoint-details.ts';

/** The vendor's host object, and what it grows into. The five fields are those of the details file (E-1). */

const fingerprint = (digest: string) => z.string().describe(`${digest}: upper-case hex pairs with colons.`);

const certificateText = z
  .string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a string') })
  .max(65_536, 'must not be longer than 65,536 characters')
  .refine((text) => text.trim() !== '', 'must not be empty')
  .describe('PEM');

/** What a server presents, with what is odd about it; `certificate` is to be accepted by sending it back. */
const shownCertificate = {
  certificate: z.string().describe('PEM of the certificate that the server presents.'),
  subject: z.string(),
  sha1Fingerprints: fingerprint('SHA-1'),
  sha256Fingerprint: fingerprint('SHA-256'),
  warnings: z.array(z.string()).describe('What is allowed, but worth a second look; accepted with the certificate.'),
};

/** What the vendor's host object says of an endpoint that is not saved. */
const unsaved = { state: null, connectionState: null, endpointType: null, closeStatus: null } as const;

export const detailsRequestSchema = endpointDetailsSchema.meta({ id: 'EndpointDetails' });

export const validatedHostSchema = z
  .object({
    ...detailsRequestSchema.shape,
    ...shownCertificate,
    state: z.null(),
    connectionState: z.null(),
    endpointType: z.null(),
    closeStatus: z.null(),
  })
  .meta({ id: 'ValidatedHost' });
export type ValidatedHost = z.infer<typeof validatedHostSchema>;

/** Decision 33: the details server's own certificate comes first. */
export const detailsServerSchema = z
  .object({ detailsServer: z.object({ url: z.string(), ...shownCertificate }) })
  .meta({ id: 'DetailsServer' });
export type DetailsServer = z.infer<typeof detailsServerSchema>;

/** D-15: a validated host is taken as it came; what is not named here is ignored. */
export const acceptedHostSchema = endpointDetailsSchema
  .extend({ certificate: certificateText })
  .meta({ id: 'AcceptedHost' });

export const urlRequestSchema = z
  .object({
    url: z.string({ error: 'must be a string' }).max(8192, 'must not be longer than 8,192 characters'),
    certificate: certificateText.optional().describe('PEM of the details server, when it has to be accepted and was.'),
  })
  .meta({ id: 'DetailsUrl' });

export const stateRequestSchema = z
  .object({
    hostName: z.string({ error: 'must be a string' }),
    state: z.enum(endpointStateSchema.options, { error: 'must be ACTIVATED or DEACTIVATED' }),
  })
  .meta({ id: 'HostState' });

/** P-6: a saved endpoint never shows its token. */
export const hostSchema = z
  .object({
    certificate: z.string().nullable().describe('PEM from the trust store; null when that cannot give it.'),
    hostName: z.string(),
    groupId: z.string(),
    url: z.string(),
    priority: z.number().int(),
    state: endpointStateSchema,
    connectionState: connectionStateSchema,
    endpointType: z.null(),
    closeStatus: z.string().nullable().describe('How the last established connection ended; null before the first.'),
  })
  .meta({ id: 'Host' });
export type Host = z.infer<typeof hostSchema>;

export function shownCertificateOf(shown: PresentedCertificate, warnings: readonly string[] = []) {
  return {
    certificate: shown.pem,
    subject: shown.subject,
    sha1Fingerprints: shown.sha1Fingerprint,
    sha256Fingerprint: shown.sha256Fingerprint,
    warnings: [...new Set([...warnings, ...shown.warnings.map((warning) => certificateWarningTexts[warning])])],
  };
}

export function validatedHost(
  details: EndpointDetails,
  certificate: PresentedCertificate,
  warnings: readonly string[],
): ValidatedHost {
  return { ...details, ...unsaved, ...shownCertificateOf(certificate, warnings) };
}

/** @param certificate PEM that the trust store holds */
export function savedHost(row: EndpointStatus, certificate: string | null): Host {
  const { hostName, groupId, url, priority, state, connectionState, closeStatus } = row;
  return { certificate, hostName, groupId, url, priority, state, connectionState, endpointType: null, closeStatus };
}
