import type { ConsoleFrame } from '../../shared/console-state.ts';
import type { Capabilities } from '../../shared/master-capabilities.ts';
import type { MasterHeader } from '../../shared/masters.ts';
import type { RemoteKind } from './remote-kind.ts';
import type { RemoteRows } from './remote-rows.ts';

const notAsked: ConsoleFrame['netBackup'] = {
  baseUrl: null,
  state: 'unknown',
  detail: '',
  caCertificates: [],
  credentials: { kind: 'none' },
  apiVersion: null,
};

/**
 * Everything but the rows, as the window is told it of a master server elsewhere.
 * @param kind `undefined` as long as it could not be asked at all
 */
export function remoteFrame(
  master: MasterHeader,
  capabilities: Capabilities,
  rows: RemoteRows,
  kind: RemoteKind | undefined,
): ConsoleFrame {
  const { problem } = master;
  const isKnown = master.lastAnswer !== null;
  const detail = problem ? [...problem.lines, ...problem.causes].join(': ') : isKnown ? '' : undefined;
  return {
    master,
    capabilities,
    // What was told once stays in sight, with the problem in `master`.
    service: isKnown ? { state: 'ready' } : problem ? { state: 'failed', error: problem } : { state: 'starting' },
    version: master.version,
    versions: {},
    dataFolder: '',
    protection: '',
    groups: rows.groups,
    connectionProcess: { periodSeconds: null, earlyRun: true, nextRunAt: null },
    netBackup: kind?.netBackup(detail, rows.status) ?? notAsked,
    proxy: { mode: 'none', url: '', user: '', bypass: '', hasPassword: false, inForce: '' },
    properties: { file: '', entries: [], warnings: [] },
    warnings: rows.warnings,
    practice: null,
    notices: [],
    desktop: null,
  };
}
