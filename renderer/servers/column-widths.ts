import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
import { RememberedChoice, useRememberedChoice } from '../feedback/remembered.ts';
import { type ColumnId, columnPlans, guideColumns, narrowSize } from './columns.ts';

type Widths = Record<string, number>;

/**
 * Shares the width of the grid among the columns. One whose share would be under its minimum gets that; the rest share what is
 * left. Where the minimums do not fit, some give way, so that the states stay in sight.
 */
export function shareWidth(width: number, columns: readonly ColumnId[]): Widths {
  const shares = columns.map((id) => ({ id, size: columnPlans[id].size, min: columnPlans[id].minSize }));
  const missing = shares.reduce((sum, { min }) => sum + min, 0) - width;
  if (missing > 0) {
    const spare = columns.reduce((sum, id) => sum + columnPlans[id].minSize - narrowSize(id), 0);
    const part = Math.min(1, missing / spare);
    return Object.fromEntries(shares.map(({ id, min }) => [id, Math.floor(min - (min - narrowSize(id)) * part)]));
  }
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

/** Until the grid has been measured, in pixels. */
const defaultWidth = 1000;

/** Widths that were chosen; `null` before the first. A column without one was not resized, or not shown then. */
const choice = new RememberedChoice('nbwss.columns', (stored): Widths | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  const widths: Widths = { ...stored };
  const usable = Object.entries(columnPlans).flatMap(([id, { minSize, narrowSize = minSize }]) => {
    const width = widths[id];
    return width !== undefined && Number.isFinite(width) && width >= narrowSize ? [[id, width] as const] : [];
  });
  return usable.length > 0 ? Object.fromEntries(usable) : null;
});

/** The columns fill the grid again. */
export const forgetWidths = (): void => choice.choose(null);

/** The columns of the guide fit any window; with more of them the grid scrolls sideways before a name becomes unreadable. */
const leastWidth = (columns: readonly ColumnId[]): number =>
  columns.length > guideColumns.length ? 0.85 * columns.reduce((sum, id) => sum + columnPlans[id].size, 0) : 0;

/** The columns fill the grid until one is resized; from then on they keep their widths, also over a restart. */
export function useColumnWidths(scroller: RefObject<HTMLElement | null>, columns: readonly ColumnId[]) {
  const chosen = useRememberedChoice(choice);
  const [available, setAvailable] = useState(defaultWidth);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setAvailable(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  const sizing = useMemo(
    (): Widths =>
      chosen
        ? Object.fromEntries(columns.map((id) => [id, chosen[id] ?? columnPlans[id].size]))
        : shareWidth(Math.max(available, leastWidth(columns)), columns),
    [chosen, available, columns],
  );
  const setSizing = useCallback(
    (change: Widths | ((widths: Widths) => Widths)) =>
      choice.choose({ ...chosen, ...(typeof change === 'function' ? change(sizing) : change) }),
    [chosen, sizing],
  );
  const resizeBy = useCallback(
    (id: ColumnId, by: number) => {
      setSizing({ ...sizing, [id]: Math.max(columnPlans[id].minSize, (sizing[id] ?? 0) + by) });
    },
    [sizing, setSizing],
  );
  const total = columns.reduce((sum, id) => sum + (sizing[id] ?? 0), 0);
  return { sizing, setSizing, resizeBy, total };
}
