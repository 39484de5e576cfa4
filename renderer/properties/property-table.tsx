import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';

const { columns } = texts.properties;

/** A table of properties; its rows are `PropertyRow`s. */
export function PropertyTable({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        aria-label={name}
        size="small"
        sx={{
          tableLayout: 'fixed',
          minWidth: 620,
          '& td, & th': { px: 1, fontSize: '0.8125rem' },
          '& thead th': { bgcolor: 'band' },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell>{columns.property}</TableCell>
            <TableCell sx={{ width: 148 }}>{columns.value}</TableCell>
            <TableCell sx={{ width: 82 }}>{columns.default}</TableCell>
            <TableCell sx={{ width: 104 }}>{columns.bounds}</TableCell>
            <TableCell sx={{ width: 80 }}>{columns.action}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>{children}</TableBody>
      </Table>
    </Box>
  );
}
