import { expect } from 'vitest';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import type { Trust } from '../../shared/certificate.ts';
import type { FailureCause } from '../../shared/connection-causes.ts';
import type { ByteServer } from './byte-server.ts';
import type { ServiceBench } from './service-bench.ts';

/** A CA. */
export const authority = (commonName: string, issuer?: Identity) =>
  makeCertificate({ commonName, alternativeNames: [], purpose: 'authority', ...(issuer ? { issuer } : {}) });
/** As it is, and the issuers that are sent along. */
export const sending = (identity: Identity, ...chain: Identity[]): Identity => ({
  ...identity,
  chain: chain.map(({ certificate }) => certificate),
});

/** Validates, accepts and adds, as an administrator does. @returns the certificate as it was shown */
export async function acceptAndAdd(console: ServiceBench, server: ByteServer, trust: Trust = 'certificate') {
  const { certificate } = await console.service.details.validateFile(server.details);
  await console.service.endpoints.add(server.details, certificate.pem, trust);
  return certificate;
}

/** Waits until the endpoint is refused, and that the server had no byte of ours. */
export async function refused(
  console: ServiceBench,
  server: ByteServer,
  cause: FailureCause,
  reason: RegExp,
): Promise<void> {
  const { hostName } = server.details;
  await console.failed(hostName);
  expect(console.row(hostName).detail).toMatchObject({ kind: 'failed', cause });
  expect(console.row(hostName).lastError).toMatch(reason);
  const last = server.lines.at(-1);
  await last?.until('gone', () => last.closed);
  expect(last?.bytesReceived).toBe(0);
}
