import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { type CatalogueEntry, errorCatalogue, symptoms } from '../../shared/error-catalogue.ts';
import { texts } from '../texts.ts';
import { HelpDialog } from './help-dialog.tsx';

const entries: readonly CatalogueEntry[] = Object.values(errorCatalogue);

/** The guide's troubleshooting tables (A10) as one, from the catalogue that the errors themselves come from. */
export function TroubleshootingDialog({ onClose }: { onClose(): void }) {
  const label = texts.troubleshooting;
  return (
    <HelpDialog title={label.title} width="md" onClose={onClose}>
      <Box sx={{ mb: 1, color: 'text.secondary' }}>{label.intro}</Box>
      <Table size="small" aria-label={label.title}>
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: '42%' }}>{label.message}</TableCell>
            <TableCell>{label.action}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {entries.map(({ lines, actions }) => (
            <Entry key={lines.join()} lines={lines} actions={actions} />
          ))}
          <Entry lines={[label.symptoms.disconnected]} actions={symptoms.disconnected.actions} />
          <Entry lines={[label.symptoms.notificationsNotSent]} actions={symptoms.notificationsNotSent.actions} />
        </TableBody>
      </Table>
    </HelpDialog>
  );
}

function Entry({ lines, actions }: { lines: readonly string[]; actions: readonly string[] }) {
  return (
    <TableRow sx={{ verticalAlign: 'top' }}>
      <TableCell component="th" scope="row" sx={{ overflowWrap: 'anywhere', fontWeight: 600 }}>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </TableCell>
      <TableCell>
        <Box component="ul" sx={{ m: 0, pl: 2 }}>
          {actions.map((action) => (
            <li key={action}>{action}</li>
          ))}
        </Box>
      </TableCell>
    </TableRow>
  );
}
