/**
 * The WAI-ARIA grid keyboard pattern, without a DOM: the cursor is on cells, the selection on rows. Rows are named by
 * their id, so that a list that sorts itself anew under the cursor moves neither cursor nor selection.
 */

export interface GridCursor {
  /** Row id; `null` is the row of column headers. */
  readonly row: string | null;
  readonly column: number;
}

export interface GridState {
  readonly cursor: GridCursor;
  /** Where a range begins: the row that was selected or focused last without Shift. */
  readonly anchor: string | null;
  readonly selected: ReadonlySet<string>;
}

/** What the grid shows now. */
export interface GridExtent {
  /** Row ids in the order shown. */
  readonly rows: readonly string[];
  readonly columns: number;
  /** Rows that Page Up and Page Down go by. */
  readonly page: number;
}

export type GridKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** What a key asks for: another state, or something that only the pane can do. */
export type GridOutcome =
  | { readonly kind: 'state'; readonly state: GridState }
  | { readonly kind: 'open'; readonly state: GridState }
  | { readonly kind: 'menu'; readonly state: GridState }
  | { readonly kind: 'sort' }
  | { readonly kind: 'resize'; readonly by: number }
  | { readonly kind: 'delete' };

export const initialGridState: GridState = { cursor: { row: null, column: 0 }, anchor: null, selected: new Set() };

/** Pixels by which Alt+Left and Alt+Right resize a column. */
const resizeStep = 16;

/** What `key` does; `undefined` when it means nothing to the grid. */
export function gridKey(key: GridKey, state: GridState, extent: GridExtent): GridOutcome | undefined {
  const control = key.ctrlKey || key.metaKey;
  const { row } = state.cursor;
  if (key.key === 'ContextMenu' || (key.key === 'F10' && key.shiftKey)) {
    return row === null ? undefined : { kind: 'menu', state: selectForMenu(state, row) };
  }
  if (key.altKey) return row === null ? resize(key.key) : undefined;
  switch (key.key) {
    case 'Enter':
      return row === null ? { kind: 'sort' } : { kind: 'open', state: selectOnly(state, row) };
    case ' ':
      if (row === null) return { kind: 'sort' };
      return changed(key.shiftKey ? selectRange(state, row, extent.rows) : toggle(state, row));
    case 'Delete':
      return state.selected.size > 0 ? { kind: 'delete' } : undefined;
    case 'Escape':
      return state.selected.size > 0 ? changed({ ...state, selected: new Set() }) : undefined;
    case 'a':
    case 'A':
      return control ? changed({ ...state, selected: new Set(extent.rows) }) : undefined;
    default:
      return move(key, control, state, extent);
  }
}

function move(key: GridKey, control: boolean, state: GridState, extent: GridExtent): GridOutcome | undefined {
  const { rows, columns, page } = extent;
  const last = rows.length - 1;
  // -1 is the header row. A row that is gone counts as the header, too.
  const at = state.cursor.row === null ? -1 : rows.indexOf(state.cursor.row);
  const { column } = state.cursor;
  const go = (row: number, to: number): GridOutcome => {
    const cursor = { row: rows[Math.min(row, last)] ?? null, column: Math.max(0, Math.min(to, columns - 1)) };
    const moved = { ...state, cursor };
    if (cursor.row === null || cursor.row === state.cursor.row) return changed(moved);
    return changed(key.shiftKey ? selectRange(moved, cursor.row, rows) : { ...moved, anchor: cursor.row });
  };
  switch (key.key) {
    case 'ArrowUp':
      return go(key.shiftKey && at >= 0 ? Math.max(0, at - 1) : at - 1, column);
    case 'ArrowDown':
      return go(at + 1, column);
    case 'ArrowLeft':
      return go(at, column - 1);
    case 'ArrowRight':
      return go(at, column + 1);
    case 'Home':
      return control ? go(0, 0) : go(at, 0);
    case 'End':
      return control ? go(last, columns - 1) : go(at, columns - 1);
    case 'PageUp':
      return at < 0 ? undefined : go(Math.max(0, at - page), column);
    case 'PageDown':
      return go(Math.max(at, 0) + page, column);
    default:
      return undefined;
  }
}

const changed = (state: GridState): GridOutcome => ({ kind: 'state', state });

function resize(key: string): GridOutcome | undefined {
  if (key === 'ArrowLeft') return { kind: 'resize', by: -resizeStep };
  if (key === 'ArrowRight') return { kind: 'resize', by: resizeStep };
  return undefined;
}

/** A click on a cell: alone selects this row only, with Ctrl adds or takes it away, with Shift selects a range. */
export function gridClick(
  keys: Pick<GridKey, 'ctrlKey' | 'metaKey' | 'shiftKey'>,
  state: GridState,
  cursor: GridCursor,
  rows: readonly string[],
): GridState {
  const moved = { ...state, cursor };
  if (cursor.row === null) return moved;
  if (keys.shiftKey) return selectRange(moved, cursor.row, rows);
  return keys.ctrlKey || keys.metaKey ? toggle(moved, cursor.row) : selectOnly(moved, cursor.row);
}

/** A context menu acts on the selection; opened on a row outside of it, on that row alone. */
export function selectForMenu(state: GridState, row: string): GridState {
  return state.selected.has(row) ? state : selectOnly(state, row);
}

export function selectOnly(state: GridState, row: string): GridState {
  return { cursor: { ...state.cursor, row }, anchor: row, selected: new Set([row]) };
}

/** Selects these rows and no others, and goes to the first of them. */
export function selectAll(state: GridState, rows: readonly string[]): GridState {
  const [first] = rows;
  return first === undefined ? state : { ...selectOnly(state, first), selected: new Set(rows) };
}

function toggle(state: GridState, row: string): GridState {
  const selected = new Set(state.selected);
  if (!selected.delete(row)) selected.add(row);
  return { ...state, anchor: row, selected };
}

function selectRange(state: GridState, row: string, rows: readonly string[]): GridState {
  const to = rows.indexOf(row);
  const from = state.anchor === null ? to : rows.indexOf(state.anchor);
  if (to < 0) return state;
  const start = from < 0 ? to : from;
  const range = rows.slice(Math.min(start, to), Math.max(start, to) + 1);
  return { ...state, anchor: rows[start] ?? row, selected: new Set(range) };
}

/**
 * Rows that left the list (deleted, or hidden by the filter) leave the selection, so that no action reaches what is not
 * seen; the cursor goes to the row that took its place. The same object when nothing changed.
 * @param before row ids as they were shown last
 */
export function prune(state: GridState, before: readonly string[], rows: readonly string[]): GridState {
  const { row } = state.cursor;
  if (row === null && state.selected.size === 0) return state;
  const shown = new Set(rows);
  const kept = [...state.selected].filter((id) => shown.has(id));
  const cursorKept = row === null || shown.has(row);
  if (kept.length === state.selected.size && cursorKept) return state;
  const place = cursorKept ? row : (rows[Math.min(before.indexOf(row), rows.length - 1)] ?? rows[0] ?? null);
  return {
    cursor: { ...state.cursor, row: place },
    anchor: state.anchor !== null && shown.has(state.anchor) ? state.anchor : place,
    selected: new Set(kept),
  };
}
