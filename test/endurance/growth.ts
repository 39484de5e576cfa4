import { quantile, type Sample } from './sample.ts';

/** What must not grow while the load stays the same. */
const watched = ['residentMiB', 'heapMiB', 'handles', 'openFiles'] as const;
export type Growth = Readonly<Record<(typeof watched)[number], number>>;

/**
 * How much more there is in the last quarter of the time than in the second one, in which caches have filled: the tenth
 * percentile of each, which is the ground that garbage collection comes back to. 1: nothing has grown.
 */
export function growthOf(samples: readonly Sample[]): Growth {
  const quarter = Math.floor(samples.length / 4);
  const ground = (part: readonly Sample[], name: keyof Growth) =>
    quantile(
      part.map((sample) => sample[name]),
      0.1,
    );
  const ratio = (name: keyof Growth) => {
    const [before, after] = [ground(samples.slice(quarter, 2 * quarter), name), ground(samples.slice(-quarter), name)];
    if (before === undefined || after === undefined) throw new Error('There are too few samples to see growth.');
    return Math.round((after / before) * 1000) / 1000;
  };
  return {
    residentMiB: ratio('residentMiB'),
    heapMiB: ratio('heapMiB'),
    handles: ratio('handles'),
    openFiles: ratio('openFiles'),
  };
}

/** A tenth is what chance makes of it. @returns names of what has grown */
export function grown(growth: Growth): string[] {
  return watched.filter((name) => growth[name] > 1.1);
}
