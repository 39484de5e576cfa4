import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useShell } from '../frame/shell.tsx';
import { DetailsSection } from '../servers/details-section.tsx';
import { texts } from '../texts.ts';

/** Decision 19: which commands of this cloud application are carried out, and the way to change it. */
export function PolicyDetails({ endpoint }: { endpoint: EndpointStatus }) {
  const { open } = useShell();
  const label = texts.policy;
  const { commandPolicy: policy } = endpoint;
  return (
    <DetailsSection heading={label.heading}>
      <Box>{policy.kind === 'rules' ? label.rulesInForce(policy.rules.length) : label.inForce[policy.kind]}</Box>
      <Button
        size="small"
        sx={{ mt: 0.5 }}
        onClick={() => open({ kind: 'command-policy', hostName: endpoint.hostName })}
      >
        {label.change}
      </Button>
    </DetailsSection>
  );
}
