import { describe, expect, it } from 'vitest';
import { ConnectionModel, type ModelStep } from '../support/connection-model.ts';
import { fc, seed } from '../support/seeded-cases.ts';
import type { SimulatedServer } from '../support/simulated-connections.ts';

const numRuns = Number(process.env['NBWSS_MODEL_RUNS'] ?? 1000);
const stepsPerRun = 200;

const host = fc.constantFrom('h1', 'h2', 'h3', 'h4', 'h5', 'h6');
const group = fc.constantFrom('a', 'a', 'b', 'c');
/** Most events let everything run that can; others come so many microtask turns after the one before. */
const turns = fc.option(fc.nat(20), { nil: undefined, freq: 2 });
const shortTime = fc.constantFrom(0, 0, 1, 20, 300, 2000);
const serverOf: { [Key in keyof Omit<SimulatedServer, 'accepts'>]: fc.Arbitrary<SimulatedServer[Key]> } = {
  mode: fc.constantFrom('up', 'up', 'up', 'up', 'up', 'up', 'down', 'down', 'silent', 'mute'),
  upgradeAfter: fc.oneof(shortTime, shortTime, fc.nat(12_000)),
  answerAfter: fc.oneof(shortTime, shortTime, fc.nat(35_000)),
  closeAfter: fc.oneof(shortTime, fc.nat(9000)),
};
const server: fc.Arbitrary<Omit<SimulatedServer, 'accepts'>> = fc.record(serverOf);
const change = fc.oneof(
  fc.record({ 'connectionInfo.period': fc.constantFrom(60, 60, 7, 300, 1) }),
  fc.record({ 'connectionInfo.earlyRun': fc.constantFrom(true, true, false) }),
  fc.record({ 'scheduledExecutor.threadPoolSize': fc.integer({ min: 1, max: 2 }) }),
);
const step: fc.Arbitrary<ModelStep> = fc.oneof(
  { withCrossShrink: true },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('pass' as const), milliseconds: fc.nat(2000) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass' as const), milliseconds: fc.nat(50_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), milliseconds: fc.nat(400_000) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      host,
      group,
      priority: fc.integer({ min: 1, max: 3 }),
      rightToken: fc.constantFrom(true, true, true, true, true, false),
      turns,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('delete', 'activate', 'activate', 'activate', 'deactivate'),
      host,
      turns,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('server' as const), host, server, turns }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('token' as const),
      host,
      isAccepted: fc.constantFrom(true, true, false),
      turns,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('readable' as const),
      host,
      isReadable: fc.constantFrom(true, true, true, false),
      turns,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('lose' as const), group, closes: fc.boolean(), turns }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('run' as const), turns }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wake' as const),
      slept: fc.integer({ min: -7_200_000, max: 7_200_000 }),
      turns,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reconnect' as const), group, turns }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('properties' as const), change, turns }) },
);

/** Of a counterexample only the steps that are left of the shrunk ones are told: the others let no time pass. */
const toldBriefly = (steps: ModelStep[]) =>
  Object.assign(steps, {
    [fc.toStringMethod]: () =>
      steps
        .filter((one) => one.do !== 'pass' || one.milliseconds > 0)
        .map((one) => JSON.stringify(one))
        .join('\n'),
  });

/** Numbers from 0 to 1 that look random and are the same for the same seed. */
const jitterOf = (start: number) => {
  let last = start;
  return () => {
    last = (last * 16_807 + 1) % 2_147_483_647;
    return last / 2_147_483_647;
  };
};

describe('the connection process, whatever happens in whatever order', () => {
  it('C-1 to C-11, C-15, C-16, C-17, decisions 1 to 9: no rule is broken at any instant, and nothing is left at the end', async () => {
    const total = { runs: 0, steps: 0, attempts: 0, connections: 0, losses: 0, rejections: 0, closedByUs: 0 };
    const schedule = fc.array(step, { minLength: stepsPerRun, maxLength: stepsPerRun }).map(toldBriefly);
    await fc.assert(
      fc.asyncProperty(schedule, fc.nat(1_000_000), async (steps, jitter) => {
        const model = new ConnectionModel(jitterOf(jitter));
        model.start();
        for (const next of steps) await model.step(next);
        // Half of them are stopped in the middle of things, the others after a while and right after losses.
        if (jitter % 2 === 0) {
          await model.calmDown();
          await model.step({ do: 'pass', milliseconds: 30_000 });
          for (const each of ['a', 'b', 'c']) await model.step({ do: 'lose', group: each, closes: false });
        }
        await model.stop();
        total.runs++;
        total.steps += steps.length;
        const { counts } = model.rules;
        for (const key of ['attempts', 'connections', 'losses', 'rejections', 'closedByUs'] as const)
          total[key] += counts[key];
      }),
      { seed, numRuns, interruptAfterTimeLimit: 220_000, markInterruptAsFailure: true },
    );
    expect(total.steps).toBe(numRuns * stepsPerRun);
    // The world is neither so hostile nor so calm that the rules are not put to the test.
    for (const key of ['connections', 'losses', 'rejections', 'closedByUs'] as const)
      expect(total[key], JSON.stringify(total)).toBeGreaterThan(2 * numRuns);
  }, 240_000);

  it('C-16, decision 12: never over 256 attempts at once for each unit of scheduledExecutor.threadPoolSize, and all get their turn', async () => {
    let most = 0;
    const slow = fc.record({ ...serverOf, upgradeAfter: fc.nat(12_000) });
    const scene = fc.record({
      servers: fc.array(slow, { minLength: 600, maxLength: 600 }),
      units: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 10, maxLength: 10 }),
      period: fc.constantFrom(5, 60),
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ servers, units, period }) => {
        const model = new ConnectionModel(() => 0.5);
        for (const [index, server] of servers.entries()) {
          const host = `h${index}`;
          await model.step({ do: 'server', host, server, turns: 0 });
          await model.step({ do: 'save', host, group: `g${index % 500}`, priority: 1, rightToken: true, turns: 0 });
        }
        model.start();
        await model.step({ do: 'properties', change: { 'connectionInfo.period': period } });
        for (const size of units) {
          await model.step({ do: 'properties', change: { 'scheduledExecutor.threadPoolSize': size } });
          await model.step({ do: 'pass', milliseconds: 3000 });
        }
        await model.calmDown();
        await model.stop();
        most = Math.max(most, model.rules.counts.mostAttemptsAtOnce);
      }),
      { seed, numRuns: 2, endOnFailure: true },
    );
    expect(most).toBeGreaterThan(256); // with one unit it is 256, with two all groups are tried at once
  }, 60_000);
});
