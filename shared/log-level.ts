/** From the fewest lines of the log to the most: a level also has the lines of those before it. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];
