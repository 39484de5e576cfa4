import { availableParallelism } from 'node:os';

/**
 * How many files of tests run at once: two more than there are processors, since most tests wait now and then. More than six browsers and
 * desktop apps at once would only make each of them slow.
 */
export const workers = Math.min(availableParallelism() + 2, 6);
