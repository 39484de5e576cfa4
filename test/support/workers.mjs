import { availableParallelism } from 'node:os';

/**
 * How many files of tests run at once: one more than there are processors, since most tests wait now and then. More than four browsers and
 * desktop apps at once would only make each of them slow.
 */
export const workers = Math.min(availableParallelism() + 1, 4);
