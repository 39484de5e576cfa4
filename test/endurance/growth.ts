import { quantile, type Sample } from './sample.ts';

/** What must not grow while the load stays the same. */
const watched = ['residentMiB', 'heapMiB', 'externalMiB', 'handles', 'openFiles'] as const;
export type Growth = Readonly<Record<(typeof watched)[number], number>>;

/**
 * How much more there is in the last quarter of the time than in the second one, in which caches have filled. Of most it is the
 * tenth percentile, the ground that garbage collection comes back to; of resident memory the peak, since a system takes back
 * pages that rest, and gives them again. 1: nothing has grown.
 */
export function growthOf(samples: readonly Sample[]): Growth {
  const quarter = Math.floor(samples.length / 4);
  const ratio = (name: keyof Growth, share = 0.1) => {
    const level = (part: readonly Sample[]) =>
      quantile(
        part.map((sample) => sample[name]),
        share,
      );
    const [before, after] = [level(samples.slice(quarter, 2 * quarter)), level(samples.slice(-quarter))];
    if (before === undefined || after === undefined) throw new Error('There are too few samples to see growth.');
    return Math.round((after / before) * 1000) / 1000;
  };
  return {
    residentMiB: ratio('residentMiB', 1),
    heapMiB: ratio('heapMiB'),
    externalMiB: ratio('externalMiB'),
    handles: ratio('handles'),
    openFiles: ratio('openFiles'),
  };
}

/** A tenth is what chance makes of it. @returns names of what has grown */
export function grown(growth: Growth): string[] {
  return watched.filter((name) => growth[name] > 1.1);
}
