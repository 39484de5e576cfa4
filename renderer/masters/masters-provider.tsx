import {
  type ReactNode,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ConsoleChannels } from '../client/console-channels.ts';
import { OwnConsoleContext } from '../client/own-console.ts';
import { ConsoleStoreContext } from '../client/use-console.ts';
import type { OpenDialog } from '../frame/open-dialog.ts';
import { texts } from '../texts.ts';
import { MasterListStore } from './master-list-store.ts';
import { type Masters, MastersContext, ScopeContext, type ShownShell, useMasters } from './masters-context.ts';
import { noVisits, overviewId, type Place, stayAmong, turnTo, visit } from './place.ts';

interface MastersProviderProps {
  channels: ConsoleChannels;
  /** Around all of them: the frame that they share. */
  children: ReactNode;
}

/** Knows which master servers there are, and what of them is shown. */
export function MastersProvider({ channels, children }: MastersProviderProps) {
  const { own } = channels;
  const store = useMemo(() => new MasterListStore(own), [own]);
  const told = useSyncExternalStore(store.subscribe, () => store.known);
  const [visits, setVisits] = useState(noVisits);
  const shell = useRef<ShownShell>(undefined);
  const { place } = visits;

  const go = useCallback(
    (next: Place, message?: string) => {
      if (next.master !== overviewId) channels.look(next.master);
      startTransition(() => setVisits((now) => visit(now, next, message)));
    },
    [channels],
  );
  const present = useCallback((shown: ShownShell) => {
    shell.current = shown;
    return () => {
      if (shell.current === shown) shell.current = undefined;
    };
  }, []);
  const open = useCallback((dialog: OpenDialog) => shell.current?.open(dialog), []);
  const visitUnlessAsked = useCallback(
    (next: Place) => {
      if (shell.current?.asks(next)) return false;
      go(next);
      return true;
    },
    [go],
  );
  const turn = useCallback((to: Place) => setVisits((now) => turnTo(now, to)), []);

  /** What is said of the one that is being removed here. */
  const farewell = useRef<{ id: string; text: string }>(undefined);
  const remove = useCallback(
    async (id: string, text: string) => {
      farewell.current = { id, text };
      await own.call((client) => client.masters.remove({ ids: [id] }));
      return text;
    },
    [own],
  );

  const names = useRef(new Map<string, string>());
  useEffect(() => {
    if (!told) return;
    const ids = new Set(told.map(({ id }) => id));
    channels.keepOnly(ids);
    const known = names.current;
    const removed = farewell.current && !ids.has(farewell.current.id) ? farewell.current.text : undefined;
    setVisits((now) =>
      stayAmong(now, ids, (id) => removed ?? (id === overviewId ? undefined : texts.masters.gone(known.get(id) ?? ''))),
    );
    names.current = new Map(told.map(({ id, name }) => [id, name]));
  }, [told, channels]);

  const { panes, message } = visits;
  const masters = useMemo<Masters>(
    () => ({
      store,
      place,
      panes,
      message,
      go,
      visit: visitUnlessAsked,
      turn,
      open,
      present,
      remove,
    }),
    [store, place, panes, message, go, visitUnlessAsked, turn, open, present, remove],
  );
  return (
    <OwnConsoleContext value={own}>
      <MastersContext value={masters}>{children}</MastersContext>
    </OwnConsoleContext>
  );
}

interface ScopesProps {
  channels: ConsoleChannels;
  /** What there is of a master server that was looked at; `isShown` of one only. */
  render(id: string, isShown: boolean): ReactNode;
}

/**
 * Each master server that was looked at, with a tree of its own below its id: so nothing of it, be it a selection, a draft, an error
 * or a message, can be seen under another's name.
 */
export function Scopes({ channels, render }: ScopesProps) {
  const { panes, place } = useMasters();
  return [...panes.keys()].map((id) => (
    <ScopeContext key={id} value={id}>
      <ConsoleStoreContext value={id === overviewId ? channels.own : channels.store(id)}>
        {render(id, id === place.master)}
      </ConsoleStoreContext>
    </ScopeContext>
  ));
}
