import type { EndpointStatus } from './connection-status.ts';
import type { ConsoleFrame, ConsolePatch, ConsoleState } from './console-state.ts';

/**
 * Applies patches to a state. What did not change stays the same object: each row, the list of rows when no row changed,
 * and the frame. A row keeps its place; a new one comes last. No schema library: the window runs it.
 */
export function applyPatches(state: ConsoleState, patches: readonly ConsolePatch[]): ConsoleState {
  let { frame } = state;
  const removed = new Set<string>();
  const changed = new Map<string, EndpointStatus>();
  for (const patch of patches) {
    if (patch.kind === 'frame') frame = { ...frame, ...(patch.frame as Partial<ConsoleFrame>) };
    else if (patch.kind === 'endpoint') changed.set(patch.endpoint.hostName, patch.endpoint);
    else {
      removed.add(patch.hostName);
      changed.delete(patch.hostName);
    }
  }
  if (removed.size === 0 && changed.size === 0) return { frame, endpoints: state.endpoints };
  const endpoints: EndpointStatus[] = [];
  for (const row of state.endpoints) {
    // A row that was removed and added again comes last, like any new one.
    if (removed.has(row.hostName)) continue;
    endpoints.push(changed.get(row.hostName) ?? row);
    changed.delete(row.hostName);
  }
  return { frame, endpoints: [...endpoints, ...changed.values()] };
}
