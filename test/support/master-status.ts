import { noCapabilities } from '../../shared/every-capability.ts';
import type { MasterStatus } from '../../shared/masters.ts';

/** A NetBackup master server that answers, as the list tells it, with what a test wants otherwise. */
export function masterStatus(change: Partial<MasterStatus> = {}): MasterStatus {
  return {
    id: 'm1',
    name: 'Vault site',
    kind: 'NetBackup',
    capabilities: { ...noCapabilities, addFromFile: true, addFromUrl: true, activate: true, delete: true },
    origin: 'https://master.example:1556',
    credentials: { kind: 'api-key' },
    trust: { trust: 'certificate', certificates: [] },
    pollSeconds: 10,
    state: 'ok',
    problem: null,
    lastAnswer: 0,
    nextAsk: null,
    version: 'API 12.0',
    counts: { endpoints: 2, activated: 2, connected: 2, groupsWithoutConnection: 0, undelivered: null },
    ...change,
  };
}
