import fc from 'fast-check';

/** The same cases at each run: another seed can be asked for by hand, and what it finds becomes a case of its own. */
export const seed = Number(process.env['NBWSS_MODEL_SEED'] ?? 20_160_115);
fc.configureGlobal({ seed });

export { fc };
