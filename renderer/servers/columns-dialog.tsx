import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import Typography from '@mui/material/Typography';
import { texts } from '../texts.ts';
import { forgetWidths } from './column-widths.ts';
import { chooseColumns, useOptionalColumns, usePossibleColumns } from './shown-columns.ts';

/** View > Columns…: which optional columns stand behind those of the guide (P-3). A choice shows at once. */
export function ColumnsDialog({ onClose }: { onClose(): void }) {
  const label = texts.columns;
  const chosen = useOptionalColumns();
  const possible = usePossibleColumns();
  return (
    <Dialog open onClose={onClose} aria-labelledby="columns-title" maxWidth="xs" fullWidth>
      <DialogTitle id="columns-title">{label.title}</DialogTitle>
      <DialogContent>
        <Typography sx={{ color: 'text.secondary', mb: 1 }}>{label.intro}</Typography>
        <FormGroup aria-label={label.optional} role="group">
          {possible.map((id) => (
            <FormControlLabel
              key={id}
              label={texts.servers.columns[id]}
              control={
                <Checkbox
                  size="small"
                  checked={chosen.includes(id)}
                  onChange={(_event, checked) =>
                    chooseColumns(checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                  }
                />
              }
            />
          ))}
        </FormGroup>
      </DialogContent>
      <DialogActions>
        <Button onClick={forgetWidths} sx={{ mr: 'auto' }}>
          {label.resetWidths}
        </Button>
        <Button variant="contained" onClick={onClose}>
          {texts.common.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
