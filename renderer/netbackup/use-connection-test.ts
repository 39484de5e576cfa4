import type { GivenNetBackup, NetBackupTestStep } from '../../shared/netbackup.ts';
import { reportOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { useStepCourse } from '../steps/use-step-course.ts';
import { texts } from '../texts.ts';

/**
 * Runs "Test connection" and gathers its steps as they end.
 * @param onRefused is told which fields the service refused to test, and why
 */
export function useConnectionTest(onRefused: (fields: Readonly<Record<string, string>>) => void) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const { course, run, stop, forget } = useStepCourse<NetBackupTestStep>();

  const start = (given: GivenNetBackup) => {
    void perform(async () => {
      try {
        const { steps, isStopped } = await run((signal, take) =>
          store.call(async (client) => {
            for await (const step of await client.netBackup.test(given, { signal })) take(step);
          }),
        );
        return isStopped ? texts.netBackup.test.stopped : verdictOf(steps);
      } catch (error) {
        onRefused(reportOf(error)?.fields ?? {});
        throw error;
      }
    });
  };
  return { course, start, stop, forget };
}

function verdictOf(steps: readonly NetBackupTestStep[]): string {
  const label = texts.netBackup.test;
  const failed = steps.find(({ verdict }) => verdict === 'failed');
  if (failed) return label.failed(label.names[failed.step]);
  return steps.some(({ verdict }) => verdict === 'warning') ? label.withWarnings : label.passed;
}
