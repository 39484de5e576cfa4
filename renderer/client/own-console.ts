import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import type { ConsoleStore } from './console-store.ts';

/** The channel of this computer, whichever master server is shown: the list of master servers, the desktop app, Help > About. */
export const OwnConsoleContext = createContext<ConsoleStore | undefined>(undefined);

export function useOwnConsole(): ConsoleStore {
  const store = useContext(OwnConsoleContext);
  if (!store) throw new Error('OwnConsoleContext is missing');
  return store;
}

/** As `useFramePart`, of this computer. */
export function useOwnFramePart<T>(select: (frame: ConsoleFrame) => T): T | undefined {
  const store = useOwnConsole();
  return useSyncExternalStore(store.subscribe, () => {
    const { state } = store.view;
    return state ? select(state.frame) : undefined;
  });
}
