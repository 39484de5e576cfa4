import { useCallback, useEffect, useRef, useState } from 'react';
import type { GivenNetBackup, NetBackupTestStep } from '../../shared/netbackup.ts';
import { reportOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

/** A test that was started: the steps that have ended, and whether it goes on. */
export interface TestCourse {
  readonly steps: readonly NetBackupTestStep[];
  readonly isRunning: boolean;
}

/**
 * Runs "Test connection" and gathers its steps as they end.
 * @param onRefused is told which fields the service refused to test, and why
 */
export function useConnectionTest(onRefused: (fields: Readonly<Record<string, string>>) => void) {
  const store = useConsoleStore();
  const { perform } = useShell();
  const [course, setCourse] = useState<TestCourse>();
  const open = useRef<AbortController>(undefined);
  const stop = useCallback(() => open.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const start = (given: GivenNetBackup) => {
    stop();
    const controller = new AbortController();
    open.current = controller;
    const steps: NetBackupTestStep[] = [];
    const show = (isRunning: boolean) => {
      if (open.current !== controller) return;
      // What was refused has not begun.
      setCourse(isRunning || steps.length > 0 ? { steps: [...steps], isRunning } : undefined);
    };
    show(true);
    void perform(async () => {
      try {
        await store.call(async (client) => {
          for await (const step of await client.netBackup.test(given, { signal: controller.signal })) {
            steps.push(step);
            show(true);
          }
        });
        return verdictOf(steps);
      } catch (error) {
        if (controller.signal.aborted) return texts.netBackup.test.stopped;
        onRefused(reportOf(error)?.fields ?? {});
        throw error;
      } finally {
        show(false);
      }
    });
  };
  /** What was tested is no longer what the form says. */
  const forget = useCallback(() => {
    stop();
    open.current = undefined;
    setCourse(undefined);
  }, [stop]);
  return { course, start, stop, forget };
}

function verdictOf(steps: readonly NetBackupTestStep[]): string {
  const label = texts.netBackup.test;
  const failed = steps.find(({ verdict }) => verdict === 'failed');
  if (failed) return label.failed(label.names[failed.step]);
  return steps.some(({ verdict }) => verdict === 'warning') ? label.withWarnings : label.passed;
}
