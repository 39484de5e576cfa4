import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { useShell } from '../frame/shell.tsx';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';
import { ContentCopyIcon } from './icons.tsx';

/** A value that is needed elsewhere, with a button "Copy". */
export function Copyable({ name, value }: { name: string; value: string }) {
  const { announce } = useShell();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      announce(texts.common.copied(name));
    } catch {
      announce(texts.common.notCopied);
    }
  };
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5 }}>
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontFamily: monospace, fontSize: '0.75rem' }}>
        {value}
      </Box>
      <IconButton
        aria-label={texts.common.copy}
        title={`${texts.common.copy}: ${name}`}
        onClick={() => void copy()}
        sx={{ p: 0.25 }}
      >
        <ContentCopyIcon sx={{ fontSize: 15 }} />
      </IconButton>
    </Box>
  );
}
