import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { type CommandMethod, type CommandPolicy, isAllowed } from '../../shared/command-policy.ts';
import { refuseUri } from '../../shared/command-target.ts';
import { Choice } from '../feedback/choice.tsx';
import { CancelIcon, CheckIcon } from '../feedback/icons.tsx';
import { texts } from '../texts.ts';
import { methodOf, methodOptions } from './method-options.ts';

/** "Would this call pass?": tries a call out with the policy as it is edited. Nothing is sent. */
export function PolicyTrial({ policy }: { policy: CommandPolicy }) {
  const [method, setMethod] = useState<CommandMethod>('GET');
  const [uri, setUri] = useState('/netbackup/admin/jobs');
  const label = texts.policy;
  // Decision 15 comes first: no policy lets such a uri pass.
  const problem = refuseUri(uri.trim());
  const passes = problem === undefined && isAllowed(policy, method, uri.trim());
  return (
    <Box>
      <Typography variant="h3">{label.trial}</Typography>
      <Box sx={{ display: 'flex', gap: 1, mt: 1 }}>
        <Choice
          label={label.trialMethod}
          options={methodOptions(false)}
          value={method}
          onChange={(value) => setMethod(methodOf(value) ?? 'GET')}
          width={120}
        />
        <TextField
          label={label.trialUri}
          value={uri}
          onChange={(event) => setUri(event.target.value)}
          fullWidth
          slotProps={{ htmlInput: { spellCheck: false, maxLength: 8192 } }}
        />
      </Box>
      <Box role="status" sx={{ display: 'flex', alignItems: 'center', gap: 0.75, mt: 0.75 }}>
        {passes ? <CheckIcon fontSize="small" color="success" /> : <CancelIcon fontSize="small" color="error" />}
        {problem !== undefined ? label.notValid(problem) : passes ? label.passes : label.refused}
      </Box>
    </Box>
  );
}
