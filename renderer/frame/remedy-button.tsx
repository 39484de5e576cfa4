import Button from '@mui/material/Button';
import { type CatalogueEntry, errorCatalogue, type Remedy } from '../../shared/error-catalogue.ts';
import type { Problem } from '../client/problem.ts';
import { useScope } from '../masters/masters-context.ts';
import { overviewId } from '../masters/place.ts';
import { isAdded } from '../masters/use-master-actions.ts';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { useShell } from './shell.tsx';

interface RemedyButtonProps {
  problem: Problem;
  /** Does the same again; absent where that cannot be done. */
  onRetry?: (() => void) | undefined;
  /** The saved WebSocket server that the error is about. */
  hostName?: string | undefined;
}

/** The one button that helps with an error, as the catalogue names it; nothing where only other input helps. */
export function RemedyButton({ problem, onRetry, hostName }: RemedyButtonProps) {
  const { open, pane, setPane, dismissProblem } = useShell();
  const { refresh } = useServerActions();
  const scope = useScope();
  // What the catalogue does not know is a lost connection to the service.
  const entry: CatalogueEntry | undefined = problem.code && errorCatalogue[problem.code];
  const remedy = entry ? entry.remedy : 'retry';
  const act: Record<Remedy, (() => void) | undefined> = {
    retry: onRetry,
    refresh: () => {
      dismissProblem();
      void refresh();
    },
    renew: hostName === undefined ? undefined : () => open({ kind: 'renew', hostName }),
    // Where one is already, only what is typed there helps.
    'netbackup-connection': pane === 'netbackup' ? undefined : () => setPane('netbackup'),
    'edit-master':
      isAdded({ id: scope }) && scope !== overviewId ? () => open({ kind: 'edit-master', id: scope }) : undefined,
  };
  const run = remedy && act[remedy];
  if (!remedy || !run) return null;
  return (
    <Button variant="outlined" onClick={run}>
      {texts.remedies[remedy]}
    </Button>
  );
}
