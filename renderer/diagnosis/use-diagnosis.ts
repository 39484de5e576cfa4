import { useCallback, useEffect, useState } from 'react';
import type { DiagnosisStep } from '../../shared/diagnosis.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { useStepCourse } from '../steps/use-step-course.ts';

/** Diagnoses an endpoint: at once, and again when it is asked to. The end of the component stops it. */
export function useDiagnosis(hostName: string) {
  const store = useConsoleStore();
  const { course, run, stop } = useStepCourse<DiagnosisStep>();
  const [problem, setProblem] = useState<Problem>();
  const [isStopped, setStopped] = useState(false);

  const start = useCallback(async () => {
    setProblem(undefined);
    setStopped(false);
    try {
      const end = await run((signal, take) =>
        store.call(async (client) => {
          for await (const step of await client.endpoints.diagnose({ hostName }, { signal })) take(step);
        }),
      );
      setStopped(end.isStopped);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }, [store, run, hostName]);
  useEffect(() => void start(), [start]);
  return { course, problem, isStopped, start, stop };
}
