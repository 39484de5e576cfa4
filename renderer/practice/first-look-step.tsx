import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode, Ref } from 'react';
import { CheckCircleIcon, RadioboxBlankIcon } from '../feedback/icons.tsx';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { monospace } from '../frame/theme.ts';
import { texts } from '../texts.ts';

const label = texts.practice.firstLook;

interface StepProps {
  name: string;
  done: boolean;
  action?: ReactNode;
  children: ReactNode;
}

/** A step of "First look": a tick that ticks itself, what it is, what makes it happen, and below what came of it. */
export function Step({ name, done, action, children }: StepProps) {
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.75, minHeight: 31, flexWrap: 'wrap' }}>
        {done ? (
          <CheckCircleIcon titleAccess={label.done} sx={{ fontSize: 18, color: 'success.main' }} />
        ) : (
          <RadioboxBlankIcon titleAccess={label.open} sx={{ fontSize: 18, color: 'text.secondary' }} />
        )}
        <Typography variant="h3" sx={{ flex: 1 }}>
          {name}
        </Typography>
        {action}
      </Box>
      {children}
    </Box>
  );
}

interface ActionProps {
  name: string;
  /** Whether this is what to do next. */
  isNext: boolean;
  idle: boolean;
  onClick(): void;
  ref?: Ref<HTMLButtonElement>;
}

export function Action({ name, isNext, idle, onClick, ref }: ActionProps) {
  return (
    <SteadyButton ref={ref} variant={isNext ? 'contained' : 'outlined'} idle={idle} onClick={onClick}>
      {name}
    </SteadyButton>
  );
}

/** What a step waits for, before anything has come of it. */
export function Hint({ children }: { children: ReactNode }) {
  return <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere', mt: 0.25 }}>{children}</Box>;
}

/** @param outcome at the right: a status or a time */
export function Summary({ what, outcome }: { what: string; outcome: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1, mt: 0.25 }}>
      <Box sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere', fontFamily: monospace, fontSize: '0.75rem' }}>
        {what}
      </Box>
      {outcome}
    </Box>
  );
}
