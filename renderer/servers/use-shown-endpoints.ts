import { useDeferredValue, useMemo } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useEndpoints } from '../client/use-console.ts';
import { useShell } from '../frame/shell.tsx';
import { filterEndpoints } from './filter.ts';

/** The endpoints that match the filter; the very list of all when there is none. */
export function useShownEndpoints(): readonly EndpointStatus[] {
  const endpoints = useEndpoints();
  const { filter } = useShell();
  const used = useDeferredValue(filter);
  return useMemo(() => filterEndpoints(endpoints, used, Date.now() / 1000), [endpoints, used]);
}
