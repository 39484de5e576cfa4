import { closeStatusText } from '../../shared/connection-causes.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { formatTime } from '../feedback/time.ts';
import { useCapabilities } from '../masters/masters-context.ts';
import { useUndelivered } from '../notifications/use-notifications.ts';
import { texts } from '../texts.ts';
import { DetailsSection } from './details-section.tsx';

/** P-5, C-12, C-13: the connection in figures: since when, how fast, how it ended last. */
export function ConnectionDetails({ endpoint }: { endpoint: EndpointStatus }) {
  const label = texts.details;
  const { connectionState, roundTrip, closeStatus, lastError, detail } = endpoint;
  const can = useCapabilities();
  // The reason of the state tells it already.
  const isTold = detail.kind === 'failed' && detail.text === lastError;
  return (
    <DetailsSection heading={label.connection}>
      <Facts>
        <Fact name={label.connectionState}>
          {endpoint.since === null ? connectionState : label.since(connectionState, formatTime(endpoint.since))}
        </Fact>
        {can.timeline && connectionState === 'CONNECTED' && (
          <>
            <Fact name={label.roundTrip}>
              {roundTrip === null ? label.roundTripNone : label.milliseconds(roundTrip)}
            </Fact>
            <Fact name={label.missedPongs}>{label.missedPongsInRow(endpoint.missedPongs)}</Fact>
          </>
        )}
        {lastError !== null && !isTold && <Fact name={label.lastError}>{lastError}</Fact>}
        <Fact name={label.lastCloseStatus}>{closeStatus === null ? label.noClose : closeStatusText(closeStatus)}</Fact>
        {endpoint.commands !== null && <Fact name={label.commands}>{endpoint.commands}</Fact>}
        {can.notifications !== 'none' && <Undelivered groupId={endpoint.groupId} />}
        {can.timeline && <Fact name={label.tokenRejections}>{endpoint.tokenRejections}</Fact>}
        <Fact name={texts.servers.columns.groupId}>{shownIdentifier(endpoint.groupId)}</Fact>
        <Fact name={texts.servers.columns.priority}>{endpoint.priority}</Fact>
        <Fact name={texts.servers.columns.url} wide>
          {shownIdentifier(endpoint.url)}
        </Fact>
      </Facts>
    </DetailsSection>
  );
}

/** Decision 20: what waits for the group. */
function Undelivered({ groupId }: { groupId: string }) {
  const count = useUndelivered([groupId])?.get(groupId);
  return count === undefined ? null : (
    <Fact name={texts.details.undelivered}>{texts.details.undeliveredOf(count)}</Fact>
  );
}
