import CheckCircle from '@mui/icons-material/CheckCircle';
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import HelpOutlineOutlined from '@mui/icons-material/HelpOutlineOutlined';
import Box from '@mui/material/Box';
import { useFrame } from '../client/use-console.ts';
import { texts } from '../texts.ts';

const signs = {
  ok: { Icon: CheckCircle, color: 'success.main' },
  failing: { Icon: ErrorOutlined, color: 'error.main' },
  'not configured': { Icon: HelpOutlineOutlined, color: 'text.secondary' },
  unknown: { Icon: HelpOutlineOutlined, color: 'text.secondary' },
} as const;

/** At the right of the toolbar: how NetBackup is reached, and how many groups are served. */
export function ConnectionSummary() {
  const frame = useFrame();
  const { Icon, color } = signs[frame?.netBackup.state ?? 'unknown'];
  const groups = frame?.groups ?? [];
  const connected = groups.filter((group) => group.connectedHost !== null).length;
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
        title={frame?.netBackup.detail ?? ''}
        sx={{ display: 'flex', alignItems: 'center', gap: 0.5 }}
      >
        <Icon aria-hidden="true" sx={{ fontSize: 15, color }} />
        {texts.toolbar.netBackupState[frame?.netBackup.state ?? 'unknown']}
      </Box>
      <Box>{texts.toolbar.groups(connected, groups.length)}</Box>
    </Box>
  );
}
