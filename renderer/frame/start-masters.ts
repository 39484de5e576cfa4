import { allCapabilities } from '../../shared/every-capability.ts';
import { thisComputerId } from '../../shared/master-terms.ts';
import type { KnownMaster } from '../masters/master-list-store.ts';
import { texts } from '../texts.ts';

/** What the tree shows until the list was told: this computer is always there. */
export const startMasters: readonly KnownMaster[] = [
  {
    id: thisComputerId,
    name: texts.navigation.thisComputer,
    kind: 'this computer',
    capabilities: allCapabilities,
    origin: null,
    state: 'asking',
    problem: null,
  },
];
