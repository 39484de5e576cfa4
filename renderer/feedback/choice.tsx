import TextField from '@mui/material/TextField';
import { useId } from 'react';

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, name: string])[];
  width?: number;
  onChange(value: string): void;
}

/** A native select: its list belongs to the system, and so does its keyboard. */
export function Choice({ label, value, options, width, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <TextField
      id={id}
      select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      sx={{ ...(width === undefined ? {} : { width, flexShrink: 0 }) }}
      slotProps={{ select: { native: true } }}
    >
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </TextField>
  );
}
