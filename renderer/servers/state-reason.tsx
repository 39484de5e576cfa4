import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useFramePart } from '../client/use-console.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { useNow } from '../feedback/now.ts';
import { RecommendedActions } from '../feedback/problem-text.tsx';
import { Sentence } from '../feedback/sentence.tsx';
import { useShell } from '../frame/shell.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import { advice } from './advice.ts';
import { DetailsSection } from './details-section.tsx';
import { explain, needsRenewal, needsSetting } from './explanation.ts';
import { useServerActions } from './use-server-actions.ts';

/** T-24: why the endpoint is in its state, when it is tried next, and what to do. */
export function StateReason({ endpoint }: { endpoint: EndpointStatus }) {
  const now = useNow();
  const label = texts.details;
  const { timeline } = useCapabilities();
  const servedBy =
    useFramePart(({ groups }) => groups.find(({ groupId }) => groupId === endpoint.groupId)?.connectedHost) ?? null;
  const earlyRun = useFramePart(({ connectionProcess }) => connectionProcess.earlyRun) ?? true;
  const { meaning, found, next } = explain(endpoint, { servedBy, earlyRun }, now);
  const { changedCertificate, certificate } = endpoint;
  // Both fingerprints below tell the same, in a form that can be compared.
  const isTold = endpoint.detail.kind === 'failed' && endpoint.detail.cause === 'certificate-changed';
  return (
    <DetailsSection heading={label.why}>
      <Box>{meaning}</Box>
      <Facts>
        {found !== '' && !(isTold && changedCertificate !== null) && (
          <Fact name={label.found} wide>
            <Sentence>{found}</Sentence>
          </Fact>
        )}
        {changedCertificate !== null && (
          <>
            {certificate !== null && (
              <Fact name={label.accepted} wide>
                <Fingerprint value={certificate.sha256Fingerprint} />
              </Fact>
            )}
            <Fact name={label.presented} wide>
              <Fingerprint value={changedCertificate} />
            </Fact>
          </>
        )}
        {(timeline || endpoint.nextAttemptAt !== null) && <Fact name={label.nextAttempt}>{next}</Fact>}
      </Facts>
      <Remedies endpoint={endpoint} />
      <RecommendedActions actions={advice(endpoint)} />
    </DetailsSection>
  );
}

/** What can be done about it right here. */
function Remedies({ endpoint }: { endpoint: EndpointStatus }) {
  const { askAcceptCertificate, askRenew, diagnose } = useServerActions();
  const can = useCapabilities();
  const isChanged = can.acceptCertificate && endpoint.changedCertificate !== null;
  const renews = can.renew !== 'none' && needsRenewal(endpoint);
  const { setPane } = useShell();
  const isDown = can.diagnose && endpoint.state === 'ACTIVATED' && endpoint.connectionState !== 'CONNECTED';
  if (!isChanged && !renews && !isDown) return null;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1, mb: 0.5 }}>
      {isChanged && (
        <Button variant="outlined" onClick={askAcceptCertificate}>
          {texts.menu.acceptCertificate}
        </Button>
      )}
      {renews && (
        <Button variant="outlined" onClick={askRenew}>
          {texts.menu.renew}
        </Button>
      )}
      {can.properties && needsSetting(endpoint) && (
        <Button variant="outlined" onClick={() => setPane('properties')}>
          {texts.remedies.properties}
        </Button>
      )}
      {isDown && (
        <Button variant="outlined" onClick={diagnose}>
          {texts.menu.diagnose}
        </Button>
      )}
    </Box>
  );
}
