import { useCallback, useEffect, useRef, useState } from 'react';

/** Steps that were started: those that have ended, and whether it goes on. */
export interface StepCourse<Step> {
  readonly steps: readonly Step[];
  readonly isRunning: boolean;
  /** When the step that runs began, by the window's monotonic clock; milliseconds. */
  readonly since: number;
}

/** What ran to its end, or was stopped here. */
export type CourseEnd<Step> = { readonly steps: readonly Step[]; readonly isStopped: boolean };

/** Gathers the steps of one stream as they end. A new stream, and the end of the component, end the one before. */
export function useStepCourse<Step>() {
  const [course, setCourse] = useState<StepCourse<Step>>();
  const open = useRef<AbortController>(undefined);
  const stop = useCallback(() => open.current?.abort(), []);
  useEffect(() => stop, [stop]);

  /** @param ask begins the stream. @throws what it throws, unless it was stopped here */
  const run = useCallback(
    async (ask: (signal: AbortSignal, take: (step: Step) => void) => Promise<void>): Promise<CourseEnd<Step>> => {
      stop();
      const controller = new AbortController();
      open.current = controller;
      const steps: Step[] = [];
      const show = (isRunning: boolean) => {
        if (open.current !== controller) return;
        // What was refused has not begun.
        const isShown = isRunning || steps.length > 0;
        setCourse(isShown ? { steps: [...steps], isRunning, since: performance.now() } : undefined);
      };
      show(true);
      try {
        await ask(controller.signal, (step) => {
          steps.push(step);
          show(true);
        });
        return { steps, isStopped: false };
      } catch (error) {
        if (controller.signal.aborted) return { steps, isStopped: true };
        throw error;
      } finally {
        show(false);
      }
    },
    [stop],
  );
  /** What was tried is no longer what is shown. */
  const forget = useCallback(() => {
    stop();
    open.current = undefined;
    setCourse(undefined);
  }, [stop]);
  return { course, run, stop, forget };
}
