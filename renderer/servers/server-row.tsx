import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { memo } from 'react';
import { cellContent } from './cell-content.tsx';
import type { ColumnId, ServerEntry } from './columns.ts';

export const focusOutline = { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: '-2px' };

interface ServerTableRowProps {
  endpoint: ServerEntry;
  columns: readonly ColumnId[];
  /** Place in the list as it is shown, from 0. */
  index: number;
  selected: boolean;
  /** The column of the cursor when it is on this row. */
  cursorColumn: number | undefined;
}

/** One WebSocket server. Drawn anew only when it changed itself: unchanged endpoints stay the same objects. */
export const ServerTableRow = memo(function ServerTableRow({
  endpoint,
  columns,
  index,
  selected,
  cursorColumn,
}: ServerTableRowProps) {
  return (
    <TableRow
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-row={endpoint.hostName}
      sx={{
        height: 40,
        cursor: 'default',
        '&:hover': { bgcolor: 'action.hover' },
        '&[aria-selected="true"]': { bgcolor: 'action.selected' },
        '&[aria-selected="true"] > td:first-of-type': { boxShadow: 'inset 3px 0 0 var(--nbwss-palette-primary-main)' },
      }}
    >
      {columns.map((id, column) => {
        const { content, title, numeric } = cellContent(id, endpoint);
        return (
          <TableCell
            key={id}
            role="gridcell"
            aria-colindex={column + 1}
            tabIndex={cursorColumn === column ? 0 : -1}
            data-column={column}
            data-cursor={cursorColumn === column}
            title={title}
            sx={{ p: 0, px: 1.25, height: 40, overflow: 'hidden', '&:focus-visible': focusOutline }}
          >
            <Box
              dir="auto" // a group id may be written from right to left
              sx={{
                overflow: 'hidden',
                textOverflow: 'ellipsis',
                whiteSpace: 'nowrap',
                ...(numeric ? { fontVariantNumeric: 'tabular-nums' } : {}),
              }}
            >
              {content}
            </Box>
          </TableCell>
        );
      })}
      <TableCell aria-hidden="true" sx={{ p: 0 }} />
    </TableRow>
  );
});
