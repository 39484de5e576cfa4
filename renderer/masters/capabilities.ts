import type { Capabilities } from '../../shared/master-capabilities.ts';

/** Until it is told otherwise. */
export const allCapabilities: Capabilities = {
  addFromFile: true,
  addFromUrl: true,
  clientCertificate: true,
  activate: true,
  delete: true,
  renew: 'one step',
  acceptCertificate: true,
  viewCertificate: true,
  reconnect: true,
  run: true,
  commandPolicy: true,
  diagnose: true,
  timeline: true,
  activity: true,
  notifications: 'full',
  properties: true,
  proxy: true,
  vault: true,
  netBackup: true,
  logs: true,
  diagnostics: true,
  practice: true,
  desktop: true,
  masters: true,
};

/** Of the overview: there are no WebSocket servers in it. */
export const noCapabilities: Capabilities = {
  addFromFile: false,
  addFromUrl: false,
  clientCertificate: false,
  activate: false,
  delete: false,
  renew: 'none',
  acceptCertificate: false,
  viewCertificate: false,
  reconnect: false,
  run: false,
  commandPolicy: false,
  diagnose: false,
  timeline: false,
  activity: false,
  notifications: 'none',
  properties: false,
  proxy: false,
  vault: false,
  netBackup: false,
  logs: false,
  diagnostics: false,
  practice: false,
  desktop: false,
  masters: false,
};

/** Whether endpoints can be added in any way. */
export const canAdd = ({ addFromFile, addFromUrl }: Capabilities): boolean => addFromFile || addFromUrl;
