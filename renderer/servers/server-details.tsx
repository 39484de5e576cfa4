import Close from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import type { Ref } from 'react';
import { closeStatusText } from '../../shared/connection-causes.ts';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { detailText, secondsUntil } from '../../shared/connection-text.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { useNow } from '../feedback/now.ts';
import { RecommendedActions } from '../feedback/problem-text.tsx';
import { daysUntil, formatTime } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import { advice } from './advice.ts';

interface ServerDetailsProps {
  selected: readonly EndpointStatus[];
  onClose(): void;
  ref: Ref<HTMLElement>;
}

/** What is known of the selected WebSocket server beyond its row. */
export function ServerDetails({ selected, onClose, ref }: ServerDetailsProps) {
  const [endpoint, ...others] = selected;
  return (
    <Box
      component="section"
      ref={ref}
      tabIndex={-1}
      aria-label={texts.details.label}
      sx={{
        borderTop: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        flexShrink: 0,
        maxHeight: '46%',
        overflow: 'auto',
        px: 1.5,
        pt: 0.75,
        pb: 1.25,
        '&:focus-visible': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: '-2px' },
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography
          variant="h2"
          sx={{ flex: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
        >
          {endpoint && others.length === 0 ? endpoint.hostName : texts.details.many(selected.length)}
        </Typography>
        <IconButton aria-label={texts.details.close} title={texts.details.close} onClick={onClose}>
          <Close fontSize="small" />
        </IconButton>
      </Box>
      {endpoint && others.length === 0 && (
        <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))', mt: 0.5 }}>
          <Reason endpoint={endpoint} />
          <CertificateAndCounters endpoint={endpoint} />
          <Timeline endpoint={endpoint} />
        </Box>
      )}
    </Box>
  );
}

function reasonText(endpoint: EndpointStatus, now: number): string {
  if (endpoint.state === 'DEACTIVATED') return texts.details.deactivated;
  if (endpoint.connectionState === 'CONNECTED') return texts.details.served;
  if (endpoint.detail.kind === 'failed') return endpoint.detail.text;
  if (endpoint.detail.kind === 'waiting-for-run') return texts.details.waitingForRun;
  return detailText(endpoint, now);
}

function Reason({ endpoint }: { endpoint: EndpointStatus }) {
  const now = useNow();
  const label = texts.details;
  const since = formatTime(endpoint.since);
  // While an attempt is under way, and for a standby, there is no next one to tell of.
  const idle = endpoint.detail.kind === 'failed' || endpoint.detail.kind === 'waiting-for-run';
  const awaitsAttempt = endpoint.state === 'ACTIVATED' && endpoint.connectionState === 'DISCONNECTED' && idle;
  return (
    <Box sx={{ overflowWrap: 'anywhere' }}>
      <Typography variant="h3">{label.why}</Typography>
      <Box>{reasonText(endpoint, now)}</Box>
      <Facts>
        <Fact name={endpoint.connectionState}>{label.connectedSince(since)}</Fact>
        {awaitsAttempt && (
          <Fact name={label.nextAttempt}>
            {endpoint.nextAttemptAt === null
              ? label.noAttemptPlanned
              : label.inSeconds(secondsUntil(endpoint.nextAttemptAt, now))}
          </Fact>
        )}
        {endpoint.lastError !== null && <Fact name={label.lastError}>{endpoint.lastError}</Fact>}
        <Fact name={label.lastCloseStatus}>
          {endpoint.closeStatus === null ? label.noClose : closeStatusText(endpoint.closeStatus)}
        </Fact>
      </Facts>
      <RecommendedActions actions={advice(endpoint)} />
    </Box>
  );
}

function CertificateAndCounters({ endpoint }: { endpoint: EndpointStatus }) {
  const label = texts.details;
  const { certificate, changedCertificate } = endpoint;
  return (
    <Box sx={{ overflowWrap: 'anywhere' }}>
      <Typography variant="h3">{label.certificate}</Typography>
      {certificate === null ? (
        <Box>{label.certificateMissing}</Box>
      ) : (
        <Facts>
          <Fact name={texts.certificate.sha256}>
            <Fingerprint value={certificate.sha256Fingerprint} />
          </Fact>
          <Fact name={label.expires}>
            {formatTime(certificate.validTo * 1000)} (
            {texts.certificate.daysLeft(daysUntil(certificate.validTo, Date.now() / 1000))})
          </Fact>
          <Fact name={label.trust}>{certificate.trust === 'issuer' ? label.trustIssuer : label.trustCertificate}</Fact>
        </Facts>
      )}
      {changedCertificate !== null && (
        <Facts>
          <Fact name={label.changedCertificate}>
            <Fingerprint value={changedCertificate} />
          </Fact>
        </Facts>
      )}
      <Facts>
        <Fact name={label.commands}>{endpoint.commands}</Fact>
        <Fact name={label.tokenRejections}>{endpoint.tokenRejections}</Fact>
      </Facts>
    </Box>
  );
}

/** Every transition has a code, a reason and a time; the newest comes first. */
function Timeline({ endpoint }: { endpoint: EndpointStatus }) {
  const newestFirst = [...endpoint.timeline].reverse();
  return (
    <Box sx={{ overflowWrap: 'anywhere' }}>
      <Typography variant="h3">{texts.details.timeline}</Typography>
      {newestFirst.length === 0 && <Box sx={{ color: 'text.secondary' }}>{texts.details.timelineEmpty}</Box>}
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: 0.5 }}>
        {newestFirst.map((transition, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two transitions may have the same time
          <li key={`${transition.time}-${index}`}>
            <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>
              {formatTime(transition.time)}
            </Box>{' '}
            <Box component="span" sx={{ fontWeight: 600 }}>
              {texts.details.transitions[transition.to]}
            </Box>
            {transition.reason !== '' && <Box sx={{ fontSize: '0.75rem' }}>{transition.reason}</Box>}
          </li>
        ))}
      </Box>
    </Box>
  );
}
