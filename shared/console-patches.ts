import type { EndpointStatus } from './connection-status.ts';
import type { ConsoleFrame, ConsolePatch, ConsoleState } from './console-state.ts';

/**
 * Applies patches to a state. What did not change stays the same object: each row and group, the list of rows when no row
 * changed, the list of groups when no group changed, and each other part of the frame. A row keeps its place; a new one comes
 * last. No schema library: the window runs it.
 */
export function applyPatches(state: ConsoleState, patches: readonly ConsolePatch[]): ConsoleState {
  let { frame } = state;
  const rows = new Changes<EndpointStatus>();
  const groups = new Changes<ConsoleFrame['groups'][number]>();
  for (const patch of patches) {
    if (patch.kind === 'frame') frame = { ...frame, ...(patch.frame as Partial<ConsoleFrame>) };
    else if (patch.kind === 'endpoint') rows.set(patch.endpoint.hostName, patch.endpoint);
    else if (patch.kind === 'endpoint-removed') rows.remove(patch.hostName);
    else if (patch.kind === 'group') groups.set(patch.group.groupId, patch.group);
    else groups.remove(patch.groupId);
  }
  const changedGroups = groups.appliedTo(frame.groups, ({ groupId }) => groupId);
  if (changedGroups !== frame.groups) frame = { ...frame, groups: changedGroups };
  return { frame, endpoints: rows.appliedTo(state.endpoints, ({ hostName }) => hostName) };
}

/** What patches do to one list. */
class Changes<T> {
  readonly #removed = new Set<string>();
  readonly #changed = new Map<string, T>();

  set(id: string, item: T): void {
    this.#changed.set(id, item);
  }

  remove(id: string): void {
    this.#removed.add(id);
    this.#changed.delete(id);
  }

  /** The very same list when nothing changes. */
  appliedTo(list: T[], idOf: (item: T) => string): T[] {
    if (this.#removed.size === 0 && this.#changed.size === 0) return list;
    const changed = new Map(this.#changed);
    const items: T[] = [];
    for (const item of list) {
      const id = idOf(item);
      // One that was removed and added again comes last, like any new one.
      if (this.#removed.has(id)) continue;
      items.push(changed.get(id) ?? item);
      changed.delete(id);
    }
    return [...items, ...changed.values()];
  }
}
