import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { type ReactNode, useId } from 'react';

interface RadioChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, name: string])[];
  /** Side by side, instead of one below the other. */
  isRow?: boolean;
  /** What is said below. */
  children?: ReactNode;
  onChange(value: T): void;
}

/** A few choices, all in sight. */
export function RadioChoice<T extends string>({
  label,
  value,
  options,
  isRow = false,
  children,
  onChange,
}: RadioChoiceProps<T>) {
  const id = useId();
  return (
    <FormControl>
      <FormLabel id={id} sx={{ fontSize: '0.8125rem' }}>
        {label}
      </FormLabel>
      <RadioGroup
        row={isRow}
        aria-labelledby={id}
        value={value}
        onChange={(_event, chosen) => {
          const option = options.find(([name]) => name === chosen);
          if (option) onChange(option[0]);
        }}
      >
        {options.map(([option, name]) => (
          <FormControlLabel key={option} value={option} control={<Radio />} label={name} />
        ))}
      </RadioGroup>
      {children}
    </FormControl>
  );
}
