import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { RemedyButton } from './remedy-button.tsx';
import { useShell } from './shell.tsx';

/** Why the last action failed, with what helps; nothing when it did not fail. */
export function ActionProblem() {
  const { problem, retry, dismissProblem } = useShell();
  if (!problem) return null;
  return (
    <ProblemAlert
      problem={problem}
      onClose={dismissProblem}
      remedy={<RemedyButton problem={problem} onRetry={retry} />}
    />
  );
}
