import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { benchmarks } from '../bench/benchmarks.ts';
import { longest } from '../bench/main-thread.ts';
import { type Benchmark, type Goal, median, resultOf, unmeasured } from '../bench/result.ts';

const benchmark: Benchmark = {
  name: 'grid-10000',
  about: '',
  unit: 'ms',
  referenceName: 'a plain list',
  goal: { kind: 'ours below', value: 500 },
  measure: () => Promise.reject(new Error('not measured here')),
};

describe('npm run bench', () => {
  it('each benchmark has a name of its own, a goal and a reference that is named', () => {
    expect(benchmarks.map(({ name }) => name)).toEqual([
      'grid-10000',
      'update-storm',
      'notifications-backlog',
      'masters-20',
      'command-relay',
      'command-relay-vs-localtunnel',
      'command-relay-vs-ssh',
      'command-relay-vs-rathole',
      'notifications',
      'notifications-vs-jetstream',
      'connections-memory',
      'connections-time',
      'start-up',
    ]);
    for (const { name, goal, referenceName } of benchmarks) {
      expect(goal.value, name).toBeGreaterThan(0);
      expect(referenceName, name).toMatch(/\S/);
    }
  });

  it('tells the medians of the rounds, their ratio, and whether ours is under the goal', () => {
    expect(resultOf(benchmark, { ours: [400, 900, 450], reference: [300, 200, 225] })).toEqual({
      name: 'grid-10000',
      unit: 'ms',
      ours: 450,
      reference: 225,
      referenceName: 'a plain list',
      ratio: 2,
      goal: 500,
      goalIs: 'ours below',
      holds: true,
      rounds: 3,
      oursSpread: [400, 900],
      referenceSpread: [200, 300],
    });
    expect(resultOf(benchmark, { ours: [500], reference: [1] }).holds).toBe(false);
  });

  it.each<[Goal['kind'], ours: number, reference: number, holds: boolean]>([
    ['ratio at least', 90, 100, true],
    ['ratio at least', 89, 100, false],
    ['ratio at most', 90, 100, true],
    ['ratio at most', 91, 100, false],
  ])('with the goal "%s" 0.9, %i against %i: %s', (kind, ours, reference, holds) => {
    const relay: Benchmark = { ...benchmark, goal: { kind, value: 0.9 } };
    expect(resultOf(relay, { ours: [ours], reference: [reference] })).toMatchObject({ goalIs: kind, goal: 0.9, holds });
  });

  it('a reference that cannot be had is told as such, and no goal holds then', () => {
    expect(unmeasured(benchmark, 'there is no compiler')).toEqual({
      name: 'grid-10000',
      unit: 'ms',
      ours: null,
      reference: null,
      referenceName: 'a plain list',
      ratio: null,
      goal: 500,
      goalIs: 'ours below',
      holds: false,
      notMeasured: 'there is no compiler',
    });
  });

  it('a median is the middle one, or the mean of the two in the middle', () => {
    expect([median([3]), median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([3, 2, 2.5]);
    expect(() => median([])).toThrow('no median of nothing');
  });

  it('the longest task is the one that takes longest for the user; one that works longest may be another', () => {
    const task = (duration: number, work: number) => ({ duration, work, isLoading: false });
    expect(longest([task(10, 9), task(60, 5), task(50, 2)])).toEqual({ duration: 60, work: 9, long: 2 });
  });

  const command = (...args: string[]) =>
    spawnSync(process.execPath, ['test/bench/bench-command.ts', ...args], { cwd: projectFolder, encoding: 'utf8' });

  it.each([
    [
      'a name that is not there',
      ['--only', 'nothing', '--json', 'x'],
      /^There is no benchmark nothing; there are grid-10000, /,
    ],
    [
      'rounds that are no number',
      ['--rounds', '0', '--json', 'x'],
      /^--rounds 0 is not a number of rounds: npm run bench/,
    ],
    ['no file', ['--only', 'grid-10000'], /^npm run bench -- /],
    ['a flag that is not there', ['--fast', '--json', 'x'], /^Unknown option '--fast'.* npm run bench -- /],
  ])('exits with 2 and one line for %s', (_what, args, line) => {
    const { status, stderr } = command(...args);
    expect(stderr).toMatch(line);
    expect([status, stderr.trim().split('\n').length]).toEqual([2, 1]);
  });
});
