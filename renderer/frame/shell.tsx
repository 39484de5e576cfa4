import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type Problem, problemOf } from '../client/problem.ts';
import { useMasters, useScope } from '../masters/masters-context.ts';
import type { Pane } from '../masters/place.ts';
import { type ListFilter, noFilter } from '../servers/filter.ts';
import { type GridState, initialGridState } from '../servers/grid-keyboard.ts';
import { texts } from '../texts.ts';
import type { OpenDialog } from './open-dialog.ts';
import { useDialog } from './use-dialog.ts';

/** The last action, while it can be undone. */
export interface Undo {
  /** What was done. */
  readonly text: string;
  run(): void;
}

/** What the parts of the frame share and the service does not know: what is shown, selected and said. */
export interface Shell {
  readonly pane: Pane;
  readonly filter: ListFilter;
  readonly dialog: OpenDialog;
  /** What just happened. */
  readonly message: string;
  /** Why the last action failed. */
  readonly problem: Problem | undefined;
  /** The last action again, when it failed. */
  readonly retry: (() => void) | undefined;
  /** What can be undone, for a while after it was done. */
  readonly undo: Undo | undefined;
  /** Whether an action is under way. */
  readonly working: boolean;
  /** Shows a pane of this master server; asks first when the one that is shown holds something unsaved. */
  setPane(pane: Pane): void;
  /** Something is typed and not saved, until the function that it gives is called. */
  markUnsaved(): () => void;
  setFilter(filter: ListFilter): void;
  setGrid(change: (grid: GridState) => GridState): void;
  open(dialog: OpenDialog): void;
  announce(message: string): void;
  dismissProblem(): void;
  offerUndo(undo: Undo | undefined): void;
  /** Runs an action: shows that it runs, then says what it did, or shows why it failed. */
  perform(action: () => Promise<string>): Promise<void>;
}

/** What happened a minute ago is no news: milliseconds. */
const shownFor = 60_000;

const ShellContext = createContext<Shell | undefined>(undefined);
const GridStateContext = createContext<GridState>(initialGridState);

/** Cursor and selection of the list; apart from the rest, which is not drawn anew with each step of the cursor. */
export const useGridState = (): GridState => useContext(GridStateContext);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error('ShellProvider is missing');
  return shell;
}

/** The shell of one master server, or of the overview. It stays while another one is shown. */
export function ShellProvider({ children }: { children: ReactNode }) {
  const scope = useScope();
  const { place, panes, message: arrival, visit, turn, present } = useMasters();
  const isShown = place.master === scope;
  const shown = useRef(isShown);
  shown.current = isShown;
  const pane = panes.get(scope) ?? 'servers';
  const [filter, setFilter] = useState(noFilter);
  const [grid, setGrid] = useState(initialGridState);
  const [dialog, open] = useDialog();
  const [message, announce] = useState('');
  const [failed, setFailed] = useState<{ problem: Problem; retry(): void }>();
  const [undo, offerUndo] = useState<Undo>();
  const [underWay, setUnderWay] = useState(0);

  const unsaved = useRef(new Set<symbol>());

  const markUnsaved = useCallback(() => {
    const mark = Symbol('unsaved');
    unsaved.current.add(mark);
    return () => void unsaved.current.delete(mark);
  }, []);
  const setPane = useCallback(
    (next: Pane) => {
      const to = { master: scope, pane: next };
      // What ends while another master server is looked at does not lead away from that.
      if (!shown.current) turn(to);
      else if (visit(to)) setFailed(undefined);
    },
    [visit, turn, scope],
  );
  const [seenPane, setSeenPane] = useState(pane);
  if (seenPane !== pane) {
    setSeenPane(pane);
    // An error belongs to the pane where it happened.
    setFailed(undefined);
  }
  useEffect(() => {
    if (!isShown) return;
    return present({
      open,
      asks(next) {
        const isElsewhere = next.master !== scope || next.pane !== pane;
        const isAsked = isElsewhere && unsaved.current.size > 0;
        if (isAsked) open({ kind: 'leave', to: next });
        return isAsked;
      },
    });
  }, [isShown, present, scope, pane, open]);
  useEffect(() => {
    if (isShown && arrival) announce(arrival.text);
  }, [isShown, arrival]);
  useEffect(() => {
    if (message === '' || underWay > 0) return;
    const timer = setTimeout(() => announce(''), shownFor);
    return () => clearTimeout(timer);
  }, [message, underWay]);
  const dismissProblem = useCallback(() => setFailed(undefined), []);
  const perform = useCallback(async function act(action: () => Promise<string>) {
    setFailed(undefined);
    offerUndo(undefined);
    setUnderWay((count) => count + 1);
    announce(texts.actions.working);
    try {
      announce(await action());
    } catch (error) {
      const problem = problemOf(error);
      setFailed({ problem, retry: () => void act(action) });
      announce(problem.lines.join(': '));
    } finally {
      setUnderWay((count) => count - 1);
    }
  }, []);

  const working = underWay > 0;
  const shell = useMemo<Shell>(
    () => ({
      pane,
      filter,
      dialog,
      message,
      problem: failed?.problem,
      retry: failed?.retry,
      undo,
      working,
      setPane,
      markUnsaved,
      setFilter,
      setGrid,
      open,
      announce,
      dismissProblem,
      offerUndo,
      perform,
    }),
    [pane, filter, dialog, message, failed, undo, working, setPane, markUnsaved, open, dismissProblem, perform],
  );
  return (
    <ShellContext value={shell}>
      <GridStateContext value={grid}>{children}</GridStateContext>
    </ShellContext>
  );
}
