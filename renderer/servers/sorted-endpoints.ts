import { useMemo, useRef } from 'react';
import { type ColumnId, columnPlans, type ServerEntry } from './columns.ts';

/** By which column, and in which direction; the order in which they were added when it is empty. */
export type Sorting = readonly { readonly id: string; readonly desc: boolean }[];

type Order = (a: ServerEntry, b: ServerEntry) => number;

/** The endpoints in the order that the grid shows. A change of some rows costs their sorting only. */
export function useSortedEndpoints(endpoints: readonly ServerEntry[], sorting: Sorting): readonly ServerEntry[] {
  const last = useRef<{ sorting: Sorting; list: readonly ServerEntry[] }>({ sorting: [], list: [] });
  return useMemo(() => {
    const before = last.current.sorting === sorting ? last.current.list : [];
    const list = sortEndpoints(endpoints, sorting, before);
    last.current = { sorting, list };
    return list;
  }, [endpoints, sorting]);
}

/**
 * Sorts endpoints; those that are equal by the column stay in the order of `endpoints`.
 * @param before a list that was sorted in the same way: what is the same object in it keeps its place
 */
export function sortEndpoints(
  endpoints: readonly ServerEntry[],
  sorting: Sorting,
  before: readonly ServerEntry[] = [],
): readonly ServerEntry[] {
  const [by] = sorting;
  if (!by) return endpoints;
  const compare = columnPlans[by.id as ColumnId].compare;
  const sign = by.desc ? -1 : 1;
  const places = new Map(endpoints.map((endpoint, place) => [endpoint, place]));
  const placeOf = (endpoint: ServerEntry) => places.get(endpoint) ?? 0;
  const order: Order = (a, b) => sign * compare(a, b) || placeOf(a) - placeOf(b);
  const kept = before.filter((endpoint) => places.has(endpoint));
  const isKept = new Uint8Array(endpoints.length);
  for (const endpoint of kept) isKept[placeOf(endpoint)] = 1;
  const others = endpoints.filter((_endpoint, place) => isKept[place] === 0).sort(order);
  return merged(kept, others, order);
}

/** Two sorted lists as one. */
function merged(a: readonly ServerEntry[], b: readonly ServerEntry[], order: Order): readonly ServerEntry[] {
  if (a.length === 0) return b;
  const list: ServerEntry[] = [];
  let taken = 0;
  for (const next of b) {
    for (let other = a[taken]; other && order(other, next) < 0; other = a[taken]) {
      list.push(other);
      taken++;
    }
    list.push(next);
  }
  return [...list, ...a.slice(taken)];
}
