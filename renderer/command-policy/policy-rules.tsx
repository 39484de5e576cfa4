import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import { useRef } from 'react';
import { type CommandRule, ruleProblem } from '../../shared/command-policy.ts';
import { Choice } from '../feedback/choice.tsx';
import { CloseIcon, PlusIcon } from '../feedback/icons.tsx';
import { texts } from '../texts.ts';
import { methodOf, methodOptions } from './method-options.ts';

interface PolicyRulesProps {
  rules: readonly CommandRule[];
  onChange(rules: CommandRule[]): void;
}

/** The rules of a policy: what one of them allows is carried out, everything else is refused. */
export function PolicyRules({ rules, onChange }: PolicyRulesProps) {
  const list = useRef<HTMLUListElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const label = texts.policy;
  const change = (index: number, part: Partial<CommandRule>) =>
    onChange(rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
  const add = () => {
    onChange([...rules, { method: 'GET', pathPrefix: '/netbackup/' }]);
    setTimeout(() => list.current?.querySelector<HTMLElement>('li:last-of-type input[type="text"]')?.focus(), 0);
  };
  return (
    <Box>
      <Box
        component="ul"
        ref={list}
        aria-label={label.rules}
        sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: 1, pt: 0.75 }}
      >
        {rules.map((rule, index) => {
          const problem = ruleProblem(rule);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rules may be the same, and a rule is edited where it stands
            <Box component="li" key={index} sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
              <Choice
                label={label.method}
                options={methodOptions(true)}
                value={rule.method}
                onChange={(method) => change(index, { method: methodOf(method) ?? '*' })}
                width={120}
              />
              <TextField
                label={label.path}
                value={rule.pathPrefix}
                onChange={(event) => change(index, { pathPrefix: event.target.value })}
                error={problem !== undefined}
                helperText={problem}
                fullWidth
                slotProps={{ htmlInput: { spellCheck: false, maxLength: 2048 } }}
              />
              <IconButton
                aria-label={label.remove(rule.method, rule.pathPrefix)}
                title={label.removeRule}
                onClick={() => {
                  onChange(rules.filter((_rule, at) => at !== index));
                  addButton.current?.focus(); // the button that was clicked goes with its rule
                }}
              >
                <CloseIcon fontSize="small" />
              </IconButton>
            </Box>
          );
        })}
      </Box>
      {rules.length === 0 && <Box sx={{ color: 'text.secondary' }}>{label.noRules}</Box>}
      <Button ref={addButton} size="small" startIcon={<PlusIcon />} onClick={add} sx={{ mt: 0.75 }}>
        {label.addRule}
      </Button>
    </Box>
  );
}
