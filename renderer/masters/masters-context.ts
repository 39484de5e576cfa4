import { createContext, useContext, useSyncExternalStore } from 'react';
import { allCapabilities, noCapabilities } from '../../shared/every-capability.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import type { MasterStatus } from '../../shared/masters.ts';
import { useFramePart } from '../client/use-console.ts';
import type { OpenDialog } from '../frame/open-dialog.ts';
import type { KnownMaster, MasterListStore } from './master-list-store.ts';
import { overviewId, type Place, type Visits } from './place.ts';

/**
 * Which master server is shown, and how another one is. Not what each of them told last, which changes several times a second: that
 * is had by {@link useMasterList} and {@link useKnownMasters}.
 */
export interface Masters {
  readonly store: MasterListStore;
  readonly place: Place;
  /** The pane of each that was looked at, by id. */
  readonly panes: Visits['panes'];
  /** What is to be said where one has just arrived. */
  readonly message: Visits['message'];
  /** Shows a place without asking, and says something there. */
  go(place: Place, message?: string): void;
  /** Shows a place, unless what is shown asks first whether it may be left. @returns whether it is shown */
  visit(place: Place): boolean;
  /** Turns a master server that is not shown now to another pane. */
  turn(place: Place): void;
  /** Opens a dialog over what is shown. */
  open(dialog: OpenDialog): void;
  /** Takes one from the list; the text is said, wherever one is led to by that. @returns it */
  remove(id: string, text: string): Promise<string>;
  /** The shell that is shown makes itself known. @returns takes that back */
  present(shell: ShownShell): () => void;
}

/** What the frame asks of the shell that is shown. */
export interface ShownShell {
  /** Whether it may be left: `true` when it holds something unsaved, and has asked. */
  asks(next: Place): boolean;
  open(dialog: OpenDialog): void;
}

export const MastersContext = createContext<Masters | undefined>(undefined);

export function useMasters(): Masters {
  const masters = useContext(MastersContext);
  if (!masters) throw new Error('MastersContext is missing');
  return masters;
}

const none: readonly never[] = [];

/**
 * A part of the list as it was told last: this computer first; empty before it was told. `select` must return the same object while
 * that part did not change.
 */
export function useMasterList<T>(select: (masters: readonly MasterStatus[]) => T): T {
  const { store } = useMasters();
  return useSyncExternalStore(store.subscribe, () => select(store.list ?? none));
}

/** The same of what does not change with each answer. */
export function useKnownMasters<T>(select: (masters: readonly KnownMaster[]) => T): T {
  const { store } = useMasters();
  return useSyncExternalStore(store.subscribe, () => select(store.known ?? none));
}

/** Whether there are others than this computer: only then names are needed to tell them apart. */
export const useIsSeveral = (): boolean => useKnownMasters(({ length }) => length > 1);

/** Whose panes, selection, messages and dialogs these are: the id of a master server, or {@link overviewId}. */
export const ScopeContext = createContext<string | undefined>(undefined);

export function useScope(): string {
  const scope = useContext(ScopeContext);
  if (scope === undefined) throw new Error('ScopeContext is missing');
  return scope;
}

/**
 * What the master server that is shown can do. Before its channel has told it, as the list says; of this computer, which tells
 * both at once, everything.
 */
export function useCapabilities(): Capabilities {
  const scope = useScope();
  const known = useKnownMasters((masters) => masters.find(({ id }) => id === scope)?.capabilities);
  const told = useFramePart((frame) => frame.capabilities);
  if (scope === overviewId) return noCapabilities;
  return told ?? known ?? allCapabilities;
}
