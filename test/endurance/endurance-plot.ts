import { drawPlot } from '../plots/draw-plot.ts';
import type { EnduranceOutcome } from './endurance.ts';
import type { LoadSample } from './sample.ts';

/** Memory, handles, latency and throughput over the time as an SVG. */
export function drawEndurance(file: string, { samples, happenings }: EnduranceOutcome): Promise<void> {
  const line = (of: (sample: LoadSample) => number | undefined) =>
    samples.flatMap((sample) => {
      const value = of(sample);
      return value === undefined ? [] : [[sample.seconds, value] as const];
    });
  const rate = (of: (sample: LoadSample, before: LoadSample) => number) =>
    samples.slice(1).flatMap((sample, index) => {
      const before = samples[index];
      return before ? [[sample.seconds, of(sample, before) / (sample.seconds - before.seconds)] as const] : [];
    });
  return drawPlot(
    file,
    [
      {
        title: 'Memory of the service',
        unit: 'MiB',
        lines: {
          resident: line(({ residentMiB }) => residentMiB),
          'heap in use': line(({ heapMiB }) => heapMiB),
          'outside the heap': line(({ externalMiB }) => externalMiB),
        },
      },
      {
        title: 'Handles',
        unit: 'count',
        lines: { 'open files': line(({ openFiles }) => openFiles), 'active in Node': line(({ handles }) => handles) },
      },
      {
        title: 'From a command to its answer',
        unit: 'ms',
        scale: 'log',
        lines: {
          '99th percentile': line(({ latency }) => latency?.p99),
          median: line(({ latency }) => latency?.median),
        },
      },
      {
        title: 'Throughput',
        unit: 'per second',
        lines: {
          commands: rate(({ answered }) => answered),
          notifications: rate(({ acknowledged }, before) => acknowledged - before.acknowledged),
        },
      },
    ],
    happenings,
  );
}
