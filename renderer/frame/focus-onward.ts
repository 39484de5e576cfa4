import { type RefObject, useEffect, useRef } from 'react';
import { focusUnlessElsewhere } from '../feedback/focus.ts';

/** Where the work goes on when nothing better is known: the list's cursor, or where one is in the tree. */
const onwards = [
  '[role="grid"] [data-cursor="true"]',
  '[role="treeitem"][aria-checked="true"]',
  '[role="treeitem"][tabindex="0"]',
];

/**
 * Moves the focus onward when what had it went with a change of what is shown: a dialog whose opener is gone, the practice
 * banner, the frame of another master server. Left to nothing, the focus would begin at the top of the window again.
 * @param shown what is shown; the first value changes nothing
 * @param isOver whether this is the end of something; where something begins, that takes the focus itself
 * @param first where the focus belongs before all other places, if that is still there
 */
export function useFocusOnward(shown: string | boolean, isOver = true, first?: RefObject<HTMLElement | null>): void {
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (!isOver) return;
    // Whatever comes in its place may take the focus itself, and the tree learns a moment later what is selected.
    setTimeout(() => {
      const places = onwards.map((place) => document.querySelector<HTMLElement>(place));
      focusUnlessElsewhere([first?.current, ...places].find((place) => place?.isConnected) ?? null);
    }, 0);
  }, [shown, isOver, first]);
}
