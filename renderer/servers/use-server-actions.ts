import { useMemo } from 'react';
import { useConsoleStore, useEndpoints } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { possibleActions } from './possible-actions.ts';

/** The actions that menu bar, toolbar, context menu and keyboard share, for the rows that are selected. */
export function useServerActions() {
  const store = useConsoleStore();
  const endpoints = useEndpoints();
  const { grid, open, perform, pane } = useShell();
  const possible = useMemo(
    () => possibleActions(pane === 'servers' ? endpoints.filter((endpoint) => grid.selected.has(endpoint.hostName)) : []),
    [endpoints, grid.selected, pane],
  );
  return {
    possible,
    newServer: () => open({ kind: 'new-server' }),
    activate: () =>
      perform(async () => {
        await store.call((client) => client.endpoints.activate({ hostNames: [...possible.activate] }));
        return texts.actions.activated(possible.activate.length);
      }),
    deactivate: () =>
      perform(async () => {
        await store.call((client) => client.endpoints.deactivate({ hostNames: [...possible.deactivate] }));
        return texts.actions.deactivated(possible.deactivate.length);
      }),
    /** Z-1: asks first. */
    askDelete: () => open({ kind: 'delete', hosts: possible.delete }),
    delete: (hosts: readonly string[]) =>
      perform(async () => {
        await store.call((client) => client.endpoints.delete({ hostNames: [...hosts] }));
        return texts.actions.deleted(hosts.length);
      }),
    runConnectionProcess: () =>
      perform(async () => {
        await store.call((client) => client.connectionProcess.run());
        return texts.actions.runStarted;
      }),
    /** P-8 */
    refresh: () =>
      perform(async () => {
        await store.refresh();
        return texts.actions.refreshed(store.view.state?.endpoints.length ?? 0);
      }),
    startPractice: () =>
      perform(async () => {
        await store.call((client) => client.practice.start());
        return texts.netBackup.started;
      }),
    leavePractice: () =>
      perform(async () => {
        await store.call((client) => client.practice.leave());
        return texts.netBackup.left;
      }),
  };
}

export type ServerActions = ReturnType<typeof useServerActions>;
