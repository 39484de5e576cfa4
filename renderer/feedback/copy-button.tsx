import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { useEffect, useState } from 'react';
import { texts } from '../texts.ts';
import { CheckIcon, ContentCopyIcon } from './icons.tsx';

interface CopyButtonProps {
  /** What is copied, for "Copied: …". */
  name: string;
  value: string;
  /** The button's text; without one it is an icon with the name "Copy <name>". */
  label?: string;
}

/** Heard, not seen: who sees has the sign in the button. */
const unseen = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const;

/** How long a button says that it has copied, in milliseconds. */
const shownFor = 4000;

/** Copies a text, and says on the spot whether it has: while a dialog is open the status area is out of reach. */
export function CopyButton({ name, value, label }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'not copied'>();
  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), shownFor);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome('copied');
    } catch {
      setOutcome('not copied'); // no clipboard at all, or the browser does not allow it
    }
  };
  const icon = outcome === 'copied' ? <CheckIcon /> : <ContentCopyIcon />;
  const iconName = `${texts.common.copy} ${name}`;
  const said = outcome === 'copied' ? texts.common.copied(name) : outcome && texts.common.notCopied;
  return (
    <>
      {label === undefined ? (
        <IconButton
          aria-label={iconName}
          title={iconName}
          onClick={() => void copy()}
          sx={{ p: 0.25, my: -0.25, '& svg': { fontSize: 14 } }}
        >
          {icon}
        </IconButton>
      ) : (
        <Button startIcon={icon} onClick={() => void copy()}>
          {label}
        </Button>
      )}
      <Box role="status" sx={outcome === 'not copied' ? { color: 'text.secondary' } : unseen}>
        {said}
      </Box>
    </>
  );
}
