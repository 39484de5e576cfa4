import type { OwnEndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { allCapabilities } from '../../shared/every-capability.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import { thisComputerId } from '../../shared/master-terms.ts';
import type { MasterCounts, MasterHeader } from '../../shared/masters.ts';

/** How this computer stands among the master servers. Its name in the tree is the window's word. */
export const thisComputerHeader = ({ service }: Pick<ConsoleFrame, 'service'>, version: string): MasterHeader => ({
  id: thisComputerId,
  name: 'This computer',
  kind: 'this computer',
  origin: null,
  credentials: { kind: 'none' },
  trust: null,
  pollSeconds: null,
  state: service.state === 'ready' ? 'ok' : service.state === 'starting' ? 'asking' : 'failing',
  problem: service.state === 'failed' ? service.error : null,
  lastAnswer: null,
  nextAsk: null,
  version,
});

/** All that the Console API has, but for what this host does not. */
export const thisComputerCapabilities = (host: { practice: boolean; desktop: boolean }): Capabilities => ({
  ...allCapabilities,
  ...host,
});

/**
 * @param unserved groups that should have a connection and have none
 * @param undelivered notifications that wait
 */
export function countsOf(
  rows: readonly Pick<OwnEndpointStatus, 'state' | 'connectionState'>[],
  unserved: number,
  undelivered: number | null,
): MasterCounts {
  return {
    endpoints: rows.length,
    activated: rows.filter(({ state }) => state === 'ACTIVATED').length,
    connected: rows.filter(({ connectionState }) => connectionState === 'CONNECTED').length,
    groupsWithoutConnection: unserved,
    undelivered,
  };
}
