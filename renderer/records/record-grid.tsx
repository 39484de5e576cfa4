import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type Ref, useImperativeHandle, useMemo, useRef } from 'react';
import type { MenuAnchor } from '../frame/context-menu.tsx';
import { type GridCursor, gridKey, initialGridState } from '../servers/grid-keyboard.ts';
import { focusOutline } from '../servers/server-row.tsx';
import { Gap, type RecordColumn, RecordRow, rowHeight } from './record-row.tsx';
import { useRecordCursor } from './use-record-cursor.ts';
import { useSteadyPlace } from './use-steady-place.ts';

const headerHeight = 30;
/** In pixels: some rows are in sight in any window. */
export const leastGridHeight = headerHeight + 3.5 * rowHeight;

interface RecordGridProps<T> {
  label: string;
  columns: readonly RecordColumn<T>[];
  /** Newest first. */
  records: readonly T[];
  idOf(record: T): string;
  /** Id of the one whose details are shown. */
  selected: string | undefined;
  onSelect(id: string | undefined): void;
  /** Enter: to the details, or to what the row stands for. */
  onOpen(): void;
  /** Double click on a row. */
  onDoubleClick?(id: string): void;
  /** Shift+F10, the menu key, or a right click; the row is selected by then. */
  onMenu?(at: MenuAnchor, id: string): void;
  /** Any other key while a row is selected. @returns whether it did something */
  onKey?(key: string, id: string): boolean;
  /** Whether the first row is in sight, each time that changes. With it a selected row stays where it is when others come. */
  onAtTop?(isAtTop: boolean): void;
  /** Of the table, in pixels; below it, it is scrolled sideways. */
  minWidth?: number;
  ref?: Ref<RecordGridHandle>;
}

export interface RecordGridHandle {
  /** Scrolls to the first row. */
  showFirst(): void;
}

/**
 * A long list of things that happened, newest first. Only what is in sight is in the document. The row with the cursor is
 * the selected one; what comes in above moves neither the cursor nor what is in sight.
 */
export function RecordGrid<T>(props: RecordGridProps<T>) {
  const { label, columns, records, idOf, selected, onSelect, onOpen, onAtTop, ref } = props;
  const { onDoubleClick, onMenu, onKey, minWidth } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const ids = useMemo(() => records.map(idOf), [records, idOf]);
  const { cursor, cursorIndex, moveCursor, focusEvents } = useRecordCursor(scroller, ids, selected);
  const virtualizer = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: headerHeight,
    scrollPaddingStart: headerHeight,
    getItemKey: (index) => ids[index] ?? index,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return cursorIndex < 0 || shown.includes(cursorIndex) ? shown : [...shown, cursorIndex].sort((a, b) => a - b);
    },
  });

  useSteadyPlace(scroller, ids, onAtTop !== undefined && selected !== undefined);
  useImperativeHandle(ref, () => ({ showFirst: () => scroller.current?.scrollTo({ top: 0 }) }), []);

  const go = (next: GridCursor) => {
    moveCursor(next);
    onSelect(next.row ?? undefined);
    const index = next.row === null ? -1 : ids.indexOf(next.row);
    if (index >= 0) virtualizer.scrollToIndex(index);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape' && selected !== undefined) {
      event.preventDefault();
      onSelect(undefined);
      return;
    }
    if (onMenu && cursorIndex >= 0 && cursor.row !== null && isMenuKey(event)) {
      event.preventDefault();
      const cell = event.target;
      if (cell instanceof HTMLElement) onMenu(cell, cursor.row);
      return;
    }
    if (selected !== undefined && cursorIndex >= 0 && onKey?.(event.key, selected)) {
      event.preventDefault();
      return;
    }
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1);
    const place = { row: cursorIndex < 0 ? null : cursor.row, column: cursor.column };
    const { key, altKey } = event;
    // One row at a time: there is no range to extend.
    const keys = { key, altKey, ctrlKey: event.ctrlKey, metaKey: event.metaKey, shiftKey: false };
    const outcome = gridKey(keys, { ...initialGridState, cursor: place }, { rows: ids, columns: columns.length, page });
    if (outcome?.kind !== 'state' && outcome?.kind !== 'open') return;
    event.preventDefault();
    go(outcome.state.cursor);
    if (outcome.kind === 'open') onOpen();
  };

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const cell = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-column]') : null;
    const row = cell?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (cell && row !== undefined) go({ row, column: Number(cell.dataset['column']) });
  };

  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    const row = rowAt(event);
    if (!onMenu || row === undefined) return;
    event.preventDefault();
    onClick(event);
    onMenu({ x: event.clientX, y: event.clientY }, row);
  };

  let filled = 0;
  return (
    <Box
      ref={scroller}
      onScroll={({ currentTarget }) => onAtTop?.(currentTarget.scrollTop <= 0)}
      // What is in sight is kept there above; the browser's own way of it would add to that.
      sx={{ flex: 1, minHeight: leastGridHeight, overflow: 'auto', overflowAnchor: 'none', position: 'relative' }}
    >
      <Table
        role="grid"
        aria-label={label}
        aria-rowcount={records.length + 1}
        aria-colcount={columns.length}
        size="small"
        stickyHeader
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={(event) => {
          const row = rowAt(event);
          if (row !== undefined) onDoubleClick?.(row);
        }}
        onContextMenu={onContextMenu}
        {...focusEvents}
        sx={tableStyles}
        style={{ minWidth }}
      >
        <TableHead>
          <TableRow aria-rowindex={1}>
            {columns.map((column, index) => (
              <TableCell
                key={column.label}
                role="columnheader"
                aria-colindex={index + 1}
                tabIndex={cursorIndex < 0 && cursor.column === index ? 0 : -1}
                data-cursor={cursorIndex < 0 && cursor.column === index}
                style={{ width: column.width, height: headerHeight }}
                sx={{
                  p: 0,
                  px: 1,
                  bgcolor: 'band',
                  fontWeight: 600,
                  fontSize: '0.75rem',
                  color: 'text.secondary',
                  ...(column.wraps ? { lineHeight: 1.1 } : { whiteSpace: 'nowrap' }),
                  textAlign: column.isNumeric ? 'right' : 'left',
                  '&:focus-visible': focusOutline,
                }}
              >
                {column.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {/* One flat list, so that a row keeps its cells, and with them the focus, when others come and go before it. */}
          {virtualizer.getVirtualItems().flatMap((item) => {
            const record = records[item.index];
            const id = ids[item.index];
            if (record === undefined || id === undefined) return [];
            const gap = item.index * rowHeight - filled;
            filled = (item.index + 1) * rowHeight;
            return [
              gap > 0 && <Gap key={`gap-${item.index}`} height={gap} columns={columns.length} />,
              <RecordRow
                key={id}
                id={id}
                record={record}
                columns={columns}
                index={item.index}
                isSelected={id === selected}
                cursorColumn={item.index === cursorIndex ? cursor.column : undefined}
              />,
            ];
          })}
          {records.length * rowHeight > filled && (
            <Gap height={records.length * rowHeight - filled} columns={columns.length} />
          )}
        </TableBody>
      </Table>
    </Box>
  );
}

const rowAt = ({ target }: MouseEvent<HTMLElement>): string | undefined =>
  target instanceof HTMLElement ? target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined;

/** The keys that ask for a context menu. */
const isMenuKey = ({ key, shiftKey }: KeyboardEvent) => key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** For all rows at once: styles of each cell's own would be made anew with each record that comes. */
const tableStyles = {
  tableLayout: 'fixed',
  minWidth: 716,
  '& [data-row]': {
    height: rowHeight,
    cursor: 'default',
    '&:hover': { bgcolor: 'action.hover' },
    '&[aria-selected="true"]': { bgcolor: 'action.selected' },
    '&[aria-selected="true"] > td:first-of-type': { boxShadow: 'inset 3px 0 0 var(--nbwss-palette-primary-main)' },
  },
  '& [data-row] > td': {
    typography: 'body2',
    fontSize: '0.75rem',
    color: 'text.primary',
    p: 0,
    px: 1,
    height: rowHeight,
    borderBottom: '1px solid var(--nbwss-palette-TableCell-border)',
    textAlign: 'left',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    '&:focus-visible': focusOutline,
  },
  '& [data-row] > .numeric': { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
} as const;
