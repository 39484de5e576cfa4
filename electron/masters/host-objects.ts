import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { PresentedCertificate } from '../../shared/certificate.ts';
import { connectionStateSchema, endpointStateSchema } from '../../shared/connection-status.ts';
import { checkEndpointDetails, type EndpointDetails, webSocketAddress } from '../../shared/endpoint-details.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { canonicalHostName, isHostName } from '../../shared/host-name.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { certificateFacts, warningsOf } from '../service/tls/certificate-facts.ts';
import { readCertificate } from '../service/tls/read-certificate.ts';

/** The vendor's host object (netbackup-api.md), as far as it is believed. */

/** More than a console can do with. */
const maxHosts = 20_000;
/** So many entries are read at a time: they take some ten milliseconds. */
const portion = 500;

/** Text of a server as it may be shown: on one line, and not too long. */
const shownText = (length: number) =>
  z
    .string()
    .min(1)
    .max(length)
    .refine((text) => !/\p{C}/u.test(text));

const savedHostSchema = z.object({
  hostName: shownText(512).refine(isHostName),
  groupId: z.string().min(1).max(1024).transform(shownIdentifier),
  url: z.string().min(1).max(8192).transform(shownIdentifier),
  priority: z.number().int(),
  state: endpointStateSchema.nullish(),
  connectionState: connectionStateSchema.nullish(),
  certificate: z.string().max(65_536).nullish(),
  /** Since 10.5; a name that nobody knows yet is shown as it is. */
  closeStatus: z
    .string()
    .regex(/^[A-Z0-9_]{1,64}$/)
    .nullish()
    .catch(null),
});
export type SavedHost = z.infer<typeof savedHostSchema>;

/** A list that was read: entries that are none, and those that repeat a host name, are counted and left out. */
export interface HostList {
  readonly hosts: readonly SavedHost[];
  readonly leftOut: number;
}

/**
 * Reads a list a few hundred entries at a time, between other work of this service.
 * @returns `undefined` for anything but a list
 */
export async function readHostList(body: unknown): Promise<HostList | undefined> {
  if (!Array.isArray(body) || body.length > maxHosts) return undefined;
  const hosts = new Map<string, SavedHost>();
  for (const [index, entry] of body.entries()) {
    if (index > 0 && index % portion === 0) await setImmediate();
    const { data } = savedHostSchema.safeParse(entry);
    if (!data) continue;
    const name = canonicalHostName(data.hostName);
    if (!hosts.has(name)) hosts.set(name, data);
  }
  return { hosts: [...hosts.values()], leftOut: body.length - hosts.size };
}

const validatedHostSchema = z.object({
  hostName: z.string().optional(),
  url: z.string().optional(),
  certificate: z.string().max(65_536),
  /** Since 11.2, and of a headless host. */
  sha256Fingerprint: z.string().nullish(),
  warnings: z.array(shownText(1000)).max(20).optional().catch(undefined),
});

/** What `validatehost` and `validateurl` answer. */
export interface ValidatedHost {
  readonly details: EndpointDetails;
  readonly certificate: PresentedCertificate;
  /** Of a headless host. */
  readonly warnings: readonly string[];
}

/**
 * The details with the certificate that their server presents. The certificate is looked at here; what the server says of it
 * has to be true.
 * @param given details that were sent: they are what will be saved, whatever comes back. `undefined` for those of a URL
 * @param now epoch milliseconds
 * @returns what is wrong with the answer, when something is
 */
export function readValidatedHost(
  body: unknown,
  given: EndpointDetails | undefined,
  now: number,
): ValidatedHost | string {
  const { data } = validatedHostSchema.safeParse(body);
  if (!data) return 'it holds no certificate';
  const details = given ?? detailsOf(body as object);
  if (!details) return 'it does not hold the five fields of endpoint details';
  const isAbout = canonicalHostName(data.hostName ?? details.hostName) === canonicalHostName(details.hostName);
  if (!isAbout || (data.url ?? details.url) !== details.url) return 'the answer is about another host';
  const certificate = presentedFrom(data.certificate, webSocketAddress(details.url).host, now);
  if (!certificate) return 'its certificate cannot be read';
  const told = data.sha256Fingerprint;
  if (typeof told === 'string' && plain(told) !== plain(certificate.sha256Fingerprint))
    return 'its fingerprint is not that of its certificate';
  return { details, certificate, warnings: data.warnings ?? [] };
}

function detailsOf(body: object): EndpointDetails | undefined {
  try {
    return checkEndpointDetails(body, 'url');
  } catch (error) {
    if (error instanceof NbwssError) return undefined;
    throw error;
  }
}

const plain = (fingerprint: string) => fingerprint.replace(/[^0-9a-f]/gi, '').toLowerCase();

const detailsServerSchema = z.object({
  detailsServer: z.object({ url: z.url({ protocol: /^https$/ }).max(8192), certificate: z.string().max(65_536) }),
});

/** Decision 33: the details server's own certificate, which a headless host asks to have accepted first. */
export function readDetailsServer(
  body: unknown,
  now: number,
): { url: string; certificate: PresentedCertificate } | undefined {
  const { data } = detailsServerSchema.safeParse(body);
  if (!data) return undefined;
  const { url, certificate } = data.detailsServer;
  const presented = presentedFrom(certificate, new URL(url).hostname.replace(/^\[|\]$/g, ''), now);
  return presented && { url, certificate: presented };
}

/** A certificate as it was told: its chain is not, so that its issuer cannot be trusted instead. */
function presentedFrom(pem: string, host: string, now: number): PresentedCertificate | undefined {
  try {
    const certificate = readCertificate(pem);
    return {
      ...certificateFacts(certificate),
      chain: [],
      warnings: warningsOf(certificate, host, now),
      issuerTrustPossible: false,
    };
  } catch {
    return undefined;
  }
}
