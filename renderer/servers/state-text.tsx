import CheckCircle from '@mui/icons-material/CheckCircle';
import ErrorOutlined from '@mui/icons-material/ErrorOutlined';
import HourglassEmpty from '@mui/icons-material/HourglassEmpty';
import PauseCircleOutlined from '@mui/icons-material/PauseCircleOutlined';
import PowerOff from '@mui/icons-material/PowerOff';
import PowerSettingsNew from '@mui/icons-material/PowerSettingsNew';
import Sync from '@mui/icons-material/Sync';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import type { ComponentType, ReactNode } from 'react';
import type { EndpointState, EndpointStatus } from '../../shared/connection-status.ts';
import { detailText } from '../../shared/connection-text.ts';
import { useNow } from '../feedback/now.ts';

/** P-4: State, as a word and a sign of its own shape; colour only underlines it. */
export function StateText({ state }: { state: EndpointState }) {
  return state === 'ACTIVATED' ? (
    <Sign icon={PowerSettingsNew} color="text-secondary">
      {state}
    </Sign>
  ) : (
    <Sign icon={PowerOff} color="text-secondary">
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
  if (connectionState === 'CONNECTED') return [CheckCircle, 'success-main'];
  if (state === 'DEACTIVATED') return [PauseCircleOutlined, 'text-secondary'];
  switch (detail.kind) {
    case 'failed':
      return [ErrorOutlined, 'error-main'];
    case 'connecting':
    case 'waiting-for-connect-response':
      return [Sync, 'info-main'];
    case 'standby':
      return [PauseCircleOutlined, 'info-main'];
    default:
      return [HourglassEmpty, 'text-secondary'];
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
