import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ComponentType } from 'react';
import {
  AlertCircleOutlineIcon,
  AutorenewIcon,
  FolderOffIcon,
  MinusCircleOutlineIcon,
  PlusCircleOutlineIcon,
  SkipNextIcon,
} from '../feedback/icons.tsx';
import { texts } from '../texts.ts';
import type { DroppedItems } from './dropped-items.ts';
import type { Outcome } from './import-run.ts';

interface ImportSummaryProps {
  items: DroppedItems;
  outcomes: readonly Outcome[];
  summary: string;
  onClose(): void;
}

/** What became of each file: added, renewed, skipped or refused, and why. */
export function ImportSummary({ items: { files, folders }, outcomes, summary, onClose }: ImportSummaryProps) {
  const label = texts.endpointImport;
  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby="import-summary-title"
      aria-describedby="import-summary"
      maxWidth="md"
      fullWidth
    >
      <DialogTitle id="import-summary-title">{label.summaryTitle}</DialogTitle>
      <DialogContent tabIndex={0}>
        <Box id="import-summary" sx={{ pb: 1 }}>
          {summary}
        </Box>
        <Table size="small" aria-label={label.summaryTitle} sx={{ tableLayout: 'fixed' }}>
          <TableHead>
            <TableRow>
              <TableCell sx={{ width: '38%' }}>{label.fileColumn}</TableCell>
              <TableCell>{label.resultColumn}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {outcomes.map((outcome, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place in the import is what a file is; names may repeat
              <SummaryRow key={index} name={files[index]?.name ?? ''} {...said(outcome)} />
            ))}
            {folders.map((name) => (
              <SummaryRow
                key={`folder ${name}`}
                name={name}
                icon={FolderOffIcon}
                color="text.secondary"
                result={label.folder}
                why={[]}
              />
            ))}
          </TableBody>
        </Table>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose} autoFocus>
          {texts.common.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

interface Said {
  icon: ComponentType<SvgIconProps>;
  color: string;
  result: string;
  /** Each on a line of its own: the exact string first, then what was found. */
  why: readonly string[];
}

function said(outcome: Outcome): Said {
  const label = texts.endpointImport;
  switch (outcome.kind) {
    case 'added': {
      const result = label.added(outcome.hostName, outcome.priority);
      return { icon: PlusCircleOutlineIcon, color: 'success.main', result, why: [] };
    }
    case 'renewed':
      return { icon: AutorenewIcon, color: 'success.main', result: label.renewed(outcome.hostName), why: [] };
    case 'skipped':
      return { icon: SkipNextIcon, color: 'text.secondary', result: label.skipped, why: outcome.why };
    case 'refused': {
      const { lines, causes } = outcome.problem;
      return { icon: AlertCircleOutlineIcon, color: 'error.main', result: label.refused, why: [...lines, ...causes] };
    }
    case 'not-reached':
      return { icon: MinusCircleOutlineIcon, color: 'text.secondary', result: label.notReached, why: [] };
  }
}

function SummaryRow({ name, icon: Icon, color, result, why }: Said & { name: string }) {
  return (
    <TableRow sx={{ verticalAlign: 'top', '& > *': { overflowWrap: 'anywhere' } }}>
      <TableCell component="th" scope="row">
        {name}
      </TableCell>
      <TableCell>
        <Box sx={{ display: 'flex', gap: 0.75 }}>
          <Icon aria-hidden="true" sx={{ fontSize: 17, color, flexShrink: 0 }} />
          <Box sx={{ minWidth: 0 }}>
            <Box sx={{ fontWeight: 600 }}>{result}</Box>
            {why.map((line) => (
              <div key={line}>{line}</div>
            ))}
          </Box>
        </Box>
      </TableCell>
    </TableRow>
  );
}
