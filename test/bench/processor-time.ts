import { readFileSync } from 'node:fs';

/** Clock ticks a second that Linux counts processor time in, on every platform that Node runs on. */
const ticks = 100;

/** Milliseconds of processor that a process has taken with all its threads; NaN where the system does not tell. */
export function processorTime(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name, in parentheses, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticks) * 1000;
}
