import Box from '@mui/material/Box';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { DetailsSection } from '../servers/details-section.tsx';
import { texts } from '../texts.ts';

/** Decision 19: which commands of this cloud application are carried out. */
export function PolicyDetails({ endpoint }: { endpoint: EndpointStatus }) {
  const label = texts.policy;
  const { commandPolicy: policy } = endpoint;
  if (policy === null) return null;
  return (
    <DetailsSection heading={label.heading}>
      <Box>{policy.kind === 'rules' ? label.rulesInForce(policy.rules.length) : label.inForce[policy.kind]}</Box>
    </DetailsSection>
  );
}
