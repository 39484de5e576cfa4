import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { Header, ReactTable } from '@tanstack/react-table';
import { memo } from 'react';
import { ArrowDownIcon, ArrowUpIcon } from '../feedback/icons.tsx';
import type { features, ServerEntry } from './columns.ts';
import { focusOutline } from './server-row.tsx';

interface HeaderRowProps {
  /** Another object whenever what it shows changes. */
  table: ReactTable<typeof features, ServerEntry>;
  height: number;
  /** The column that the cursor is on; `undefined` while it is on a row. */
  cursorColumn: number | undefined;
  onCursor(column: number): void;
}

/** P-3: the column headers. A click sorts; the edge at the right is dragged to resize. */
export const HeaderRow = memo(function HeaderRow({ table, height, cursorColumn, onCursor }: HeaderRowProps) {
  const [group] = table.getHeaderGroups();
  return (
    <TableHead>
      <TableRow aria-rowindex={1}>
        {group?.headers.map((header, index) => (
          <HeaderCell
            key={header.id}
            header={header}
            index={index}
            height={height}
            current={cursorColumn === index}
            onCursor={() => onCursor(index)}
          />
        ))}
        <TableCell aria-hidden="true" role="presentation" sx={{ p: 0, bgcolor: 'band', height }} />
      </TableRow>
    </TableHead>
  );
});

interface HeaderCellProps {
  header: Header<typeof features, ServerEntry>;
  index: number;
  height: number;
  current: boolean;
  onCursor(): void;
}

function HeaderCell({ header, index, height, current, onCursor }: HeaderCellProps) {
  const sorted = header.column.getIsSorted();
  const resize = header.getResizeHandler();
  return (
    <TableCell
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
      tabIndex={current ? 0 : -1}
      data-column={index}
      data-cursor={current}
      onFocus={onCursor}
      onClick={() => header.column.toggleSorting()}
      style={{ width: header.getSize(), height }}
      sx={{
        p: 0,
        px: 1.25,
        bgcolor: 'band',
        position: 'sticky',
        cursor: 'pointer',
        userSelect: 'none',
        fontWeight: 600,
        fontSize: '0.75rem',
        color: 'text.secondary',
        '&:hover': { color: 'text.primary' },
        '&:focus-visible': focusOutline,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}>
        <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
          {String(header.column.columnDef.header)}
        </Box>
        {sorted === 'asc' && <ArrowUpIcon sx={{ fontSize: 14 }} />}
        {sorted === 'desc' && <ArrowDownIcon sx={{ fontSize: 14 }} />}
      </Box>
      <Box
        aria-hidden="true"
        onMouseDown={resize}
        onTouchStart={resize}
        onClick={(event) => event.stopPropagation()}
        sx={{
          position: 'absolute',
          top: 0,
          right: 0,
          bottom: 0,
          width: 9,
          cursor: 'col-resize',
          touchAction: 'none',
          '&::after': {
            content: '""',
            position: 'absolute',
            right: 0,
            top: 6,
            bottom: 6,
            width: '1px',
            bgcolor: 'divider',
          },
          '&:hover::after': { bgcolor: 'primary.main', width: '2px', top: 0, bottom: 0 },
        }}
      />
    </TableCell>
  );
}
