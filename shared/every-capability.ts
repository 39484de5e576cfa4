import type { Capabilities } from './master-capabilities.ts';

// Apart from the schema: the window has no schema library.

/** All that the Console API has. */
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

/** Nothing of it. */
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
