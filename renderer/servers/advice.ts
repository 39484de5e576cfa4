import type { EndpointStatus, FailureCause } from '../../shared/connection-status.ts';
import { errorCatalogue, symptoms } from '../../shared/error-catalogue.ts';
import { texts } from '../texts.ts';

const byCause: Partial<Record<FailureCause, readonly string[]>> = {
  unreachable: errorCatalogue.noConnection.actions,
  tls: errorCatalogue.openFailed.actions,
  'certificate-changed': texts.details.certificateChangedActions,
  'token-rejected': texts.details.tokenRejectedActions,
  'credentials-unreadable': errorCatalogue.credentialsNotRead.actions,
  'trust-store': errorCatalogue.trustStoreNotRead.actions,
};

/** T-24: what to do about an endpoint that should be connected and is not. Empty when nothing is wrong. */
export function advice({ state, connectionState, detail, lastError }: EndpointStatus): readonly string[] {
  if (state === 'DEACTIVATED' || connectionState === 'CONNECTED') return [];
  if (detail.kind === 'failed') return byCause[detail.cause] ?? symptoms.disconnected.actions;
  return detail.kind === 'waiting-for-run' && lastError !== null ? symptoms.disconnected.actions : [];
}
