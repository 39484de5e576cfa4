import { createContext, useContext, useMemo, useRef } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleClient } from '../client/console-client.ts';
import type { ConsoleStore } from '../client/console-store.ts';
import { reportOf } from '../client/problem.ts';
import { useConsoleStore, useEndpoints } from '../client/use-console.ts';
import { fileNameOf, namePart, saveFile } from '../feedback/save-file.ts';
import { type Shell, useGridState, useShell } from '../frame/shell.tsx';
import { isAdded } from '../masters/use-master-actions.ts';
import { texts } from '../texts.ts';
import { type ListFormat, listExport, mediaTypes } from './list-export.ts';
import { isSamePossible, type PossibleActions, possibleActions } from './possible-actions.ts';

export const ServerActionsContext = createContext<ServerActions | undefined>(undefined);

/** The actions that menu bar, toolbar, context menu and keyboard share, for the rows that are selected. */
export function useServerActions(): ServerActions {
  const actions = useContext(ServerActionsContext);
  if (!actions) throw new Error('ServerActionsContext is missing');
  return actions;
}

const none: readonly EndpointStatus[] = [];

export const SelectedEndpointsContext = createContext<readonly EndpointStatus[]>(none);

/** The selected rows as they are now, in the order in which they were added. Apart from the actions, which change less often. */
export const useSelectedEndpoints = (): readonly EndpointStatus[] => useContext(SelectedEndpointsContext);

/**
 * Makes them, once for the whole frame: finding the selected rows among 10,000 is not free. The actions stay the same object
 * while the same ones are possible, so that a change of a row draws neither menu bar nor toolbar anew.
 */
export function useMakeServerActions() {
  const store = useConsoleStore();
  const endpoints = useEndpoints();
  const { open, perform, pane, setPane, offerUndo } = useShell();
  const grid = useGridState();
  const chosen = pane === 'servers' ? grid.selected : undefined;
  const selected = useMemo(
    () => (chosen?.size ? endpoints.filter((endpoint) => chosen.has(endpoint.hostName)) : none),
    [endpoints, chosen],
  );
  const possible = useSteady(
    useMemo(() => possibleActions(selected), [selected]),
    isSamePossible,
  );
  const actions = useMemo(
    () => makeServerActions(store, possible, { open, perform, setPane, offerUndo }),
    [store, possible, open, perform, setPane, offerUndo],
  );
  return { selected, actions };
}

/** The value of the render before while it says the same. */
function useSteady<T>(value: T, isSame: (a: T, b: T) => boolean): T {
  const kept = useRef(value);
  if (!isSame(kept.current, value)) kept.current = value;
  return kept.current;
}

type UsedShell = Pick<Shell, 'open' | 'perform' | 'setPane' | 'offerUndo'>;

function makeServerActions(
  store: ConsoleStore,
  possible: PossibleActions,
  { open, perform, setPane, offerUndo }: UsedShell,
) {
  const activate = (hosts: readonly string[]) =>
    perform(async () => {
      await store.call((client) => client.endpoints.activate({ hostNames: [...hosts] }));
      return texts.actions.activated(hosts.length);
    });
  return {
    possible,
    newServer: () => open({ kind: 'new-server' }),
    activate: () => activate(possible.activate),
    deactivate: () =>
      perform(async () => {
        const hostNames = [...possible.deactivate];
        await store.call((client) => client.endpoints.deactivate({ hostNames }));
        const text = texts.actions.deactivated(hostNames.length);
        offerUndo({ text, run: () => void activate(hostNames) });
        return text;
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
    /** Decision 41 */
    diagnose: () => {
      if (possible.diagnose !== undefined) open({ kind: 'diagnose', hostName: possible.diagnose });
    },
    /** Decision 8 */
    reconnect: () =>
      perform(async () => {
        await store.call((client) => client.endpoints.reconnect({ hostNames: [...possible.reconnect] }));
        const hosts = new Set(possible.reconnect);
        const endpoints = store.view.state?.endpoints.filter(({ hostName }) => hosts.has(hostName)) ?? [];
        return texts.actions.reconnecting(new Set(endpoints.map(({ groupId }) => groupId)).size);
      }),
    runConnectionProcess: () =>
      perform(async () => {
        await store.call((client) => client.connectionProcess.run());
        return texts.actions.runStarted;
      }),
    /** P-8 */
    refresh: () =>
      perform(async () => {
        // One that is asked for its list is asked now; this computer tells by itself.
        if (store.view.state?.frame.master.pollSeconds != null) await store.call((client) => client.state.retry());
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
    /** Saves rows as a file, with what waits for their groups. */
    exportList: (rows: readonly EndpointStatus[], format: ListFormat) =>
      perform(async () => {
        const isTold = store.view.state?.frame.capabilities.notifications !== 'none';
        const undelivered = isTold ? await store.call(undeliveredNow) : undefined;
        const now = new Date();
        const entries = undelivered
          ? rows.map((row) => ({ ...row, undelivered: undelivered.get(row.groupId) ?? 0 }))
          : rows;
        const master = store.view.state?.frame.master;
        // The lists of several master servers are told apart by their names; this computer's is as it was.
        const of = master && isAdded(master) ? namePart(master.name) : '';
        const name = fileNameOf(of === '' ? 'websocket-servers' : `websocket-servers-${of}`, format, now);
        saveFile(name, mediaTypes[format], [listExport(entries, format, now.getTime())]);
        return texts.actions.exported(name, rows.length);
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

/** Undelivered notifications of every group, as they are now. */
async function undeliveredNow(client: ConsoleClient): Promise<ReadonlyMap<string, number>> {
  const updates = await client.notifications.watch({});
  const counts = new Map<string, number>();
  for await (const { groups } of updates) {
    for (const { groupId, undelivered } of groups) counts.set(groupId, undelivered);
    break; // the first one tells everything, and leaving ends the stream
  }
  return counts;
}

export type ServerActions = ReturnType<typeof makeServerActions>;
