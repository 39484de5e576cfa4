import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';

/** On what it was measured, and how busy that was: other work on the computer is in every figure. */
export function machine(): string {
  const [first] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()
    .map((average) => average.toFixed(2))
    .join(' ');
  const processors = `${cpus().length} × ${first?.model.trim() || arch()}`;
  return `${processors}, ${gibibytes} GiB, ${system()}, Node ${process.version}, load ${load}`;
}

function system(): string {
  if (type() !== 'Linux') return `${type()} ${release()}`;
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  } catch {
    return 'Linux';
  }
}
