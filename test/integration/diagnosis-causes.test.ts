import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { connectionCauses, type FailureCause } from '../../shared/connection-causes.ts';
import type { DiagnosisStep } from '../../shared/diagnosis.ts';
import { diagnosisSteps } from '../../shared/diagnosis-steps.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { diagnose } from '../support/diagnose.ts';
import { failingEndpoints, seedFailing } from '../support/failing-endpoints.ts';
import { ServiceBench } from '../support/service-bench.ts';

/** Where the way of a connection ends, by why. */
const endsAt: Partial<Record<FailureCause, DiagnosisStep['step']>> = {
  'name-resolution': 'name-resolution',
  refused: 'tcp',
  tls: 'tls',
  'certificate-changed': 'certificate',
  'certificate-wrong-name': 'certificate',
  'certificate-expired': 'certificate',
  'certificate-not-yet-valid': 'certificate',
  'certificate-wrong-issuer': 'certificate',
  'trust-store': 'certificate',
  'upgrade-refused': 'upgrade',
  'closed-before-accepted': 'connect',
  'token-rejected': 'connect',
  'credentials-unreadable': 'connect',
};

describe('decision 41, T-24: Diagnose… ends where the connection process ends, for the same cause', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  const open: { close(): Promise<void> }[] = [];
  // The others wait for a time limit, or fail once they are connected.
  const failing = failingEndpoints((server) => open.push(server)).filter(({ cause }) => endsAt[cause] !== undefined);
  let applications: Map<string, PracticeCloudApplication>;
  let console: ServiceBench;
  beforeAll(async () => {
    const dataFolder = join(folder, 'data');
    applications = await seedFailing(dataFolder, failing, shippedPropertiesFile, (server) => open.push(server));
    console = new ServiceBench({ dataFolder });
    open.push(console);
    await Promise.all(failing.map(({ hostName }) => console.failed(hostName)));
  });
  afterAll(async () => {
    for (const server of open.splice(0).reverse()) await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('every cause with a step is there', () => {
    expect(new Set(failing.map(({ cause }) => cause))).toEqual(new Set(Object.keys(endsAt)));
  });

  it.each(failing.map((each) => [each.hostName, each] as const))('%s', async (hostName, { cause, found }) => {
    const row = console.row(hostName);
    const upgrades = () => applications.get(hostName)?.received.filter(({ kind }) => kind === 'upgrade').length;
    const before = upgrades();
    const course = await diagnose(console, hostName);
    const { meaning, actions } = connectionCauses[cause];
    expect(course.failed).toMatchObject({ step: endsAt[cause], meaning, advice: [...actions] });
    // The very words of the attempt; a fingerprint stands there, too.
    expect(course.failed?.detail).toBe(row.lastError);
    if (found) expect(course.failed?.detail).toMatch(found);
    expect(course.steps.map(({ step }) => step)).toEqual(diagnosisSteps);
    const after = course.steps.slice(diagnosisSteps.indexOf(endsAt[cause] ?? 'ping') + 1);
    expect(after.every(({ verdict }) => verdict === 'not tried')).toBe(true);
    // Nothing of the row has changed, and nothing was sent that the attempt would not have sent.
    expect(console.row(hostName)).toEqual({ ...row, nextAttemptAt: console.row(hostName).nextAttemptAt });
    const isRefusedBefore = !['upgrade', 'connect'].includes(endsAt[cause] ?? '') || cause === 'credentials-unreadable';
    if (isRefusedBefore) expect(upgrades()).toBe(before);
  });
});
