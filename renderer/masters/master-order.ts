import type { MasterStatus } from '../../shared/masters.ts';
import type { KnownMaster } from './master-list-store.ts';

/** How much a master server needs somebody to look at it; less is more. */
function rank({ state, counts }: MasterStatus): number {
  if (state === 'failing') return 0;
  if ((counts?.groupsWithoutConnection ?? 0) > 0) return 1;
  return 2;
}

/** The overview's order: problems first, then as in the list. */
export const problemsFirst = (list: readonly MasterStatus[]): readonly MasterStatus[] =>
  [...list].sort((a, b) => rank(a) - rank(b));

/** What became of the master servers from one list to the next: those that fail now, and those that answer again. */
export interface Turns {
  readonly failing: readonly KnownMaster[];
  readonly back: readonly KnownMaster[];
}

/** @param before by id; one that is not in it is new, and nothing is said of it */
export function turnsOf(before: ReadonlyMap<string, MasterStatus['state']>, list: readonly KnownMaster[]): Turns {
  const was = (master: KnownMaster) => before.get(master.id);
  return {
    failing: list.filter((master) => master.state === 'failing' && (was(master) === 'ok' || was(master) === 'asking')),
    back: list.filter((master) => master.state === 'ok' && was(master) === 'failing'),
  };
}
