import { createContext, useContext, useMemo } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { reportOf } from '../client/problem.ts';
import { useConsoleStore, useEndpoints } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { possibleActions } from './possible-actions.ts';

export const ServerActionsContext = createContext<ServerActions | undefined>(undefined);

/** The actions that menu bar, toolbar, context menu and keyboard share, for the rows that are selected. */
export function useServerActions(): ServerActions {
  const actions = useContext(ServerActionsContext);
  if (!actions) throw new Error('ServerActionsContext is missing');
  return actions;
}

const none: readonly EndpointStatus[] = [];

/** Makes them, once for the whole frame: finding the selected rows among 10,000 is not free. */
export function useMakeServerActions() {
  const store = useConsoleStore();
  const endpoints = useEndpoints();
  const { grid, open, perform, pane, setPane } = useShell();
  const chosen = pane === 'servers' ? grid.selected : undefined;
  const selected = useMemo(
    () => (chosen?.size ? endpoints.filter((endpoint) => chosen.has(endpoint.hostName)) : none),
    [endpoints, chosen],
  );
  const possible = useMemo(() => possibleActions(selected), [selected]);
  return {
    /** The selected rows, in the order in which they were added. */
    selected,
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
    /** Decision 38 */
    askRenew: () => {
      if (possible.renew !== undefined) open({ kind: 'renew', hostName: possible.renew });
    },
    /** Decision 35 */
    askAcceptCertificate: () => {
      const hostName = possible.acceptCertificate;
      if (hostName !== undefined) open({ kind: 'accept-certificate', hostName });
    },
    /** Decision 8 */
    reconnect: () =>
      perform(async () => {
        await store.call((client) => client.endpoints.reconnect({ hostNames: [...possible.reconnect] }));
        const groups = selected.filter(({ hostName }) => possible.reconnect.includes(hostName));
        return texts.actions.reconnecting(new Set(groups.map(({ groupId }) => groupId)).size);
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
    /** P-10: tries again to start a service that failed. A renewed failure is shown where the first one was. */
    retry: () =>
      perform(async () => {
        try {
          await store.call((client) => client.state.retry());
          return texts.actions.started;
        } catch (error) {
          const report = reportOf(error);
          if (!report) throw error;
          return report.lines.join(': ');
        }
      }),
    startPractice: () =>
      perform(async () => {
        await store.call((client) => client.practice.start());
        return texts.netBackup.started;
      }),
    /** Decision 47: a practice cloud application is added and connected, and what there is to see is shown. */
    connectPractice: () =>
      perform(async () => {
        const { hostName } = await store.call((client) => client.practice.connect());
        setPane('practice');
        return texts.practice.connecting(hostName);
      }),
    leavePractice: () =>
      perform(async () => {
        await store.call((client) => client.practice.leave());
        return texts.netBackup.left;
      }),
  };
}

export type ServerActions = ReturnType<typeof useMakeServerActions>;
