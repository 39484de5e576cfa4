import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { useState } from 'react';
import {
  type CommandPolicy,
  type CommandRule,
  defaultCommandPolicy,
  ruleProblem,
} from '../../shared/command-policy.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { useConsoleStore, useEndpoints } from '../client/use-console.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { texts } from '../texts.ts';
import { PolicyRules } from './policy-rules.tsx';
import { PolicyTrial } from './policy-trial.tsx';

type Kind = CommandPolicy['kind'];
const kinds: readonly Kind[] = ['allow all', 'read-only', 'rules'];
/** What a list of rules begins with: enough to log in and to look around. */
const firstRules: CommandRule[] = [
  { method: 'POST', pathPrefix: '/netbackup/login' },
  { method: 'GET', pathPrefix: '/netbackup/admin/jobs' },
];

interface PolicyDialogProps {
  hostName: string;
  onClose(): void;
  onSaved(): void;
}

/** Decision 19: edits the command policy of one endpoint, and tries calls out before it is saved. */
export function PolicyDialog({ hostName, onClose, onSaved }: PolicyDialogProps) {
  const store = useConsoleStore();
  const saved =
    useEndpoints().find((endpoint) => endpoint.hostName === hostName)?.commandPolicy ?? defaultCommandPolicy;
  const [kind, setKind] = useState<Kind>(saved.kind);
  const [rules, setRules] = useState<CommandRule[]>(saved.kind === 'rules' ? saved.rules : firstRules);
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const label = texts.policy;
  const policy: CommandPolicy = kind === 'rules' ? { kind, rules } : { kind };
  const isValid = kind !== 'rules' || rules.every((rule) => ruleProblem(rule) === undefined);

  const save = async () => {
    setSaving(true);
    setProblem(undefined);
    try {
      await store.call((client) => client.endpoints.setCommandPolicy({ hostNames: [hostName], policy }));
      onSaved();
    } catch (error) {
      setProblem(problemOf(error));
      setSaving(false);
    }
  };

  return (
    <Dialog open onClose={onClose} aria-labelledby="policy-title" maxWidth="sm" fullWidth>
      <DialogTitle id="policy-title">{label.title}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
        <Box sx={{ overflowWrap: 'anywhere' }}>{label.intro(hostName)}</Box>
        <RadioGroup
          aria-label={label.title}
          name="policy"
          value={kind}
          onChange={(_event, value) => setKind(kinds.find((candidate) => candidate === value) ?? 'allow all')}
        >
          {kinds.map((each) => (
            <FormControlLabel
              key={each}
              value={each}
              control={<Radio />}
              label={
                <>
                  {label.kinds[each]}
                  <Box component="span" sx={{ display: 'block', color: 'text.secondary', fontSize: '0.75rem' }}>
                    {label.meanings[each]}
                  </Box>
                </>
              }
            />
          ))}
        </RadioGroup>
        {kind === 'rules' && <PolicyRules rules={rules} onChange={setRules} />}
        <PolicyTrial policy={policy} />
        {problem && <ProblemAlert problem={problem} />}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={() => void save()} disabled={!isValid || saving}>
          {label.save}
        </Button>
        <Button onClick={onClose}>{texts.common.cancel}</Button>
      </DialogActions>
    </Dialog>
  );
}
