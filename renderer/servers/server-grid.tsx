import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableRow from '@mui/material/TableRow';
import { useTable } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { useGridState, useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { useColumnWidths } from './column-widths.ts';
import { type ColumnId, columnsOf, features, type ServerEntry } from './columns.ts';
import { type GridOutcome, gridClick, gridKey, prune, selectForMenu } from './grid-keyboard.ts';
import { HeaderRow } from './header-row.tsx';
import { rowStyles, ServerTableRow } from './server-row.tsx';
import { useSortedEndpoints } from './sorted-endpoints.ts';
import { useSteadyIds } from './steady-ids.ts';
import { useSorting } from './use-sorting.ts';

/** One height for all rows, so that a secondary line that comes and goes never moves a row. */
export const rowHeight = 40;
const headerHeight = 32;
const noRows: ServerEntry[] = [];

interface ServerGridProps {
  /** The rows that match the filter. */
  endpoints: readonly ServerEntry[];
  columns: readonly ColumnId[];
  onOpen(): void;
  onDelete(): void;
  /** Asks for the context menu at a point of the window, or at a cell. */
  onMenu(at: { x: number; y: number } | HTMLElement): void;
}

/** P-3: the grid. Only what is in sight is in the document, and the cell with the cursor. */
export function ServerGrid({ endpoints, columns, onOpen, onDelete, onMenu }: ServerGridProps) {
  const { setGrid } = useShell();
  const grid = useGridState();
  const scroller = useRef<HTMLDivElement>(null);
  const focusWanted = useRef(false);
  const hasFocus = useRef(false);
  const [sorting, setSorting] = useSorting(columns);
  const widths = useColumnWidths(scroller, columns);
  const { sizing, setSizing } = widths;
  const table = useTable(
    useMemo(
      () => ({
        features,
        columns: columnsOf(columns),
        data: noRows,
        state: { sorting, columnSizing: sizing },
        onSortingChange: setSorting,
        onColumnSizingChange: setSizing,
        columnResizeMode: 'onChange' as const,
        sortDescFirst: false,
      }),
      [columns, sorting, sizing, setSorting, setSizing],
    ),
  );
  const rows = useSortedEndpoints(endpoints, sorting);
  const rowIds = useSteadyIds(rows);
  const cursorIndex = grid.cursor.row === null ? -1 : rowIds.indexOf(grid.cursor.row);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    getItemKey: useCallback((index: number) => rowIds[index] ?? index, [rowIds]),
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return cursorIndex < 0 || shown.includes(cursorIndex) ? shown : [...shown, cursorIndex].sort((a, b) => a - b);
    },
  });

  const shownBefore = useRef<readonly string[]>([]);
  useEffect(() => {
    const before = shownBefore.current;
    shownBefore.current = rowIds;
    setGrid((state) => prune(state, before, rowIds));
  }, [rowIds, setGrid]);

  // Only when the cursor goes elsewhere: a list that sorts itself anew must not scroll under the reader's eyes.
  const showRow = useEffectEvent((row: string | null) => {
    const index = row === null ? -1 : rowIds.indexOf(row);
    if (index >= 0) virtualizer.scrollToIndex(index);
  });
  useEffect(() => showRow(grid.cursor.row), [grid.cursor.row]);

  // The cell exists only after the virtualizer has rendered it, so the focus is moved after each render that wants it.
  // A focused cell whose row was removed leaves the focus to nothing, without a blur event: the cursor's cell takes it.
  useLayoutEffect(() => {
    const lost = hasFocus.current && document.activeElement === document.body;
    const cursorGone = grid.cursor.row !== null && cursorIndex < 0;
    if ((!focusWanted.current && !lost) || cursorGone) return;
    const cell = scroller.current?.querySelector<HTMLElement>('[data-cursor="true"]');
    if (!cell) return;
    focusWanted.current = false;
    cell.focus({ preventScroll: true });
    scroller.current?.scrollIntoView({ block: 'nearest' }); // where the pane scrolls as a whole
  });

  const act = useCallback(
    (outcome: GridOutcome, cell: HTMLElement) => {
      focusWanted.current = outcome.kind === 'state';
      if (outcome.kind === 'state' || outcome.kind === 'open' || outcome.kind === 'menu') setGrid(() => outcome.state);
      if (outcome.kind === 'open') onOpen();
      if (outcome.kind === 'menu') onMenu(cell);
      if (outcome.kind === 'delete') onDelete();
      const column = columns[grid.cursor.column] ?? 'hostName';
      if (outcome.kind === 'sort') table.getColumn(column)?.toggleSorting();
      if (outcome.kind === 'resize') widths.resizeBy(column, outcome.by);
    },
    [columns, grid.cursor.column, onDelete, onMenu, onOpen, setGrid, table, widths],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-column]') : null;
    if (!cell) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1);
    const outcome = gridKey(event, grid, { rows: rowIds, columns: columns.length, page });
    if (!outcome) return;
    event.preventDefault();
    act(outcome, cell);
  };

  const toHeader = useCallback(
    (column: number) => setGrid((state) => ({ ...state, cursor: { row: null, column } })),
    [setGrid],
  );

  const cellOf = (event: MouseEvent<HTMLElement>) => {
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-column]') : null;
    const row = cell?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    return cell && row !== undefined ? { cell, cursor: { row, column: Number(cell.dataset['column']) } } : undefined;
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const hit = cellOf(event);
    if (!hit) return;
    focusWanted.current = true;
    setGrid((state) => gridClick(event, state, hit.cursor, rowIds));
  };

  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const hit = cellOf(event);
    if (!hit) return;
    event.preventDefault();
    // The keyboard's menu key was dealt with on keydown; browsers then send this event as well, without a button.
    if (event.button !== 2 && !event.ctrlKey) return;
    hit.cell.focus({ preventScroll: true });
    setGrid((state) => selectForMenu({ ...state, cursor: hit.cursor }, hit.cursor.row));
    onMenu({ x: event.clientX, y: event.clientY });
  };

  const items = virtualizer.getVirtualItems();
  const cursorColumn = grid.cursor.column;
  const inHeader = cursorIndex < 0;
  let filled = 0;
  let gaps = 0;
  return (
    <Box
      ref={scroller}
      sx={{
        flex: 1,
        minHeight: headerHeight + 2.5 * rowHeight,
        overflow: 'auto',
        overflowAnchor: 'none',
        position: 'relative',
      }}
    >
      <Table
        role="grid"
        aria-label={texts.servers.heading}
        aria-multiselectable
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        size="small"
        stickyHeader
        onFocus={() => {
          hasFocus.current = true;
        }}
        onBlur={() => {
          hasFocus.current = false;
        }}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => event.shiftKey && event.preventDefault()} // a range of rows, not of their text
        onClick={onClick}
        onContextMenu={onContextMenu}
        style={{ width: widths.total }}
        sx={tableStyles}
      >
        <HeaderRow
          table={table}
          height={headerHeight}
          cursorColumn={inHeader ? cursorColumn : undefined}
          onCursor={toHeader}
        />
        <TableBody>
          {/* One flat list: within a list for each item, all rows would be made anew whenever the first one changes. */}
          {items.flatMap((item) => {
            const row = rows[item.index];
            if (!row) return [];
            const gap = item.index * rowHeight - filled;
            filled = (item.index + 1) * rowHeight;
            return [
              gap > 0 && <Gap key={`gap-${gaps++}`} height={gap} columns={columns.length} />,
              <ServerTableRow
                key={row.hostName}
                endpoint={row}
                columns={columns}
                index={item.index}
                selected={grid.selected.has(row.hostName)}
                cursorColumn={row.hostName === grid.cursor.row ? cursorColumn : undefined}
              />,
            ];
          })}
          {rows.length * rowHeight > filled && (
            <Gap height={rows.length * rowHeight - filled} columns={columns.length} />
          )}
        </TableBody>
      </Table>
    </Box>
  );
}

/** For all rows at once: styles of each cell's own would be made anew with each row that comes into sight. */
const tableStyles = { tableLayout: 'fixed', minWidth: '100%', ...rowStyles } as const;

/** Stands for the rows that are out of sight. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <TableRow aria-hidden="true">
      <td colSpan={columns + 1} style={{ height, padding: 0, border: 0 }} />
    </TableRow>
  );
}

/** Puts the focus on the cell with the cursor, for dialogs whose opener may be gone. */
export function focusGrid(): void {
  document.querySelector<HTMLElement>('[role="grid"] [data-cursor="true"]')?.focus();
}
