import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { LogStatus } from '../../shared/log.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { Copyable } from '../feedback/copyable.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

const label = texts.logs;

/** L-1: where the log lies. The desktop app opens the folder; elsewhere its path can be copied. */
export function LogPlace({ status: { folder, file, canOpenFolder } }: { status: LogStatus }) {
  const console = useConsoleStore();
  const { perform } = useShell();
  const open = () =>
    void perform(async () => {
      await console.call((client) => client.logs.openFolder());
      return label.folderOpened;
    });
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, px: 1.5, pb: 0.5, fontSize: '0.75rem' }}>
      <Box sx={{ color: 'text.secondary', flexShrink: 0 }}>{label.file}</Box>
      <Box sx={{ minWidth: 0 }}>
        <Copyable name={label.file} value={file ?? folder} />
      </Box>
      {canOpenFolder && (
        <Button onClick={open} sx={{ flexShrink: 0, ml: 'auto' }}>
          {label.openFolder}
        </Button>
      )}
    </Box>
  );
}
