/** Attributes as NetBackup's API gives them: each may be missing, null or of another kind in some version. */
export type Attributes = Readonly<Record<string, unknown>>;

/** `''` where there is no text. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;

/** ISO 8601 to epoch milliseconds; `undefined` for anything else, and for the zero that stands for no time. */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) || time <= 0 ? undefined : time;
}

/** Epoch milliseconds to epoch seconds (decision 28). */
export const seconds = (time: number): number => Math.floor(time / 1000);
