import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import type { HistoryKeeping } from '../../shared/command-history.ts';
import { historyBounds } from '../../shared/command-verdict.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

const label = texts.activity;

/** A whole number within bounds; `undefined` for anything else. */
function numberIn(text: string, { least, most }: { least: number; most: number }): number | undefined {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

interface HistoryKeepingFormProps {
  keeping: HistoryKeeping;
  onSaved(): void;
}

/** How much of the history is kept. */
export function HistoryKeepingForm({ keeping, onSaved }: HistoryKeepingFormProps) {
  const console = useConsoleStore();
  const { perform } = useShell();
  const [days, setDays] = useState(String(keeping.days));
  const [megabytes, setMegabytes] = useState(String(keeping.megabytes));
  const chosenDays = numberIn(days, historyBounds.days);
  const chosenMegabytes = numberIn(megabytes, historyBounds.megabytes);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (chosenDays === undefined || chosenMegabytes === undefined) return;
    void perform(async () => {
      await console.call((client) => client.history.configure({ days: chosenDays, megabytes: chosenMegabytes }));
      onSaved();
      return label.keepingSaved(chosenDays, chosenMegabytes);
    });
  };
  const field = (
    text: string,
    value: string,
    bounds: { least: number; most: number },
    set: (value: string) => void,
  ) => {
    const isWrong = numberIn(value, bounds) === undefined;
    return (
      <TextField
        label={text}
        value={value}
        onChange={(event) => set(event.target.value)}
        error={isWrong}
        helperText={label.bounds(bounds.least, bounds.most)}
        slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 6 } }}
        sx={{ width: 190 }}
      />
    );
  };
  return (
    <Box
      component="form"
      aria-label={label.keeping}
      onSubmit={save}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start', px: 1.5, pt: 1, pb: 1 }}
    >
      {field(label.days, days, historyBounds.days, setDays)}
      {field(label.megabytes, megabytes, historyBounds.megabytes, setMegabytes)}
      <Button
        type="submit"
        variant="outlined"
        disabled={chosenDays === undefined || chosenMegabytes === undefined}
        sx={{ mt: 0.25 }}
      >
        {label.save}
      </Button>
      <Box sx={{ flexBasis: '100%', color: 'text.secondary', fontSize: '0.75rem' }}>{label.keepingHint}</Box>
    </Box>
  );
}
