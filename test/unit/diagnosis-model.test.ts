import { describe, expect, it } from 'vitest';
import { DiagnosisModel } from '../support/diagnosis-model.ts';
import { fc, seed } from '../support/seeded-cases.ts';
import type { SimulatedServer } from '../support/simulated-connections.ts';

const numRuns = Number(process.env['NBWSS_MODEL_RUNS'] ?? 600);

const host = fc.constantFrom('h1', 'h2', 'h3', 'h4');
const turns = fc.option(fc.nat(20), { nil: undefined, freq: 2 });
const shortTime = fc.constantFrom(0, 0, 1, 20, 300, 2000);
const server: fc.Arbitrary<Omit<SimulatedServer, 'accepts'>> = fc.record({
  mode: fc.constantFrom('up', 'up', 'down', 'down', 'silent', 'mute'),
  upgradeAfter: fc.oneof(shortTime, fc.nat(12_000)),
  answerAfter: fc.oneof(shortTime, fc.nat(35_000)),
  closeAfter: fc.oneof(shortTime, fc.nat(9000)),
});
const step = fc.oneof(
  fc.record({ do: fc.constant('pass' as const), milliseconds: fc.oneof(fc.nat(500), fc.nat(10_000)) }),
  fc.record({ do: fc.constant('pass' as const), milliseconds: fc.nat(40_000) }),
  fc.record({ do: fc.constant('diagnose' as const), host, turns }),
  fc.record({ do: fc.constant('diagnose' as const), host, turns }),
  fc.record({ do: fc.constantFrom('lose', 'lose', 'stop', 'toggle', 'reconnect'), host, turns }),
  fc.record({ do: fc.constant('run' as const), turns }),
  fc.record({ do: fc.constant('server' as const), host, server, turns }),
  fc.record({ do: fc.constant('server' as const), host, server, turns }),
);

describe('a diagnosis beside the connection process, whatever happens in whatever order', () => {
  it('C-3, C-4, C-15, decision 41: never a second connection of an endpoint or a group, nothing is left, and every group is connected afterwards', async () => {
    const total = { lent: 0, refused: 0, accepted: 0, waited: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 60 }), fc.boolean(), async (steps, earlyRun) => {
        const model = new DiagnosisModel(earlyRun);
        for (const next of steps) await model.step(next);
        await model.calmDown();
        await model.end();
        for (const key of ['lent', 'refused', 'accepted', 'waited'] as const) total[key] += model.counts[key];
      }),
      { seed, numRuns },
    );
    // The schedules put it to the test.
    for (const [key, count] of Object.entries(total))
      expect([key, count > numRuns / 10], JSON.stringify(total)).toEqual([key, true]);
  }, 60_000);
});
