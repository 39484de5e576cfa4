import type { ConsoleFrame, ConsolePatch, ConsoleState } from './console-state.ts';

/**
 * Applies patches to a state. What did not change stays the same object: each row, the list of rows when no row changed,
 * and the frame. No schema library: the window runs it.
 */
export function applyPatches(state: ConsoleState, patches: readonly ConsolePatch[]): ConsoleState {
  let { frame } = state;
  let rows: Map<string, ConsoleState['endpoints'][number]> | undefined;
  for (const patch of patches) {
    if (patch.kind === 'frame') {
      frame = { ...frame, ...(patch.frame as Partial<ConsoleFrame>) };
      continue;
    }
    rows ??= new Map(state.endpoints.map((endpoint) => [endpoint.hostName, endpoint]));
    if (patch.kind === 'endpoint') rows.set(patch.endpoint.hostName, patch.endpoint);
    else rows.delete(patch.hostName);
  }
  return { frame, endpoints: rows ? [...rows.values()] : state.endpoints };
}
