import type { SvgIconProps } from '@mui/material/SvgIcon';
import type { ComponentType, ReactNode } from 'react';
import type { EndpointState, EndpointStatus } from '../../shared/connection-status.ts';
import { detailText } from '../../shared/connection-text.ts';
import {
  AlertCircleOutlineIcon,
  CheckCircleIcon,
  PauseCircleOutlineIcon,
  PowerIcon,
  PowerPlugOffIcon,
  SyncIcon,
  TimerSandEmptyIcon,
} from '../feedback/icons.tsx';
import { useNow } from '../feedback/now.ts';

/** P-4: State, as a word and a sign of its own shape; colour only underlines it. */
export function StateText({ state }: { state: EndpointState }) {
  return state === 'ACTIVATED' ? (
    <Sign icon={PowerIcon} color="text-secondary">
      {state}
    </Sign>
  ) : (
    <Sign icon={PowerPlugOffIcon} color="text-secondary">
      {state}
    </Sign>
  );
}

/** P-5 and decision 1: one of two values; what is under way stands on a line of its own. */
export function ConnectionStateText({ endpoint }: { endpoint: EndpointStatus }) {
  const [icon, color] = signOf(endpoint);
  return (
    <Sign icon={icon} color={color} secondary={<SecondaryLine endpoint={endpoint} />}>
      {endpoint.connectionState}
    </Sign>
  );
}

function signOf({ connectionState, state, detail }: EndpointStatus): [ComponentType<SvgIconProps>, string] {
  if (connectionState === 'CONNECTED') return [CheckCircleIcon, 'success-main'];
  if (state === 'DEACTIVATED') return [PauseCircleOutlineIcon, 'text-secondary'];
  switch (detail.kind) {
    case 'failed':
      return [AlertCircleOutlineIcon, 'error-main'];
    case 'connecting':
    case 'waiting-for-connect-response':
      return [SyncIcon, 'info-main'];
    case 'standby':
      return [PauseCircleOutlineIcon, 'info-main'];
    default:
      return [TimerSandEmptyIcon, 'text-secondary'];
  }
}

/** The secondary line alone ticks; the row around it stays as it is. */
function SecondaryLine({ endpoint }: { endpoint: EndpointStatus }) {
  const text = detailText(endpoint, useNow());
  if (text === '') return null;
  return (
    <div className="secondary" title={endpoint.detail.kind === 'failed' ? `${text}: ${endpoint.detail.text}` : text}>
      {text}
    </div>
  );
}

interface SignProps {
  icon: ComponentType<SvgIconProps>;
  /** Of the palette. */
  color: string;
  children: ReactNode;
  secondary?: ReactNode;
}

function Sign({ icon: Icon, color, children, secondary }: SignProps) {
  return (
    <div className="sign">
      <Icon aria-hidden="true" style={{ color: `var(--nbwss-palette-${color})` }} />
      <div>
        <div className="value">{children}</div>
        {secondary}
      </div>
    </div>
  );
}
