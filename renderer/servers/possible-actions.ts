import type { EndpointStatus } from '../../shared/connection-status.ts';

/** P-7, decision 39: the actions on selected rows, each with the hosts that it would change. An empty list disables it. */
export interface PossibleActions {
  readonly delete: readonly string[];
  readonly activate: readonly string[];
  readonly deactivate: readonly string[];
}

export function possibleActions(selected: readonly EndpointStatus[]): PossibleActions {
  const hosts = (endpoints: readonly EndpointStatus[]) => endpoints.map((endpoint) => endpoint.hostName);
  return {
    delete: hosts(selected),
    activate: hosts(selected.filter((endpoint) => endpoint.state === 'DEACTIVATED')),
    deactivate: hosts(selected.filter((endpoint) => endpoint.state === 'ACTIVATED')),
  };
}
