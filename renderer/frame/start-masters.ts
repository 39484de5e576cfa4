import { allCapabilities } from '../../shared/every-capability.ts';
import { thisComputerId } from '../../shared/master-terms.ts';
import type { MasterStatus } from '../../shared/masters.ts';
import { texts } from '../texts.ts';

/** What the tree shows until the list was told: this computer is always there. */
export const startMasters: readonly MasterStatus[] = [
  {
    id: thisComputerId,
    name: texts.navigation.thisComputer,
    kind: 'this computer',
    capabilities: allCapabilities,
    origin: null,
    credentials: { kind: 'none' },
    trust: null,
    pollSeconds: null,
    state: 'asking',
    problem: null,
    lastAnswer: null,
    nextAsk: null,
    version: '',
    counts: null,
  },
];
