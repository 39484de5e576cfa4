import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import Switch from '@mui/material/Switch';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import { useId } from 'react';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';
import {
  changedMeanwhile,
  type Draft,
  definitionOf,
  isDefault,
  isTyped,
  type PropertyEntry,
  problemOf,
  shown,
} from './draft.ts';

const label = texts.properties;

interface PropertyRowProps {
  entry: PropertyEntry;
  draft: Draft;
  /** Whether the file could be read: only then it is told of a key that it does not set. */
  isFileRead: boolean;
  /** Why the service refused what was typed. */
  refusal: string | undefined;
  onType(text: string): void;
  onReset(): void;
}

/** one property with its value, which can be changed, and everything that is to be known of it. */
export function PropertyRow({ entry, draft, isFileRead, refusal, onType, onReset }: PropertyRowProps) {
  const definition = definitionOf(entry);
  const meaningId = useId();
  const remarkId = useId();
  if (!definition) return null;
  const { min, max, unit, meaning } = definition;
  const value = shown(entry, draft);
  const typed = isTyped(entry, draft);
  const problem = refusal ?? problemOf(entry, draft);
  const meanwhile = changedMeanwhile(entry, draft);
  const describedBy = `${meaningId} ${remarkId}`;
  return (
    <TableRow sx={{ '& > td, & > th': { verticalAlign: 'top' } }}>
      <TableCell component="th" scope="row">
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1 }}>
          <Box sx={{ fontFamily: monospace, fontSize: '0.75rem', fontWeight: 600, overflowWrap: 'anywhere' }}>
            {entry.key}
          </Box>
          {entry.changed && <Mark>{label.changed}</Mark>}
          {typed && <Mark>{label.notSaved}</Mark>}
        </Box>
        <Box id={meaningId} sx={{ color: 'text.secondary', fontWeight: 400, mt: 0.25 }}>
          {meaning}
        </Box>
      </TableCell>
      <TableCell>
        {definition.type === 'boolean' ? (
          <Switch
            checked={(problem === undefined ? value : entry.inForce).toLowerCase() === 'true'}
            onChange={(event) => onType(String(event.target.checked))}
            slotProps={{ input: { 'aria-label': entry.key, 'aria-describedby': describedBy } }}
          />
        ) : (
          <TextField
            value={value}
            onChange={(event) => onType(event.target.value)}
            error={problem !== undefined}
            sx={{ width: 130 }}
            slotProps={{
              htmlInput: {
                'aria-label': entry.key,
                'aria-describedby': describedBy,
                inputMode: 'numeric',
                maxLength: 20,
                spellCheck: false,
                autoComplete: 'off',
              },
              input: unit === undefined ? {} : { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> },
            }}
          />
        )}
        <Box id={remarkId} sx={{ fontSize: '0.75rem', mt: 0.25, overflowWrap: 'anywhere' }}>
          {problem !== undefined && (
            <Box sx={{ color: 'error.main' }}>
              {label.problem(problem)}
              {!typed && ` ${label.defaultUsed(entry.inForce)}`}
            </Box>
          )}
          {isFileRead && entry.inFile === null && !typed && (
            <Box sx={{ color: 'text.secondary' }}>{label.notInFile}</Box>
          )}
          {meanwhile !== undefined && <Box sx={{ color: 'warning.main' }}>{label.changedMeanwhile(meanwhile)}</Box>}
        </Box>
      </TableCell>
      <TableCell sx={{ whiteSpace: 'nowrap' }}>
        {unit === undefined ? entry.default : `${entry.default} ${unit}`}
      </TableCell>
      <TableCell>{min === undefined || max === undefined ? label.trueOrFalse : label.bounds(min, max)}</TableCell>
      <TableCell>
        <SteadyButton aria-label={label.resetOne(entry.key)} idle={isDefault(entry, draft)} onClick={onReset}>
          {label.reset}
        </SteadyButton>
      </TableCell>
    </TableRow>
  );
}

function Mark({ children }: { children: string }) {
  return (
    <Box
      component="span"
      sx={{
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        px: 0.75,
        fontSize: '0.6875rem',
        fontWeight: 400,
        whiteSpace: 'nowrap',
      }}
    >
      {children}
    </Box>
  );
}
