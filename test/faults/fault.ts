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
