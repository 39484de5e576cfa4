import { type RefObject, useLayoutEffect, useRef } from 'react';
import { rowHeight } from './record-row.tsx';

/**
 * What is in sight stays where it is when others come above it.
 * @param ids of the rows, newest first
 * @param isHeld also when the first row is in sight
 */
export function useSteadyPlace(scroller: RefObject<HTMLElement | null>, ids: readonly string[], isHeld: boolean): void {
  const firstBefore = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    const came = firstBefore.current === undefined ? -1 : ids.indexOf(firstBefore.current);
    firstBefore.current = ids[0];
    if (!element || came <= 0) return;
    if (element.scrollTop > 0 || isHeld) element.scrollTop += came * rowHeight;
  }, [scroller, ids, isHeld]);
}
