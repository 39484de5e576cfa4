import type { EndpointStatus } from '../../shared/connection-status.ts';

/** P-7, decision 39: the actions on selected rows, each with the hosts that it would change. An empty list disables it. */
export interface PossibleActions {
  readonly delete: readonly string[];
  readonly activate: readonly string[];
  readonly deactivate: readonly string[];
  /** Decision 8: ACTIVATED hosts; it is their groups that are walked anew. */
  readonly reconnect: readonly string[];
  /** Decision 38: the one host; `undefined` disables it. */
  readonly renew: string | undefined;
  /** Decision 41: the one host; `undefined` disables it. */
  readonly diagnose: string | undefined;
  /** Decision 35: the one host whose server presents another certificate; `undefined` disables it. */
  readonly acceptCertificate: string | undefined;
  /** Whether accepting a certificate is offered at all. */
  readonly someCertificateChanged: boolean;
}

export function possibleActions(selected: readonly EndpointStatus[]): PossibleActions {
  const hosts = (endpoints: readonly EndpointStatus[]) => endpoints.map((endpoint) => endpoint.hostName);
  const activated = hosts(selected.filter((endpoint) => endpoint.state === 'ACTIVATED'));
  const single = selected.length === 1 ? selected[0] : undefined;
  return {
    delete: hosts(selected),
    activate: hosts(selected.filter((endpoint) => endpoint.state === 'DEACTIVATED')),
    deactivate: activated,
    reconnect: activated,
    renew: single?.hostName,
    diagnose: single?.hostName,
    acceptCertificate: single && single.changedCertificate !== null ? single.hostName : undefined,
    someCertificateChanged: selected.some((endpoint) => endpoint.changedCertificate !== null),
  };
}

/** Whether both allow the same, of the same hosts. */
export function isSamePossible(a: PossibleActions, b: PossibleActions): boolean {
  return (Object.keys(a) as (keyof PossibleActions)[]).every((action) => {
    const [one, other] = [a[action], b[action]];
    if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
    return one.length === other.length && one.every((host, index) => host === other[index]);
  });
}
