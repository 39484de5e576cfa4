import { useEffect } from 'react';
import { useConsoleStore, useEndpoints, useFramePart } from '../client/use-console.ts';
import { useMasters } from '../masters/masters-context.ts';
import { startPlace } from '../masters/place.ts';
import { noFilter } from '../servers/filter.ts';
import { selectAll } from '../servers/grid-keyboard.ts';
import { useShell } from './shell.tsx';

/** A notice of the system was clicked: selects the rows of its group, as far as they are still there. */
export function useShowGroup(): void {
  const store = useConsoleStore();
  const endpoints = useEndpoints();
  const { setFilter, setGrid } = useShell();
  const { visit } = useMasters();
  const request = useFramePart((frame) => frame.desktop?.request);
  const groupId = request?.kind === 'show-group' ? request.groupId : undefined;
  useEffect(() => {
    if (groupId === undefined) return;
    visit(startPlace);
    setFilter(noFilter);
    const rows = endpoints.filter((endpoint) => endpoint.groupId === groupId).map(({ hostName }) => hostName);
    if (rows.length > 0) setGrid((grid) => selectAll(grid, rows));
    store.call((client) => client.desktop.done({ request: 'show-group' })).catch(() => undefined); // without connection the request stays
  }, [groupId, endpoints, store, visit, setFilter, setGrid]);
}
