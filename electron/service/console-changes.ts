import type { EndpointStatus } from '../../shared/connection-status.ts';
import { latestTransitions } from '../../shared/connection-text.ts';
import type { ConsoleFrame, ConsolePatch } from '../../shared/console-state.ts';

/** What of the service's state goes to the consoles, and what of it is news to them. */

/** A row as the consoles are told: with its latest transitions only. */
export function toldOf(row: EndpointStatus): EndpointStatus {
  return row.timeline.length <= latestTransitions ? row : { ...row, timeline: row.timeline.slice(-latestTransitions) };
}

/** Whether a row says the same as the one that was told. @param told `undefined` when there was none */
export function isSameRow(told: EndpointStatus | undefined, row: EndpointStatus): boolean {
  return (
    told !== undefined && (Object.keys(row) as (keyof EndpointStatus)[]).every((key) => isSame(told[key], row[key]))
  );
}

/** Patches that bring the frame from what was told to what it is: of the parts that changed, and of each group that did. */
export function frameChanges(told: ConsoleFrame, now: ConsoleFrame): ConsolePatch[] {
  const { groups: toldGroups, ...before } = told;
  const { groups, ...after } = now;
  const patches: ConsolePatch[] = [];
  const changed = Object.entries(after).filter(([part, value]) => !isSame(before[part as keyof typeof before], value));
  if (changed.length > 0) patches.push({ kind: 'frame', frame: Object.fromEntries(changed) });
  const gone = new Map(toldGroups.map((group) => [group.groupId, group.connectedHost]));
  for (const group of groups) {
    if (gone.get(group.groupId) !== group.connectedHost) patches.push({ kind: 'group', group });
    gone.delete(group.groupId);
  }
  for (const groupId of gone.keys()) patches.push({ kind: 'group-removed', groupId });
  return patches;
}

/** Both are made by the same code, so their keys stand in the same order. */
const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));
