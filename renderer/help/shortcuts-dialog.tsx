import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { useOwnFramePart } from '../client/own-console.ts';
import { texts } from '../texts.ts';
import { HelpDialog } from './help-dialog.tsx';

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const label = texts.shortcuts;
  const isDesktop = useOwnFramePart(({ desktop }) => desktop !== null) ?? false;
  const rows = isDesktop ? [...label.rows, ...texts.desktop.shortcuts] : label.rows;
  return (
    <HelpDialog title={label.title} width="sm" onClose={onClose}>
      <Table size="small" aria-label={label.title}>
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: '40%' }}>{label.keys}</TableCell>
            <TableCell>{label.effect}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(([keys, effect]) => (
            <TableRow key={keys}>
              <TableCell component="th" scope="row">
                {keys}
              </TableCell>
              <TableCell>{effect}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </HelpDialog>
  );
}
