import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import { useConsoleStore } from '../client/use-console.ts';
import { LiveStore, type LiveView } from './live-store.ts';

const LiveStoreContext = createContext<LiveStore | undefined>(undefined);

/** Stands above the panes, so that what was seen is still there when one comes back to the pane. */
export function LiveStoreProvider({ children }: { children: ReactNode }) {
  const console = useConsoleStore();
  const store = useMemo(() => new LiveStore(console), [console]);
  return <LiveStoreContext value={store}>{children}</LiveStoreContext>;
}

export function useLive(): { store: LiveStore; view: LiveView } {
  const store = useContext(LiveStoreContext);
  if (!store) throw new Error('LiveStoreProvider is missing');
  return { store, view: useSyncExternalStore(store.subscribe, () => store.view) };
}
