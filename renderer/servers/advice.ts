import { causeEntry } from '../../shared/connection-causes.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { symptoms } from '../../shared/error-catalogue.ts';

/** T-24: what to do about an endpoint that should be connected and is not. Empty when nothing is wrong. */
export function advice({ state, connectionState, detail, lastError }: EndpointStatus): readonly string[] {
  if (state === 'DEACTIVATED' || connectionState === 'CONNECTED') return [];
  if (detail.kind === 'failed') return causeEntry(detail.cause).actions;
  return detail.kind === 'waiting-for-run' && lastError !== null ? symptoms.disconnected.actions : [];
}
