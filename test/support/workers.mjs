import { availableParallelism } from 'node:os';

/**
 * How many files of tests run at once: as many as there are processors. One more would save a minute of ten, and make each of them wait
 * for the others; more than four browsers and desktop apps would only make each slow.
 */
export const workers = Math.min(availableParallelism(), 4);
