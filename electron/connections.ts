import type { NbwssService } from './service/nbwss-service.ts';

/** How groups stand; `unserved` of them should have a connection and have none. */
export interface Connections {
  readonly connected: number;
  readonly all: number;
  readonly unserved: number;
}

export function connectionsOf(service: NbwssService): Connections {
  const { groups } = service.frame();
  const connected = groups.filter(({ connectedHost }) => connectedHost !== null).length;
  return { connected, all: groups.length, unserved: service.unserved };
}
