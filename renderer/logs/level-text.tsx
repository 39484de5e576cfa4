import Box from '@mui/material/Box';
import type { LogLevel } from '../../shared/log-level.ts';
import { AlertCircleOutlineIcon, AlertOutlineIcon } from '../feedback/icons.tsx';
import { texts } from '../texts.ts';

const looks = {
  error: { color: 'error.main', fontWeight: 600 },
  warn: { color: 'warning.main', fontWeight: 600 },
  info: {},
  debug: { color: 'text.secondary' },
} as const;
const icons = { error: AlertCircleOutlineIcon, warn: AlertOutlineIcon } as const;

/** The level as the log file has it, in words; colour and icon come on top of it. */
export function LevelText({ level }: { level: LogLevel | null }) {
  const Icon = level === 'error' || level === 'warn' ? icons[level] : undefined;
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, ...looks[level ?? 'debug'] }}>
      {level ?? texts.logs.noLevel}
      {Icon && <Icon aria-hidden="true" sx={{ fontSize: 14 }} />}
    </Box>
  );
}
