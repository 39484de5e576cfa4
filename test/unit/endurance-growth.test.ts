import { describe, expect, it } from 'vitest';
import { grown, growthOf } from '../endurance/growth.ts';
import type { Sample } from '../endurance/sample.ts';

/** A heap that garbage collection brings back to its ground again and again. */
const samples = (ground: (index: number) => number): Sample[] =>
  Array.from({ length: 400 }, (_, index) => ({
    seconds: index * 10,
    residentMiB: 200,
    heapMiB: ground(index) + (index % 20),
    externalMiB: 8,
    handles: 20,
    openFiles: 40,
    eventLoopDelay: 10,
    acknowledged: index,
  }));

describe('growth over an endurance run', () => {
  it('is none while the heap comes back to the same ground', () => {
    const growth = growthOf(samples(() => 40));
    expect(growth).toEqual({ residentMiB: 1, heapMiB: 1, externalMiB: 1, handles: 1, openFiles: 1 });
    expect(grown(growth)).toEqual([]);
  });

  it('is not what fills caches in the beginning', () => {
    expect(grown(growthOf(samples((index) => Math.min(40, index))))).toEqual([]);
  });

  it('is not what the system takes back of resident memory and gives again', () => {
    const taken = samples(() => 40).map((sample, index) => ({
      ...sample,
      residentMiB: index < 150 ? 200 : 160 + (index % 41),
    }));
    expect(grown(growthOf(taken))).toEqual([]);
  });

  it('is seen where a little is left each time', () => {
    const growth = growthOf(samples((index) => 40 + index * 0.05));
    expect(growth.heapMiB).toBeGreaterThan(1.1);
    expect(grown(growth)).toEqual(['heapMiB']);
  });

  it('cannot be told of three samples', () => {
    expect(() => growthOf(samples(() => 40).slice(0, 3))).toThrow('too few samples');
  });
});
