import Box from '@mui/material/Box';
import { useState } from 'react';
import type { GroupNotifications } from '../../shared/notification-status.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

const label = texts.notifications;

interface DiscardDialogProps {
  /** As it is now: the count in the dialog goes with it. */
  group: GroupNotifications;
  onClose(): void;
  onDiscarded(): void;
}

/** Decision 20: asks before a backlog is discarded. What came after the count was drawn is not discarded unseen. */
export function DiscardDialog({ group, onClose, onDiscarded }: DiscardDialogProps) {
  const console = useConsoleStore();
  const { announce } = useShell();
  const [problem, setProblem] = useState<Problem>();
  const [isUnderWay, setUnderWay] = useState(false);
  const { groupId, undelivered, withoutEndpointSince } = group;
  const discard = async () => {
    setUnderWay(true);
    setProblem(undefined);
    try {
      const count = await console.call((client) => client.notifications.discard({ groupId, count: undelivered }));
      announce(label.discarded(shownIdentifier(groupId), count));
      onDiscarded();
    } catch (error) {
      setProblem(problemOf(error));
      setUnderWay(false);
    }
  };
  return (
    <ConfirmDialog
      title={label.discardTitle}
      confirm={label.discardTitle}
      isUnderWay={isUnderWay}
      onConfirm={() => void discard()}
      onCancel={onClose}
      below={
        problem && (
          <Box sx={{ mt: 1.5 }}>
            <ProblemAlert problem={problem} />
          </Box>
        )
      }
    >
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, overflowWrap: 'anywhere' }}>
        <Box sx={{ fontWeight: 600 }}>{label.discardQuestion(shownIdentifier(groupId))}</Box>
        <div>{label.discardCount(undelivered)}</div>
        <Box sx={{ color: 'text.secondary' }}>
          {withoutEndpointSince === null ? label.discardGoesOn : label.discardEnds}
        </Box>
      </Box>
    </ConfirmDialog>
  );
}
