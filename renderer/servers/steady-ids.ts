import { useRef } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';

/**
 * The ids of rows (their host names) in their order: the very same list while neither has changed. A change within rows then costs nothing that
 * goes by their order, such as measuring 10,000 of them and looking for the selected ones.
 */
export function useSteadyIds(rows: readonly EndpointStatus[]): readonly string[] {
  const kept = useRef<readonly string[]>([]);
  kept.current = steadyIds(kept.current, rows);
  return kept.current;
}

/** The ids of `rows`; `known` itself when it says the same. */
export function steadyIds(known: readonly string[], rows: readonly EndpointStatus[]): readonly string[] {
  const isSame = known.length === rows.length && rows.every(({ hostName }, index) => hostName === known[index]);
  return isSame ? known : rows.map(({ hostName }) => hostName);
}
