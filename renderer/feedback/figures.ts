const clockTime = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});
const shortTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** Time of day to the millisecond. @param time epoch milliseconds */
export const formatClock = (time: number): string => clockTime.format(time);

/** @param bytes null where there is no size */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '';
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB'];
  let value = bytes / 1024;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${oneDigit.format(value)} ${units[unit]}`;
}

/** @param milliseconds null where nothing was measured */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null) return '';
  if (milliseconds < 10) return `${oneDigit.format(milliseconds)} ms`;
  return milliseconds < 10_000 ? `${Math.round(milliseconds)} ms` : `${oneDigit.format(milliseconds / 1000)} s`;
}

/** Date and time of day for a narrow column. @param time epoch milliseconds */
export const formatShort = (time: number): string => shortTime.format(time);
