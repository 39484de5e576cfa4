import type { Changes } from '../../electron/practice/changes.ts';
import type { Stage } from './stage.ts';

/** One thing that goes wrong for a while. Everything about it is decided before it begins. */
export interface Fault {
  /** Only one fault at a time has one target. */
  readonly target: string;
  /** For people. */
  readonly name: string;
  readonly counts: 'cut' | 'outage' | undefined;
  /** Resolves when it is over. */
  run(stage: Stage): Promise<void>;
}

/** Real milliseconds: that is what faults are made of. */
export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Resolves with the first announcement of any of these at which the condition holds, or when the limit, in real milliseconds, is over. */
export function within(limit: number, of: readonly Changes[], condition: () => boolean = () => true): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      resolve();
    };
    const timer = setTimeout(end, limit);
    const stops = of.map((changes) => changes.onChange(() => condition() && end()));
  });
}
