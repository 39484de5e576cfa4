import Box from '@mui/material/Box';
import { monospace } from '../frame/theme.ts';

interface MessageTextProps {
  text: string;
  /** Its accessible name, where it stands alone. */
  label?: string;
  /** Pixels; what is longer can be scrolled, also by keyboard. */
  maxHeight?: number;
}

/** The text of a message or of an answer. */
export function MessageText({ text, label, maxHeight = 220 }: MessageTextProps) {
  return (
    <Box
      component="pre"
      tabIndex={0}
      {...(label === undefined ? {} : { role: 'region', 'aria-label': label })}
      sx={{
        m: 0,
        mt: 0.5,
        p: 1,
        maxHeight,
        overflow: 'auto',
        bgcolor: 'band',
        borderRadius: 1,
        fontFamily: monospace,
        fontSize: '0.71875rem',
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
      }}
    >
      {text}
    </Box>
  );
}

/** The same, folded away until it is asked for. */
export function FoldedText({ label, text }: { label: string; text: string }) {
  return (
    <Box component="details">
      <Box component="summary" sx={{ cursor: 'pointer' }}>
        {label}
      </Box>
      <MessageText text={text} />
    </Box>
  );
}

/** JSON with line breaks; anything else, and JSON that was cut, as it is. */
export function readableJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
