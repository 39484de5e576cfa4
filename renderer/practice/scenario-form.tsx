import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import {
  type GivenScenario,
  type ScenarioName,
  scenarioEntry,
  scenarioProblem,
} from '../../shared/practice-scenarios.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { Choice } from '../feedback/choice.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

/** Begins a scenario, and says in the status area what happens. */
export function useScenario() {
  const store = useConsoleStore();
  const { perform } = useShell();
  return (given: GivenScenario) =>
    void perform(async () => {
      await store.call((client) => client.practice.trigger(given));
      return scenarioEntry(given.scenario).does(given.amount ?? 'N');
    });
}

interface ScenarioFormProps {
  names: readonly ScenarioName[];
  /** Id of the practice cloud application; without one it is NetBackup. */
  application?: string;
}

/** Decision 47: scenarios of one practice server, what they do, and how many jobs or seconds. */
export function ScenarioForm({ names, application }: ScenarioFormProps) {
  const begin = useScenario();
  const [chosen, setChosen] = useState(names[0]);
  const [typed, setTyped] = useState<string>();
  const label = texts.practice;
  if (!chosen) return null;
  const { amount, does } = scenarioEntry(chosen);
  const text = typed ?? String(amount?.preset ?? '');
  const given: GivenScenario = {
    scenario: chosen,
    ...(amount ? { amount: text.trim() === '' ? Number.NaN : Number(text) } : {}),
    ...(application === undefined ? {} : { application }),
  };
  const problem = scenarioProblem(given);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === undefined) begin(given);
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', flexDirection: 'column', gap: 0.75, pt: 0.75 }}>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
        <Box sx={{ flex: 1, minWidth: 0, '& > *': { width: '100%' } }}>
          <Choice
            label={label.scenario}
            value={chosen}
            options={names.map((name): [string, string] => [name, scenarioEntry(name).label])}
            onChange={(name) => {
              setChosen(names.find((candidate) => candidate === name));
              setTyped(undefined);
            }}
          />
        </Box>
        {amount && (
          <TextField
            label={label.amounts[amount.unit]}
            value={text}
            onChange={(event) => setTyped(event.target.value)}
            error={problem !== undefined}
            sx={{ width: 84, flexShrink: 0 }}
            slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 6 } }}
          />
        )}
        <Button variant="outlined" type="submit" disabled={problem !== undefined}>
          {label.begin}
        </Button>
      </Box>
      <Box sx={{ color: problem === undefined ? 'text.secondary' : 'error.main', fontSize: '0.75rem' }}>
        {problem ?? does(given.amount ?? 'N')}
      </Box>
    </Box>
  );
}
