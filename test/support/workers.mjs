import { availableParallelism } from 'node:os';

/**
 * How many files of tests run at once: as many as there are processors, so that none waits long for another. More than four browsers and
 * desktop apps at once would only make each of them slow.
 */
export const workers = Math.min(availableParallelism(), 4);
