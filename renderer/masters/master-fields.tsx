import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { maxMasterNameLength, pollSeconds, remoteMasterKinds } from '../../shared/master-terms.ts';
import type { MasterStatus } from '../../shared/masters.ts';
import { netBackupDomainTypes } from '../../shared/netbackup-terms.ts';
import { Choice } from '../feedback/choice.tsx';
import { RadioChoice } from '../feedback/radio-choice.tsx';
import { texts } from '../texts.ts';
import { keepsSecret, type MasterDraft } from './master-draft.ts';

const label = texts.masterDialog;
const accounts = ['api-key', 'password'] as const;

interface MasterFieldsProps {
  draft: MasterDraft;
  saved: MasterStatus | undefined;
  /** What the service said against a field, by the field's name. */
  fields: Readonly<Record<string, string>>;
  onChange(typed: Partial<MasterDraft>): void;
}

/** What a master server is called, and where it is. Its kind cannot be changed. */
export function AddressFields({ draft, saved, fields, onChange }: MasterFieldsProps) {
  const { kind } = draft;
  return (
    <>
      {saved ? (
        <Box>
          {label.kind}: <strong>{label.kinds[kind]}</strong>
        </Box>
      ) : (
        <Radios
          label={label.kind}
          value={kind}
          options={remoteMasterKinds.map((each) => [each, label.kinds[each]] as const)}
          hint={label.kindHints[kind]}
          onChange={(chosen) => onChange({ kind: chosen })}
        />
      )}
      <Field
        name="name"
        text={label.name}
        hint={label.nameHint(maxMasterNameLength)}
        maxLength={maxMasterNameLength}
        {...{ draft, fields, onChange }}
      />
      <Field
        name="origin"
        text={label.origin}
        hint={label.originHints[kind]}
        placeholder={label.originPlaceholders[kind]}
        maxLength={2048}
        {...{ draft, fields, onChange }}
      />
    </>
  );
}

/** By which account it is asked. A secret goes to the service only, and never comes back. */
export function AccountFields({ draft, saved, fields, onChange }: MasterFieldsProps) {
  const isKept = keepsSecret(draft, saved);
  const secret = { isSecret: true, maxLength: 8192, hint: isKept ? label.secretKept : label.secretHint };
  const given = { draft, fields, onChange };
  if (draft.kind === 'headless host')
    return (
      <Field
        name="token"
        text={label.token}
        {...secret}
        hint={isKept ? label.secretKept : label.tokenHint}
        {...given}
      />
    );
  return (
    <>
      <Radios
        label={label.credentials}
        value={draft.account}
        options={accounts.map((each) => [each, label.credentialKinds[each]] as const)}
        onChange={(account) => onChange({ account })}
        refusal={fields['credentials']}
      />
      {draft.account === 'api-key' ? (
        <Field name="apiKey" text={label.apiKey} {...secret} {...given} />
      ) : (
        <>
          <Field name="userName" text={label.userName} hint="" maxLength={256} {...given} />
          <Field name="password" text={label.password} {...secret} {...given} />
          <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'flex-start' }}>
            <Field
              name="domainName"
              text={label.domainName}
              hint={texts.netBackup.domainNameHint}
              maxLength={256}
              {...given}
            />
            <Choice
              label={label.domainType}
              value={draft.domainType}
              width={190}
              options={netBackupDomainTypes.map((type) => [type, texts.netBackup.domainTypes[type]] as const)}
              onChange={(value) =>
                onChange({ domainType: netBackupDomainTypes.find((type) => type === value) ?? draft.domainType })
              }
            />
          </Box>
        </>
      )}
    </>
  );
}

/** How often it is asked. */
export function PeriodField(given: Omit<MasterFieldsProps, 'saved'>) {
  const { least, most } = pollSeconds;
  return (
    <Field name="pollSeconds" text={label.pollSeconds} hint={label.pollHint(least, most)} maxLength={4} {...given} />
  );
}

type TextName = {
  [Name in keyof MasterDraft]: MasterDraft[Name] extends string ? Name : never;
}[keyof MasterDraft];

interface FieldProps extends Omit<MasterFieldsProps, 'saved'> {
  name: TextName;
  text: string;
  hint: string;
  placeholder?: string;
  isSecret?: boolean;
  maxLength: number;
}

function Field({ name, text, hint, placeholder, isSecret = false, maxLength, draft, fields, onChange }: FieldProps) {
  const refusal = fields[name];
  return (
    <TextField
      label={text}
      type={isSecret ? 'password' : 'text'}
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
      error={refusal !== undefined}
      helperText={refusal === undefined ? hint : label.problem(text, refusal)}
      fullWidth
      {...(placeholder === undefined ? {} : { placeholder })}
      slotProps={{
        htmlInput: { spellCheck: false, autoComplete: isSecret ? 'new-password' : 'off', maxLength },
      }}
    />
  );
}

interface RadiosProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, name: string])[];
  hint?: string;
  refusal?: string | undefined;
  onChange(value: T): void;
}

function Radios<T extends string>({ label: text, value, options, hint, refusal, onChange }: RadiosProps<T>) {
  return (
    <RadioChoice label={text} value={value} options={options} isRow onChange={onChange}>
      {refusal !== undefined && <Box sx={{ color: 'error.main' }}>{label.problem(text, refusal)}</Box>}
      {hint !== undefined && <Box sx={{ color: 'text.secondary' }}>{hint}</Box>}
    </RadioChoice>
  );
}
