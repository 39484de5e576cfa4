/** Words of the history of commands, without the schema library, so that the window can list them. */

/** What became of a command: answered by NetBackup, answered from an earlier answer (decision 18), refused by us, or failed. */
export const commandVerdicts = ['relayed', 'repeated', 'refused', 'refused by policy', 'failed'] as const;

/** Hundreds of response codes. */
export const statusClasses = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** How much of the history is kept: age in days and size in MiB, each with its bounds. */
export const historyBounds = {
  days: { least: 1, most: 3650, preset: 90 },
  megabytes: { least: 1, most: 65_536, preset: 256 },
} as const;
