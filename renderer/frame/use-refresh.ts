import { useCallback } from 'react';
import { useOwnConsole } from '../client/own-console.ts';
import { useMasters, useScope } from '../masters/masters-context.ts';
import { overviewId } from '../masters/place.ts';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { useShell } from './shell.tsx';

/** P-8: asks anew for what is shown: the list of one master server or, in the overview, every one that can be asked. */
export function useRefresh(): () => void {
  const scope = useScope();
  const { store } = useMasters();
  const own = useOwnConsole();
  const { perform } = useShell();
  const { refresh } = useServerActions();
  return useCallback(() => {
    if (scope !== overviewId) return void refresh();
    const ids = (store.list ?? []).filter(({ pollSeconds }) => pollSeconds !== null).map(({ id }) => id);
    if (ids.length === 0) return;
    void perform(async () => {
      await own.call((client) => client.masters.askNow({ ids }));
      return texts.masters.asked(ids.length);
    });
  }, [scope, store, own, perform, refresh]);
}
