import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Component, type ReactNode } from 'react';
import { texts } from '../texts.ts';
import { InsteadOfTheConsole } from './instead-of-the-console.tsx';

const label = texts.fault;

/** A fault of the window itself ends its drawing, not the service: it says so, and can be drawn anew. */
export class FaultBoundary extends Component<{ children: ReactNode }, { fault: string | undefined }> {
  override state = { fault: undefined };

  static getDerivedStateFromError(error: unknown): { fault: string } {
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    return (
      <InsteadOfTheConsole title={label.title}>
        <Box role="alert">{label.body}</Box>
        <Box>
          <Button variant="contained" autoFocus onClick={() => location.reload()}>
            {label.reload}
          </Button>
        </Box>
        <Typography sx={{ color: 'text.secondary' }}>{label.hint}</Typography>
        <Box
          component="pre"
          tabIndex={0}
          aria-label={label.report}
          sx={{ m: 0, maxHeight: 160, overflow: 'auto', fontSize: '0.75rem', color: 'text.secondary' }}
        >
          {fault}
        </Box>
      </InsteadOfTheConsole>
    );
  }
}
