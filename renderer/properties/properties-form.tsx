import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { PropertiesReport } from '../../shared/properties-report.ts';
import { reportOf } from '../client/problem.ts';
import { shownBy } from '../client/shown-by.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { useShell } from '../frame/shell.tsx';
import { useUnsaved } from '../frame/unsaved.ts';
import { texts } from '../texts.ts';
import {
  arrived,
  type Changes,
  changesOf,
  type Draft,
  isDefault,
  isExtension,
  type PropertyEntry,
  problemOf,
  pruned,
  reset,
  savedBelow,
  type,
} from './draft.ts';
import { PropertyRow } from './property-row.tsx';
import { PropertyTable } from './property-table.tsx';

/** The buttons stay at the lower edge while there is more of the table below it. */
const actionsInSight = {
  display: 'flex',
  gap: 1,
  flexWrap: 'wrap',
  position: 'sticky',
  bottom: -10,
  py: 1,
  bgcolor: 'background.default',
  zIndex: 1,
} as const;

interface Editing {
  readonly draft: Draft;
  /** What is on its way to the file; without a key, nothing is. */
  readonly saving: Changes;
}

/** The properties of the file, to be changed. What is typed outlives an edit of the file by hand. */
export function PropertiesForm({
  report,
  alert,
  onSave,
}: {
  report: PropertiesReport;
  /** What went wrong with the last save. */
  alert: ReactNode;
  onSave(): void;
}) {
  const store = useConsoleStore();
  const { perform } = useShell();
  // One state, and each step from the one before: a click may follow Save before the window was drawn.
  const [{ draft, saving }, setEditing] = useState<Editing>({ draft: {}, saving: {} });
  const [refusals, setRefusals] = useState<Readonly<Record<string, string>>>({});
  const label = texts.properties;

  const entries = report.entries.filter((entry) => !isExtension(entry) || entry.inFile !== null || draft[entry.key]);
  const edit = (next: (now: Draft) => Draft) =>
    setEditing((now) => {
      const after = pruned(report.entries, next(now.draft), now.saving);
      return after === now.draft ? now : { ...now, draft: after };
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: again when the file says something else, and when a save is over
  useEffect(() => edit((now) => now), [report.entries, saving]);
  const changes = changesOf(entries, draft);
  const keys = Object.keys(changes);
  const wrong = entries.some((entry) => keys.includes(entry.key) && problemOf(entry, draft) !== undefined);
  useUnsaved(keys.length > 0);

  const change = (next: (now: Draft) => Draft) => {
    edit(next);
    setRefusals({});
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (keys.length === 0 || wrong) return;
    onSave();
    void perform(async () => {
      setEditing((now) => ({ ...now, saving: changes }));
      try {
        await store.call((client) => client.properties.set({ changes }));
      } catch (error) {
        setEditing((now) => ({ ...now, saving: {} }));
        setRefusals(reportOf(error)?.fields ?? {});
        throw error;
      }
      await shownBy(store, ({ properties }) => arrived(properties.entries, changes));
      setEditing((now) => ({ draft: savedBelow(now.draft, changes), saving: {} }));
      return label.saved;
    });
  };

  const row = (entry: PropertyEntry) => (
    <PropertyRow
      key={entry.key}
      entry={entry}
      draft={draft}
      isFileRead={report.entries.some(({ inFile }) => inFile !== null)}
      refusal={refusals[entry.key]}
      onType={(text) => change((now) => type(entry, now, text))}
      onReset={() => change((now) => reset([entry], now))}
    />
  );
  const extensions = entries.filter(isExtension);
  return (
    <Box component="form" onSubmit={save} noValidate sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
      <PropertyTable name={label.table}>{entries.filter((entry) => !isExtension(entry)).map(row)}</PropertyTable>
      {extensions.length > 0 && (
        <>
          <Typography variant="h2">{label.extensions}</Typography>
          <Box sx={{ color: 'text.secondary' }}>{label.extensionsHint}</Box>
          <PropertyTable name={label.extensions}>{extensions.map(row)}</PropertyTable>
        </>
      )}
      {alert}
      <Box sx={actionsInSight}>
        <SteadyButton variant="contained" type="submit" idle={keys.length === 0 || wrong}>
          {label.save}
        </SteadyButton>
        <SteadyButton variant="outlined" idle={keys.length === 0} onClick={() => change(() => ({}))}>
          {label.revert}
        </SteadyButton>
        <SteadyButton
          variant="outlined"
          idle={entries.every((entry) => isDefault(entry, draft))}
          onClick={() => change((now) => reset(entries, now))}
        >
          {label.resetAll}
        </SteadyButton>
      </Box>
    </Box>
  );
}
