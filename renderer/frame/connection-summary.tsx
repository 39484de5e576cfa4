import Box from '@mui/material/Box';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { useFramePart } from '../client/use-console.ts';
import { AlertCircleOutlineIcon, CheckCircleIcon, HelpCircleOutlineIcon } from '../feedback/icons.tsx';
import { texts } from '../texts.ts';

const signs = {
  ok: { Icon: CheckCircleIcon, color: 'success.main' },
  failing: { Icon: AlertCircleOutlineIcon, color: 'error.main' },
  'not configured': { Icon: HelpCircleOutlineIcon, color: 'text.secondary' },
  unknown: { Icon: HelpCircleOutlineIcon, color: 'text.secondary' },
} as const;

/** At the right of the toolbar: how NetBackup is reached, and how many groups are served. */
export function ConnectionSummary() {
  const { state, detail } = useFramePart((frame) => frame.netBackup) ?? { state: 'unknown', detail: '' };
  const { Icon, color } = signs[state];
  return (
    <Box
      sx={{
        ml: 'auto',
        pl: 1.5,
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
        whiteSpace: 'nowrap',
        fontSize: '0.75rem',
      }}
    >
      <Box
        role="status"
        aria-label={texts.toolbar.netBackup}
        title={detail}
        sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}
      >
        <Icon aria-hidden="true" sx={{ fontSize: 15, color }} />
        {texts.toolbar.netBackupState[state]}
      </Box>
      <GroupCount />
    </Box>
  );
}

function GroupCount() {
  const groups = useFramePart((frame) => frame.groups) ?? none;
  const connected = groups.reduce((count, { connectedHost }) => (connectedHost === null ? count : count + 1), 0);
  return <div>{texts.toolbar.groups(connected, groups.length)}</div>;
}

const none: ConsoleFrame['groups'] = [];
