import { drawPlot } from '../plots/draw-plot.ts';
import type { CampaignCycle } from './campaign.ts';

/** The course of a campaign as an SVG: what NetBackup did, what reached each group, and the faults. */
export function drawCampaign(file: string, cycles: readonly CampaignCycle[]): Promise<void> {
  const groups = Object.keys(cycles[0]?.messages ?? {});
  const line = (of: (cycle: CampaignCycle) => number) => cycles.map((cycle) => [cycle.seconds, of(cycle)] as const);
  return drawPlot(
    file,
    [
      {
        title: 'Changes of jobs and images at NetBackup',
        unit: 'changes',
        lines: { NetBackup: line(({ changes }) => changes) },
      },
      {
        title: 'Messages that reached a group, repetitions included',
        unit: 'messages',
        lines: Object.fromEntries(groups.map((group) => [group, line(({ messages }) => messages[group] ?? 0)])),
      },
    ],
    cycles.flatMap(({ seconds, happened }) => happened.map((kind) => ({ seconds, kind }))),
  );
}
