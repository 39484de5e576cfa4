import { X509Certificate } from 'node:crypto';
import { runConformance } from '../../electron/conformance/conformance-run.ts';
import type { Limits } from '../../electron/conformance/limits.ts';
import { type RuleResult, RuleSheet } from '../../electron/conformance/rule-sheet.ts';
import type { Behaviour } from '../../electron/practice/cloud/connection.ts';
import { type CloudApplicationOptions, PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { type Clock, systemClock } from '../../electron/service/clock.ts';
import { fetchCertificate } from '../../electron/service/tls/fetch-certificate.ts';
import { direct } from '../../electron/service/tls/proxy.ts';
import { type EndpointDetails, webSocketAddress } from '../../shared/endpoint-details.ts';
import { properCommand } from './byte-endpoint.ts';

/** An endpoint that is tested. */
export interface TestedEndpoint {
  readonly details: EndpointDetails;
  close(): Promise<void>;
}

/** Shorter than the real ones where nothing is lost by it; long enough for a busy machine. */
export const shortLimits: Limits = { quiet: 400, watch: 800, pong: 3_000, acknowledgement: 2_000 };

/** A clock that runs so many times as fast: for limits that are waited out. */
export const fastClock = (times: number): Clock => ({
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * times,
  setTimeout: (action, milliseconds) => systemClock.setTimeout(action, milliseconds / times),
});

/** What the practice cloud application does, and it sends a COMMAND once it has accepted a connection. */
export const commanding: Partial<Behaviour> = {
  onConnect(request, connection, rightToken) {
    connection.answerConnect(request, rightToken);
    if (rightToken) connection.send(properCommand());
  },
};

/** A practice cloud application that keeps every rule, but for what is given. */
export const cloudApplication = (
  behaviour: Partial<Behaviour> = {},
  options: CloudApplicationOptions = {},
): Promise<PracticeCloudApplication> =>
  PracticeCloudApplication.start({ ...options, behaviour: { ...commanding, ...behaviour } });

/** The fingerprint that a server shows, as an administrator would have it from elsewhere. */
export async function fingerprintOf(details: EndpointDetails): Promise<string> {
  const { pem } = await fetchCertificate(webSocketAddress(details.url), { clock: systemClock, route: direct });
  return new X509Certificate(pem).fingerprint256;
}

/** @param acceptedFingerprint as the product writes it */
export async function conformanceOf(
  details: EndpointDetails,
  acceptedFingerprint: string | undefined,
  clock: Clock = systemClock,
): Promise<RuleResult[]> {
  const sheet = new RuleSheet();
  sheet.pass('details', 'they were made by the test');
  await runConformance(sheet, {
    details,
    acceptedFingerprint,
    clock,
    route: direct,
    limits: shortLimits,
    progress: () => undefined,
  });
  return sheet.results;
}
