import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';

/** The endpoints of one server group; `candidates` are the ACTIVATED ones, in the order of decision 5. */
export interface IndexedGroup {
  readonly all: readonly SavedEndpoint[];
  readonly candidates: readonly SavedEndpoint[];
}

/** The saved endpoints by host and by group, so that thousands of them are not searched at every step. */
export class EndpointIndex {
  readonly list: readonly SavedEndpoint[];
  readonly byHost: ReadonlyMap<string, SavedEndpoint>;
  readonly groups: ReadonlyMap<string, IndexedGroup>;

  constructor(list: readonly SavedEndpoint[]) {
    const groups = new Map<string, { all: SavedEndpoint[]; candidates: SavedEndpoint[] }>();
    for (const endpoint of list) {
      const group = groups.get(endpoint.groupId) ?? { all: [], candidates: [] };
      groups.set(endpoint.groupId, group);
      group.all.push(endpoint);
      if (endpoint.state === 'ACTIVATED') group.candidates.push(endpoint);
    }
    // The sort is stable, so endpoints of one priority stay in the order in which they were added.
    for (const { candidates } of groups.values()) candidates.sort((a, b) => a.priority - b.priority);
    this.list = list;
    this.byHost = new Map(list.map((endpoint) => [endpoint.hostName, endpoint]));
    this.groups = groups;
  }
}
