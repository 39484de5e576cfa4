/** Words of master servers that host and window share. No schema library: the window runs it. */

/** The master server that this console's own service is: its channel is there from the start. */
export const thisComputerId = 'this-computer';

/** What a master server is reached by. The window branches by capability, never by kind. */
export const masterKinds = ['this computer', 'NetBackup', 'headless host'] as const;
/** The kinds that can be added. */
export const remoteMasterKinds = ['NetBackup', 'headless host'] as const;

/** The most that can be added. */
export const maxMasters = 100;
export const maxMasterNameLength = 64;

/** How often a master server is asked for its list, in seconds. */
export const pollSeconds = { preset: 10, least: 2, most: 3600 } as const;

/**
 * What "Test connection" does, in its order. `proxy` is there only where one is on the way (decision 14); over plain HTTP (loopback only)
 * `tls` and `certificate` are not tried.
 */
export const masterTestSteps = [
  'name-resolution',
  'tcp',
  'proxy',
  'tls',
  'certificate',
  'ping',
  'api-version',
  'credentials',
  'list',
] as const;
