import TableRow from '@mui/material/TableRow';
import { memo, type ReactNode } from 'react';
import { shownText } from '../../shared/shown-identifier.ts';

/** Of each row, in pixels. */
export const rowHeight = 30;

export interface RecordColumn<T> {
  readonly label: string;
  /** Pixels; without one it gets what the others leave. */
  readonly width?: number;
  readonly isNumeric?: boolean;
  /** Its label may take two lines. */
  readonly wraps?: boolean;
  content(record: T): ReactNode;
  /** The whole text, where the cell may cut it. */
  title?(record: T): string;
}

interface RecordRowProps<T> {
  id: string;
  record: T;
  columns: readonly RecordColumn<T>[];
  index: number;
  isSelected: boolean;
  /** `undefined` while the cursor is in another row. */
  cursorColumn: number | undefined;
}

/** A row is drawn anew when its record is another one, and not when another row's is. */
export const RecordRow = memo(function RecordRow<T>(props: RecordRowProps<T>) {
  const { id, record, columns, index, isSelected, cursorColumn } = props;
  return (
    <tr aria-rowindex={index + 2} aria-selected={isSelected} data-row={id}>
      {columns.map((column, at) => (
        <RecordCell key={column.label} column={column} record={record} index={at} hasCursor={at === cursorColumn} />
      ))}
    </tr>
  );
}) as <T>(props: RecordRowProps<T>) => ReactNode;

interface RecordCellProps<T> {
  column: RecordColumn<T>;
  record: T;
  index: number;
  hasCursor: boolean;
}

/** Whatever a text of it holds, it turns nothing around. */
function RecordCell<T>({ column, record, index, hasCursor }: RecordCellProps<T>) {
  const content = column.content(record);
  const title = column.title?.(record);
  return (
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid takes the focus
      role="gridcell"
      aria-colindex={index + 1}
      tabIndex={hasCursor ? 0 : -1}
      data-column={index}
      data-cursor={hasCursor}
      title={title && shownText(title)}
      className={column.isNumeric ? 'numeric' : undefined}
    >
      {typeof content === 'string' ? shownText(content) : content}
    </td>
  );
}

/** Stands for the rows that are out of sight. */
export function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <TableRow aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </TableRow>
  );
}
