import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { deleteAndAdd } from '../../electron/masters/delete-and-add.ts';
import type { SavedHost } from '../../electron/masters/host-objects.ts';
import { certificateFacts } from '../../electron/service/tls/certificate-facts.ts';
import { type ErrorCode, NbwssError } from '../../shared/error-catalogue.ts';
import { sampleCertificate } from '../support/sample-certificate.ts';

const former: SavedHost = {
  hostName: 'cloudhost.example.com',
  groupId: 'sg1',
  url: 'wss://cloudhost.example.com/x',
  priority: 1,
  closeStatus: null,
};
const details = { ...former, token: 'another token' };

/** A renewal whose last call fails, while the host is listed all the same. */
async function renewedWhere(saving: ErrorCode): Promise<void> {
  const pem = await sampleCertificate();
  const facts = certificateFacts(new X509Certificate(pem));
  const certificate = { ...facts, chain: [], warnings: [], issuerTrustPossible: false };
  const calls = {
    validateHost: () => Promise.resolve({ details, certificate, warnings: [] }),
    delete: () => Promise.resolve(),
    save: () => Promise.reject(new NbwssError(saving, { parameter: 'x' })),
    list: () => Promise.resolve({ hosts: [former], leftOut: 0 }),
    setState: () => Promise.resolve(),
  };
  await deleteAndAdd(calls, former, details, pem);
}

it.each(['masterNotReached', 'masterFailed'] as const)(
  'decision 38: after %s the list tells what was done',
  async (open) => {
    await expect(renewedWhere(open)).resolves.toBeUndefined();
  },
);

it.each(['alreadyExists', 'certificateDiffers', 'masterRefused'] as const)(
  'decision 38, T-13: %s is a refusal, also when somebody else has added that host meanwhile',
  async (refusal) => {
    await expect(renewedWhere(refusal)).rejects.toMatchObject({ code: 'renewNotFinished' });
  },
);
