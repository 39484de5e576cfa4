import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import type { HistoryQuery } from '../../shared/command-history.ts';
import { commandMethods } from '../../shared/command-policy.ts';
import { commandVerdicts, statusClasses } from '../../shared/command-verdict.ts';
import { Choice } from '../feedback/choice.tsx';
import { paneFilter } from '../feedback/pane-filter.ts';
import { texts } from '../texts.ts';

const label = texts.activity;

/** The fields as they stand; an empty one asks for nothing. */
const emptyForm = { from: '', to: '', endpoint: '', method: '', verdict: '', status: '', text: '' };
type Form = typeof emptyForm;

/** Local time of a field as epoch milliseconds. The last minute counts to its end. */
const timeOf = (field: string, addition = 0) => (field === '' ? undefined : new Date(field).getTime() + addition);

function queryOf({ from, to, endpoint, method, verdict, status, text }: Form): HistoryQuery {
  const given = {
    from: timeOf(from),
    to: timeOf(to, 59_999),
    endpoint: endpoint.trim(),
    method,
    verdict: commandVerdicts.find((known) => known === verdict),
    status: statusClasses.find((known) => known === status),
    text: text.trim(),
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== '' && !Number.isNaN(value)),
  );
}

const withAny = (values: readonly string[]): [string, string][] => [
  ['', label.any],
  ...values.map((value): [string, string] => [value, value]),
];

/** What to look for in the history. */
export function HistoryForm({ onSearch }: { onSearch(query: HistoryQuery): void }) {
  const [form, setForm] = useState(emptyForm);
  const change = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(queryOf(form));
  };
  const reset = () => {
    setForm(emptyForm);
    onSearch({});
  };
  const time = (name: 'from' | 'to', text: string) => (
    <TextField
      type="datetime-local"
      label={text}
      value={form[name]}
      onChange={(event) => change({ [name]: event.target.value })}
      sx={{ width: 186 }}
    />
  );
  const words = (name: 'endpoint' | 'text', text: string, width: number) => (
    <TextField
      label={text}
      value={form[name]}
      onChange={(event) => change({ [name]: event.target.value })}
      slotProps={{ htmlInput: { ...(name === 'text' && paneFilter), spellCheck: false, maxLength: 500 } }}
      sx={{ width }}
    />
  );
  return (
    <Box
      component="form"
      role="search"
      aria-label={label.searchForm}
      onSubmit={submit}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, rowGap: 1.25, px: 1.5, pt: 1 }}
    >
      {time('from', label.from)}
      {time('to', label.to)}
      {words('endpoint', label.columns.endpoint, 150)}
      <Choice
        label={label.columns.method}
        value={form.method}
        options={withAny(commandMethods)}
        onChange={(method) => change({ method })}
        width={100}
      />
      <Choice
        label={label.columns.verdict}
        value={form.verdict}
        options={[['', label.any], ...commandVerdicts.map((value): [string, string] => [value, label.verdicts[value]])]}
        onChange={(verdict) => change({ verdict })}
        width={150}
      />
      <Choice
        label={label.columns.status}
        value={form.status}
        options={withAny(statusClasses)}
        onChange={(status) => change({ status })}
        width={84}
      />
      {words('text', label.pathText, 150)}
      <Box sx={{ display: 'flex', gap: 0.5 }}>
        <Button type="submit" variant="contained">
          {label.search}
        </Button>
        <Button onClick={reset}>{label.reset}</Button>
      </Box>
    </Box>
  );
}
