import Box from '@mui/material/Box';
import { shownText } from '../../shared/shown-identifier.ts';

/** Warnings as they came, from a file, a server or NetBackup: a line each. */
export function WarningLines({ warnings }: { warnings: readonly string[] }) {
  return warnings.map((warning) => (
    <Box key={warning} sx={{ overflowWrap: 'anywhere' }}>
      {shownText(warning)}
    </Box>
  ));
}
