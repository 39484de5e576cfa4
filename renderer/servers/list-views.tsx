import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import Typography from '@mui/material/Typography';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ErrorReport } from '../../shared/error-catalogue.ts';
import { Centered } from '../feedback/centered.tsx';
import { focusUnlessElsewhere } from '../feedback/focus.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

/** P-10: the service is not ready; nothing is known about endpoints yet. */
export function StartingView({ connected, isElsewhere }: { connected: boolean; isElsewhere: boolean }) {
  const [title, hint] = isElsewhere
    ? [texts.servers.asking, texts.servers.askingHint]
    : [texts.servers.starting, texts.servers.startingHint];
  return (
    <Centered>
      <CircularProgress size={28} aria-label={title} />
      <Typography variant="h2" component="p">
        {connected ? title : texts.link.down}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>{hint}</Typography>
    </Centered>
  );
}

/** T-21, T-22: the saved endpoints cannot be listed. */
export function FailedView({ error, remedy }: { error: ErrorReport; remedy: ReactNode }) {
  return (
    <Box
      sx={{ px: 1.5, display: 'flex', flexDirection: 'column', gap: 1.5, alignItems: 'flex-start', overflow: 'auto' }}
    >
      <ProblemAlert problem={error} />
      {remedy}
    </Box>
  );
}

/** `undefined` where the master server cannot do it. */
type Offer = (() => void) | undefined;

/** P-10 */
export function EmptyView({ onNew, onPractice }: { onNew: Offer; onPractice: Offer }) {
  return (
    <Centered>
      <NoServers hint={onPractice ? texts.servers.emptyHint : texts.servers.emptyElsewhere} />
      <Choices>
        {onNew && (
          <Button variant="contained" onClick={onNew}>
            {texts.menu.newServer}
          </Button>
        )}
        {onPractice && (
          <Button variant="outlined" onClick={onPractice}>
            {texts.servers.startPractice}
          </Button>
        )}
      </Choices>
    </Centered>
  );
}

interface PracticeEmptyViewProps {
  onConnect(): void;
  onNew(): void;
  /** Shows the practice servers. */
  onShow(): void;
}

/** Decision 47: the quick way first; whoever wants to try the real dialog finds it beside. */
export function PracticeEmptyView({ onConnect, onNew, onShow }: PracticeEmptyViewProps) {
  const { working } = useShell();
  const connect = useRef<HTMLButtonElement>(null);
  // The button that led here is gone.
  useEffect(() => focusUnlessElsewhere(connect.current), []);
  return (
    <Centered>
      <NoServers hint={texts.servers.emptyPractice} />
      <Choices>
        <SteadyButton ref={connect} variant="contained" idle={working} onClick={onConnect}>
          {texts.practice.connect}
        </SteadyButton>
        <Button variant="outlined" onClick={onNew}>
          {texts.menu.newServer}
        </Button>
        <Button onClick={onShow}>{texts.practice.open}</Button>
      </Choices>
    </Centered>
  );
}

function NoServers({ hint }: { hint: string }) {
  return (
    <>
      <Typography variant="h2" component="p">
        {texts.servers.empty}
      </Typography>
      <Typography sx={{ color: 'text.secondary' }}>{hint}</Typography>
    </>
  );
}

function Choices({ children }: { children: ReactNode }) {
  return <Box sx={{ display: 'flex', gap: 1, mt: 1, flexWrap: 'wrap', justifyContent: 'center' }}>{children}</Box>;
}

export function NoMatchView({ onClear }: { onClear(): void }) {
  return (
    <Centered>
      <Typography sx={{ color: 'text.secondary' }}>{texts.servers.noMatch}</Typography>
      <Button onClick={onClear}>{texts.toolbar.clearFilter}</Button>
    </Centered>
  );
}
