import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { maxMasterNameLength } from '../../shared/master-terms.ts';
import type { MasterStatus } from '../../shared/masters.ts';
import { useOwnConsole } from '../client/own-console.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { texts } from '../texts.ts';
import { withNamedFields } from './named-fields.ts';

const label = texts.renameMaster;

interface RenameMasterDialogProps {
  master: MasterStatus;
  onClose(): void;
  onRenamed(name: string): void;
}

/** Only what this console calls it changes. */
export function RenameMasterDialog({ master: { id, name: former }, onClose, onRenamed }: RenameMasterDialogProps) {
  const own = useOwnConsole();
  const [name, setName] = useState(former);
  const [problem, setProblem] = useState<Problem>();
  const rename = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(undefined);
    try {
      await own.call((client) => client.masters.rename({ id, name }));
      onRenamed(name.trim());
    } catch (error) {
      // Of the form's advice none is about a name.
      setProblem({ ...withNamedFields(problemOf(error)), actions: [] });
    }
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby="rename-master-title" maxWidth="xs" fullWidth>
      <form onSubmit={(event) => void rename(event)} noValidate>
        <DialogTitle id="rename-master-title">{label.title}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
          <TextField
            label={texts.masterDialog.name}
            value={name}
            autoFocus
            fullWidth
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.select()}
            slotProps={{ htmlInput: { maxLength: maxMasterNameLength, autoComplete: 'off', spellCheck: false } }}
            sx={{ mt: 0.75 }}
          />
          {problem && <ProblemAlert problem={problem} />}
        </DialogContent>
        <DialogActions>
          <Button variant="contained" type="submit">
            {label.save}
          </Button>
          <Button onClick={onClose}>{texts.common.cancel}</Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
