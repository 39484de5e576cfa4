import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { type ReactNode, type Ref, useMemo } from 'react';
import { shownText } from '../../shared/shown-identifier.ts';
import { CloseIcon, ContentCopyIcon } from '../feedback/icons.tsx';
import { detailsBelowList } from '../frame/pane-styles.ts';
import { useShell } from '../frame/shell.tsx';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';

interface RecordDetailsProps {
  title: string;
  /** What "Copy" copies; without it there is no such button. */
  copied?: string;
  /** Beside the title. */
  action?: ReactNode;
  onClose(): void;
  ref: Ref<HTMLElement>;
  children: ReactNode;
}

/** What is known of the selected line. */
export function RecordDetails({ title: given, copied, action, onClose, ref, children }: RecordDetailsProps) {
  const { announce } = useShell();
  const title = shownText(given);
  const copy = async (copied: string) => {
    try {
      await navigator.clipboard.writeText(copied);
      announce(texts.common.copied(title));
    } catch {
      announce(texts.common.notCopied);
    }
  };
  return (
    <Box
      component="section"
      ref={ref}
      tabIndex={-1}
      aria-label={texts.details.label}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      sx={{
        ...detailsBelowList('50%'),
        px: 1.5,
        pt: 0.5,
        pb: 1,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography
          variant="h2"
          title={title}
          sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
        >
          {title}
        </Typography>
        {action}
        {copied !== undefined && (
          <Button startIcon={<ContentCopyIcon />} onClick={() => void copy(copied)}>
            {texts.common.copy}
          </Button>
        )}
        <IconButton aria-label={texts.details.close} title={texts.details.close} onClick={onClose}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      {children}
    </Box>
  );
}

/** Short facts beside each other where there is room. */
export function FactColumns({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'grid',
        alignItems: 'start',
        columnGap: 3,
        gridTemplateColumns: 'repeat(auto-fit, minmax(min(300px, 100%), 1fr))',
      }}
    >
      {children}
    </Box>
  );
}

/** A longer text as it stands, but for what would turn it around; it can be scrolled by keyboard. */
export function TextBlock({ label, text }: { label: string; text: string }) {
  const pieces = useMemo(() => piecesOf(shownText(text)), [text]);
  return (
    <Box sx={{ mt: 0.75 }}>
      <Typography variant="h3">{label}</Typography>
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={label}
        sx={{
          m: 0,
          mt: 0.25,
          p: 1,
          maxHeight: 260,
          overflow: 'auto',
          bgcolor: 'band',
          borderRadius: 1,
          fontFamily: monospace,
          fontSize: '0.71875rem',
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {pieces.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the text is what a piece is
          <div key={index} style={pieceStyle}>
            {piece}
          </div>
        ))}
      </Box>
    </Box>
  );
}

/** Lines of a piece that is laid out only while it is in sight: a batch of 500 notifications has 7,000 lines. */
const linesOfPiece = 50;
const pieceStyle = { contentVisibility: 'auto', containIntrinsicSize: `auto ${linesOfPiece * 17}px` } as const;

function piecesOf(text: string): string[] {
  const lines = text.split('\n');
  const pieces: string[] = [];
  for (let from = 0; from < lines.length; from += linesOfPiece)
    pieces.push(lines.slice(from, from + linesOfPiece).join('\n'));
  return pieces;
}
