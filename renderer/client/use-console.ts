import { createContext, useContext, useSyncExternalStore } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import type { ConsoleStore, ConsoleView } from './console-store.ts';

export const ConsoleStoreContext = createContext<ConsoleStore | undefined>(undefined);

export function useConsoleStore(): ConsoleStore {
  const store = useContext(ConsoleStoreContext);
  if (!store) throw new Error('ConsoleStoreContext is missing');
  return store;
}

/** A part of the view. `select` must return the same object while that part did not change. */
export function useConsole<T>(select: (view: ConsoleView) => T): T {
  const store = useConsoleStore();
  return useSyncExternalStore(store.subscribe, () => select(store.view));
}

const none: readonly EndpointStatus[] = [];

export const useEndpoints = (): readonly EndpointStatus[] => useConsole((view) => view.state?.endpoints ?? none);

/**
 * A part of the frame, for who is drawn anew with that part only: the frame as a whole changes ten times a second while groups
 * come and go. `select` must return the same object while that part did not change.
 */
export const useFramePart = <T>(select: (frame: ConsoleFrame) => T): T | undefined =>
  useConsole((view) => (view.state ? select(view.state.frame) : undefined));

export const useFrame = (): ConsoleFrame | undefined => useConsole((view) => view.state?.frame);

export const useLink = (): ConsoleView['link'] => useConsole((view) => view.link);
