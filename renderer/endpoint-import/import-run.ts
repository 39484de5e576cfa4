import { errorCatalogue } from '../../shared/error-catalogue.ts';
import type { Problem } from '../client/problem.ts';
import type { Flow } from '../server-dialog/flow.ts';
import { texts } from '../texts.ts';

/**
 * The import of several files without a window: one after the other has its turn in the dialog "WebSocket Server", and what became
 * of each is kept for the summary. A bad file ends its own turn only.
 */

/** What became of one file. */
export type Outcome =
  | { readonly kind: 'added' | 'renewed'; readonly hostName: string; readonly priority: number }
  /** `why` is the exact string of the catalogue where it has one; empty when the administrator alone knows. */
  | { readonly kind: 'skipped'; readonly why: readonly string[] }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'not-reached' };

export interface ImportRun {
  /** How many files there are. */
  readonly count: number;
  /** Of the files that had their turn, in their order; the next file is the one whose turn it is. */
  readonly outcomes: readonly Outcome[];
}

export type ImportAction =
  | { readonly type: 'decided'; readonly outcome: Outcome }
  /** The file whose turn it was, and that none of the rest is looked at. */
  | { readonly type: 'cancelled'; readonly outcome: Outcome };

export const openedRun = (count: number): ImportRun => ({ count, outcomes: [] });

export function importReducer(run: ImportRun, action: ImportAction): ImportRun {
  if (isFinished(run)) return run;
  const outcomes = [...run.outcomes, action.outcome];
  if (action.type === 'decided') return { ...run, outcomes };
  const rest = Array.from({ length: run.count - outcomes.length }, (): Outcome => ({ kind: 'not-reached' }));
  return { ...run, outcomes: [...outcomes, ...rest] };
}

export const isFinished = ({ count, outcomes }: ImportRun): boolean => outcomes.length >= count;

/** What is said of a file that is left in this state of the dialog: what it was refused with, or why it may have been skipped. */
export function leftAs({ problem, read, step }: Pick<Flow, 'problem' | 'read' | 'step'>): Outcome {
  if (problem) return { kind: 'refused', problem };
  if (step.kind === 'rejected') return { kind: 'skipped', why: [texts.endpointImport.certificateRejected] };
  return { kind: 'skipped', why: read?.renewable === undefined ? [] : errorCatalogue.alreadyExists.lines };
}

/** The hosts that were added or renewed. */
export const savedHosts = ({ outcomes }: ImportRun): string[] => [
  ...new Set(outcomes.flatMap((outcome) => ('hostName' in outcome ? [outcome.hostName] : []))),
];

const kinds = ['added', 'renewed', 'skipped', 'refused', 'not-reached'] as const;

/** In one sentence, such as "5 files: 2 added, 1 renewed, 2 refused." */
export function summaryOf({ count, outcomes }: ImportRun): string {
  const { counts, summary } = texts.endpointImport;
  const parts = kinds.flatMap((kind) => {
    const those = outcomes.filter((outcome) => outcome.kind === kind).length;
    return those === 0 ? [] : [counts[kind](those)];
  });
  return summary(count, parts);
}
