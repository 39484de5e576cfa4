import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { GridCursor } from '../servers/grid-keyboard.ts';

/**
 * Where the cursor of a record grid is, and the focus with it.
 * @param ids of the rows as they are shown
 * @param first id of the row that it begins on; `undefined` for the header
 */
export function useRecordCursor(
  scroller: RefObject<HTMLElement | null>,
  ids: readonly string[],
  first: string | undefined,
) {
  const [cursor, setCursor] = useState<GridCursor>({ row: first ?? null, column: 0 });
  /** -1 for the header. */
  const cursorIndex = cursor.row === null ? -1 : ids.indexOf(cursor.row);
  const focusWanted = useRef(false);
  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    const cell = scroller.current?.querySelector<HTMLElement>('[data-cursor="true"]');
    if (!cell) return;
    focusWanted.current = false;
    cell.focus({ preventScroll: true });
    scroller.current?.scrollIntoView({ block: 'nearest' }); // where the pane scrolls as a whole
  });

  // A focused cell that leaves the document takes the focus with it, without an event: the nearest row gets it, with the render
  // that this leads to.
  const holdsFocus = useRef(false);
  const cursorIndexBefore = useRef(-1);
  useLayoutEffect(() => {
    if (cursor.row === null || cursorIndex >= 0 || !holdsFocus.current) {
      cursorIndexBefore.current = cursorIndex;
      return;
    }
    focusWanted.current = true;
    setCursor({ row: ids[Math.min(cursorIndexBefore.current, ids.length - 1)] ?? null, column: cursor.column });
  }, [ids, cursor, cursorIndex]);

  return {
    cursor,
    cursorIndex,
    /** The focus follows with the next render in which the cell is in the document. */
    moveCursor(next: GridCursor): void {
      focusWanted.current = true;
      setCursor(next);
    },
    /** For the grid itself. */
    focusEvents: {
      onFocus() {
        holdsFocus.current = true;
      },
      onBlur() {
        holdsFocus.current = false;
      },
    },
  };
}
