import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import type { Ref } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { PolicyDetails } from '../command-policy/policy-details.tsx';
import { CloseIcon } from '../feedback/icons.tsx';
import { Notice } from '../feedback/notice.tsx';
import { useNow } from '../feedback/now.ts';
import { detailsBelowList } from '../frame/pane-styles.ts';
import { useShell } from '../frame/shell.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import { CertificateDetails } from './certificate-details.tsx';
import { ConnectionDetails } from './connection-details.tsx';
import { certificateWarnings } from './expiry-warnings.ts';
import { StateReason } from './state-reason.tsx';
import { Timeline } from './timeline.tsx';

interface ServerDetailsProps {
  selected: readonly EndpointStatus[];
  onClose(): void;
  ref: Ref<HTMLElement>;
}

/** What is known of the selected WebSocket server beyond its row. A stop of the Tab key, so that it can be scrolled by keyboard. */
export function ServerDetails({ selected, onClose, ref }: ServerDetailsProps) {
  const { open } = useShell();
  const can = useCapabilities();
  const [endpoint, ...others] = selected;
  const single = others.length === 0 ? endpoint : undefined;
  return (
    <Box
      component="section"
      ref={ref}
      tabIndex={0}
      aria-label={texts.details.label}
      sx={{
        ...detailsBelowList('56%'),
        px: 1.5,
        pb: 1.25,
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'flex-start',
          gap: 1,
          position: 'sticky',
          top: 0,
          zIndex: 1, // above buttons that scroll below it
          pt: 0.75,
          bgcolor: 'background.paper',
        }}
      >
        <Typography variant="h2" sx={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {single ? single.hostName : texts.details.many(selected.length)}
        </Typography>
        {/* In sight without scrolling: nobody looks for it further down. */}
        {single && can.commandPolicy && (
          <Button
            onClick={() => open({ kind: 'command-policy', hostName: single.hostName })}
            sx={{ py: 0, flexShrink: 0 }}
          >
            {texts.policy.change}
          </Button>
        )}
        <IconButton aria-label={texts.details.close} title={texts.details.close} onClick={onClose} sx={{ p: 0.25 }}>
          <CloseIcon fontSize="small" />
        </IconButton>
      </Box>
      {single && <ExpiresSoon endpoint={single} />}
      {single && (
        <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))', mt: 1 }}>
          <StateReason endpoint={single} />
          <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, minWidth: 0 }}>
            <ConnectionDetails endpoint={single} />
            <CertificateDetails endpoint={single} />
            {can.commandPolicy && <PolicyDetails endpoint={single} />}
          </Box>
          {can.timeline && <Timeline endpoint={single} />}
        </Box>
      )}
    </Box>
  );
}

/** Decision 35: in sight at once, whatever else the details hold. */
function ExpiresSoon({ endpoint }: { endpoint: EndpointStatus }) {
  const warnings = certificateWarnings(endpoint, useNow() / 1000);
  if (warnings.length === 0) return null;
  return (
    <Box sx={{ mt: 0.75, overflowWrap: 'anywhere' }}>
      <Notice severity="warning">
        {warnings.map((warning) => (
          <div key={warning}>{warning}</div>
        ))}
      </Notice>
    </Box>
  );
}
