import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { useId } from 'react';
import { netBackupDomainTypes } from '../../shared/netbackup-terms.ts';
import { Choice } from '../feedback/choice.tsx';
import { texts } from '../texts.ts';
import type { Draft, ShownForm } from './draft.ts';

const label = texts.netBackup;
const kinds = ['none', 'api-key', 'password'] as const;

interface CredentialsFieldsProps {
  form: ShownForm;
  /** Whether an empty secret keeps the saved one. */
  keepsSecret: boolean;
  /** What the service said against a field, by the field's name. */
  refusals: Readonly<Record<string, string>>;
  onChange(change: Draft): void;
}

/** The account of the service's own calls. A secret goes to the service only, and never comes back. */
export function CredentialsFields({ form, keepsSecret, refusals, onChange }: CredentialsFieldsProps) {
  const headingId = useId();
  const secretHint = keepsSecret ? label.secretKept : label.secretHint;
  const field = (name: 'apiKey' | 'userName' | 'password' | 'domainName', hint: string, maxLength: number) => {
    const refusal = refusals[label[name]];
    const isSecret = name === 'apiKey' || name === 'password';
    return (
      <TextField
        label={label[name]}
        type={isSecret ? 'password' : 'text'}
        value={form[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
        error={refusal !== undefined}
        helperText={refusal === undefined ? hint : label.problem(label[name], refusal)}
        slotProps={{
          htmlInput: { spellCheck: false, autoComplete: isSecret ? 'new-password' : 'off', maxLength },
        }}
      />
    );
  };
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.75 }}>
      <div>
        <Box id={headingId} sx={{ fontWeight: 600 }}>
          {label.credentials}
        </Box>
        <Box sx={{ color: 'text.secondary' }}>{label.credentialsHint}</Box>
        <RadioGroup
          row
          aria-labelledby={headingId}
          name="credentials"
          value={form.kind}
          onChange={(_event, value) => onChange({ kind: kinds.find((kind) => kind === value) ?? form.kind })}
        >
          {kinds.map((kind) => (
            <FormControlLabel key={kind} value={kind} control={<Radio />} label={label.kinds[kind]} />
          ))}
        </RadioGroup>
      </div>
      {form.kind === 'api-key' && field('apiKey', secretHint, 8192)}
      {form.kind === 'password' && (
        <>
          {field('userName', '', 256)}
          {field('password', secretHint, 8192)}
          {field('domainName', label.domainNameHint, 256)}
          <Choice
            label={label.domainType}
            value={form.domainType}
            options={netBackupDomainTypes.map((type) => [type, label.domainTypes[type]] as const)}
            onChange={(value) =>
              onChange({ domainType: netBackupDomainTypes.find((type) => type === value) ?? form.domainType })
            }
          />
        </>
      )}
    </Box>
  );
}
