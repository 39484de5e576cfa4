import { useMemo, useRef } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useUndeliveredOfAll } from '../notifications/use-notifications.ts';
import type { ColumnId, ServerEntry } from './columns.ts';

/**
 * The rows of the grid: the endpoints themselves, or, while "Undelivered" is shown, each with what waits for its group. A row
 * whose endpoint and count are as before stays the same object, so that only changed ones are drawn anew.
 */
export function useEntries(endpoints: readonly EndpointStatus[], columns: readonly ColumnId[]): readonly ServerEntry[] {
  const undelivered = useUndeliveredOfAll(columns.includes('undelivered'));
  const known = useRef(new WeakMap<EndpointStatus, ServerEntry>());
  return useMemo(() => {
    if (!undelivered) return endpoints;
    return endpoints.map((endpoint) => {
      const count = undelivered.get(endpoint.groupId) ?? 0;
      const before = known.current.get(endpoint);
      if (before?.undelivered === count) return before;
      const entry = { ...endpoint, undelivered: count };
      known.current.set(endpoint, entry);
      return entry;
    });
  }, [endpoints, undelivered]);
}
