import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import { remember, remembered } from '../feedback/remembered.ts';
import { columns } from './columns.ts';

type Widths = Record<string, number>;

const shares = columns.map((column) => ({
  id: String(column.id ?? ('accessorKey' in column ? column.accessorKey : '')),
  size: column.size ?? 100,
  min: column.minSize ?? 60,
}));
const totalShare = shares.reduce((sum, share) => sum + share.size, 0);

/** Shares the width of the grid among the columns. One whose share would be under its minimum gets that; the rest share what is left. */
export function shareWidth(width: number): Widths {
  const narrow = new Set<string>();
  for (;;) {
    const left = shares.reduce((rest, { id, min }) => (narrow.has(id) ? rest - min : rest), width);
    const parts = shares.reduce((sum, { id, size }) => (narrow.has(id) ? sum : sum + size), 0);
    const widthOf = (size: number) => Math.floor((size / parts) * left);
    const next = shares.filter(({ id, size, min }) => !narrow.has(id) && widthOf(size) < min);
    if (next.length === 0)
      return Object.fromEntries(shares.map(({ id, size, min }) => [id, narrow.has(id) ? min : widthOf(size)]));
    for (const { id } of next) narrow.add(id);
  }
}

const storageKey = 'nbwss.columns';

/** Only whole widths of all columns are taken back from storage. */
function rememberedWidths(): Widths | undefined {
  const value = remembered(storageKey);
  if (typeof value !== 'object' || value === null) return undefined;
  const widths: Widths = { ...value };
  return shares.every(({ id, min }) => Number.isFinite(widths[id]) && (widths[id] ?? 0) >= min) ? widths : undefined;
}

/** The columns fill the grid until one is resized; from then on they keep their widths, also over a restart. */
export function useColumnWidths(scroller: RefObject<HTMLElement | null>) {
  const [chosen, setChosen] = useState(rememberedWidths);
  const [available, setAvailable] = useState(totalShare);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setAvailable(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  const sizing = useMemo(() => chosen ?? shareWidth(available), [chosen, available]);
  const setSizing = useCallback(
    (change: Widths | ((widths: Widths) => Widths)) => {
      const next = typeof change === 'function' ? change(sizing) : change;
      remember(storageKey, next);
      setChosen(next);
    },
    [sizing],
  );
  const resizeBy = useCallback(
    (id: string, by: number) => {
      const min = shares.find((share) => share.id === id)?.min ?? 60;
      setSizing({ ...sizing, [id]: Math.max(min, (sizing[id] ?? 0) + by) });
    },
    [sizing, setSizing],
  );
  const total = shares.reduce((sum, { id }) => sum + (sizing[id] ?? 0), 0);
  return { sizing, setSizing, resizeBy, total };
}
