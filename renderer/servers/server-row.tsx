import { memo } from 'react';
import { cellContent } from './cell-content.tsx';
import type { ColumnId, ServerEntry } from './columns.ts';

export const focusOutline = { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: '-2px' };

/** Of all rows of the grid, for the table around them. */
export const rowStyles = {
  '& [data-row]': {
    height: 40,
    cursor: 'default',
    '&:hover': { bgcolor: 'action.hover' },
    '&[aria-selected="true"]': { bgcolor: 'action.selected' },
    '&[aria-selected="true"] > td:first-of-type': { boxShadow: 'inset 3px 0 0 var(--nbwss-palette-primary-main)' },
  },
  '& [data-row] > td': {
    typography: 'body2',
    color: 'text.primary',
    p: 0,
    borderBottom: '1px solid var(--nbwss-palette-TableCell-border)',
    textAlign: 'left',
    height: 40,
    overflow: 'hidden',
  },
  '& [data-row] > [data-column]': { px: 1.25, '&:focus-visible': focusOutline },
  '& .cell': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& .numeric': { fontVariantNumeric: 'tabular-nums' },
  '& .sign': { display: 'flex', alignItems: 'center', gap: 0.75 },
  '& .sign > svg': { fontSize: 17, flexShrink: 0 },
  '& .sign > div': { minWidth: 0, lineHeight: '17px' },
  '& .value, & .secondary': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '& .secondary': { fontSize: '0.71875rem', lineHeight: '15px', color: 'text.secondary' },
} as const;

interface ServerTableRowProps {
  endpoint: ServerEntry;
  columns: readonly ColumnId[];
  /** Place in the list as it is shown, from 0. */
  index: number;
  selected: boolean;
  /** The column of the cursor when it is on this row. */
  cursorColumn: number | undefined;
}

/**
 * One WebSocket server. Drawn anew only when it changed itself: unchanged endpoints stay the same objects. Plain elements,
 * whose looks are {@link rowStyles}: rows come and go while the list is scrolled.
 */
export const ServerTableRow = memo(function ServerTableRow({
  endpoint,
  columns,
  index,
  selected,
  cursorColumn,
}: ServerTableRowProps) {
  return (
    <tr aria-rowindex={index + 2} aria-selected={selected} data-row={endpoint.hostName}>
      {columns.map((id, column) => {
        const { content, title, numeric } = cellContent(id, endpoint);
        return (
          <td
            key={id}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid takes the focus
            role="gridcell"
            aria-colindex={column + 1}
            tabIndex={cursorColumn === column ? 0 : -1}
            data-column={column}
            data-cursor={cursorColumn === column}
            title={title}
          >
            {/* A group id may be written from right to left. */}
            <div dir="auto" className={numeric ? 'cell numeric' : 'cell'}>
              {content}
            </div>
          </td>
        );
      })}
      <td aria-hidden="true" />
    </tr>
  );
});
