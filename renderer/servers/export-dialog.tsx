import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { useEndpoints } from '../client/use-console.ts';
import { RadioChoice } from '../feedback/radio-choice.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { isFiltering } from './filter.ts';
import { type ListFormat, listFormats } from './list-export.ts';
import { useSelectedEndpoints, useServerActions } from './use-server-actions.ts';
import { useShownEndpoints } from './use-shown-endpoints.ts';

type Extent = 'all' | 'shown' | 'selected';

/** Asks which rows are exported, and in which format. */
export function ExportDialog({ onClose }: { onClose(): void }) {
  const label = texts.listExport;
  const { filter } = useShell();
  const selected = useSelectedEndpoints();
  const { exportList } = useServerActions();
  const all = useEndpoints();
  const shown = useShownEndpoints();
  const extents = {
    all,
    ...(isFiltering(filter) ? { shown } : {}),
    ...(selected.length > 0 ? { selected } : {}),
  };
  const [format, setFormat] = useState<ListFormat>('csv');
  const [extent, setExtent] = useState<Extent>(() => (selected.length > 1 ? 'selected' : 'all'));
  const chosen = extents[extent] ?? all;
  const names = Object.keys(extents) as (keyof typeof extents)[];
  return (
    <Dialog open onClose={onClose} aria-labelledby="export-title" maxWidth="xs" fullWidth>
      <DialogTitle id="export-title">{label.title}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
        {label.intro}
        <RadioChoice<Extent>
          label={label.rows}
          value={extent}
          options={names.map((name) => [name, label.extents[name](extents[name]?.length ?? 0)])}
          onChange={setExtent}
        />
        <RadioChoice<ListFormat>
          label={label.format}
          value={format}
          options={listFormats.map((name) => [name, label.formats[name]])}
          onChange={setFormat}
        />
      </DialogContent>
      <DialogActions>
        <Button
          variant="contained"
          disabled={chosen.length === 0}
          onClick={() => {
            onClose();
            void exportList(chosen, format);
          }}
        >
          {label.export}
        </Button>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
      </DialogActions>
    </Dialog>
  );
}
