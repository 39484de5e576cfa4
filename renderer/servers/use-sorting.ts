import { useCallback, useMemo } from 'react';
import { RememberedChoice, useRememberedChoice } from '../feedback/remembered.ts';
import type { ColumnId } from './columns.ts';

type Sorting = { id: string; desc: boolean }[];

const choice = new RememberedChoice('nbwss.sorting', (stored): Sorting => {
  const [first]: unknown[] = Array.isArray(stored) ? stored : [];
  if (typeof first !== 'object' || first === null || !('id' in first) || !('desc' in first)) return [];
  return typeof first.id === 'string' ? [{ id: first.id, desc: first.desc === true }] : [];
});

/** By which column the rows are sorted; a column that is not shown sorts nothing. */
export function useSorting(columns: readonly ColumnId[]) {
  const chosen = useRememberedChoice(choice);
  const sorting = useMemo(() => chosen.filter(({ id }) => columns.some((column) => column === id)), [chosen, columns]);
  const setSorting = useCallback(
    (change: Sorting | ((sorting: Sorting) => Sorting)) =>
      choice.choose(typeof change === 'function' ? change(sorting) : change),
    [sorting],
  );
  return [sorting, setSorting] as const;
}
